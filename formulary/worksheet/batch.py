"""A mixture made larger or smaller, exactly: how much of each stock goes into a batch of a chosen volume."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.text import quoted
from formulary.units import ONE, ZERO, exact_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.catalogue.catalogue import Catalogue
    from formulary.mixture.mixture import Mixture, Portion
    from formulary.units import Exact


class Part(NamedTuple):
    """One component of the batch. ``volume`` is in mL: what is drawn, or what a powder takes up.

    ``weight`` is what is weighed in of a powder, in the base unit of ``kind``; None for a stock. ``potency``
    is what the lot holds of what its label says, 1 where nothing else is known. ``fills``: it fills up.
    """

    portion: Portion
    volume: Exact
    weight: Exact | None
    kind: str
    potency: Exact
    fills: bool


class Batch(NamedTuple):
    """``made`` mL of a mixture, of which ``wanted`` mL are to be used; the rest is overfill."""

    mixture: Mixture
    wanted: Exact
    made: Exact
    parts: tuple[Part, ...]

    @property
    def factor(self) -> Exact:
        """How many times the recipe's own volume is made."""
        assert self.mixture.volume is not None  # noqa: S101 - `scale` refuses a mixture without one
        return self.made / self.mixture.volume

    @property
    def as_written(self) -> bool:
        """Whether every amount is that of the recipe, so that the amounts in its own words hold too."""
        return self.factor == ONE and all(part.potency == ONE for part in self.parts)


def unpreparable(mixture: Mixture) -> str:
    """Why no batch can be made of a mixture, or an empty text."""
    if not mixture.volume:
        return "the volume of the mixture is not known"
    for portion in mixture.portions:
        if portion.resolved is None:
            return f"the catalogue does not know {quoted(portion.id)}"
        if portion.volume is None:
            return f"how much of {quoted(portion.id)} goes in cannot be worked out"
    filled = mixture.filled
    by_qs = any(portion.component.how == "qs" for portion in mixture.portions)
    if filled is None or filled > mixture.volume or (filled < mixture.volume and not by_qs):
        return "the volumes of its parts do not add up to its volume"
    return ""


def scale(
    mixture: Mixture,
    wanted: Exact,
    made: Exact,
    catalogue: Catalogue,
    potencies: Mapping[int, Exact] | None = None,
) -> Batch:
    """The batch of ``made`` mL; ``potencies`` says what a component's lot holds of what its label says.

    More of a weaker lot goes in, so that the batch holds what the recipe says, and less of what fills it up.

    Raises:
        UsageFaultError: the lots leave no room, or nothing gives way for them.
    """
    assert mixture.volume is not None  # noqa: S101 - asked by `unpreparable`
    found = potencies or {}
    adjusted = any(potency != ONE for potency in found.values())
    filler = _filler(mixture, catalogue, adjusted=adjusted)
    if filler in found:
        raise UsageFaultError(
            f"{quoted(mixture.portions[filler].id)} fills the mixture up and has no potency of its own",
            "Leave it out of `--potency`.",
        )
    factor = made / mixture.volume
    parts = [
        _part(portion, factor, found.get(index, ONE), fills=index == filler)
        for index, portion in enumerate(mixture.portions)
    ]
    if filler >= 0:
        rest = made - sum((part.volume for part in parts if not part.fills), ZERO)
        if rest < ZERO:
            raise UsageFaultError(
                f"lots of this potency need {exact_text(made - rest, approx=True)} mL, and the batch is "
                f"{exact_text(made)} mL",
                "Take a stronger lot: the recipe leaves no room for this one.",
            )
        parts[filler] = parts[filler]._replace(volume=rest)
    return Batch(mixture, wanted, made, tuple(parts))


def _part(portion: Portion, factor: Exact, potency: Exact, *, fills: bool) -> Part:
    assert portion.volume is not None  # noqa: S101 - asked by `unpreparable`
    more = factor / potency
    weight = portion.shares[0].amount * more if portion.component.dry else None
    kind = portion.shares[0].kind if portion.component.dry else ""
    return Part(portion, portion.volume * more, weight, kind, potency, fills)


def _filler(mixture: Mixture, catalogue: Catalogue, *, adjusted: bool) -> int:
    """What fills up: the component that is q.s., else the only vehicle where a lot is adjusted; or -1."""
    for index, portion in enumerate(mixture.portions):
        if portion.component.how == "qs":
            return index
    if not adjusted:
        return -1
    vehicles = [
        index
        for index, portion in enumerate(mixture.portions)
        if portion.actives
        and all(catalogue.ingredient(name).category == "vehicle" for name in portion.actives)
    ]
    if len(vehicles) != 1:
        raise UsageFaultError(
            "the lot's potency changes a volume, and nothing in the recipe fills up what it leaves",
            "Give the recipe a component with `qs: true`, or compound with a lot at its label's strength.",
        )
    return vehicles[0]


def by_component(
    stated: Mapping[str, Exact], mixture: Mixture, catalogue: Catalogue, option: str = "--potency"
) -> dict[int, Exact]:
    """What was said of ingredients or products by name, by the number of the component that is meant.

    Raises:
        UsageFaultError: a name is none of the mixture, or says which product is meant too loosely.
    """
    found: dict[int, Exact] = {}
    for name, value in stated.items():
        for index in components_of(name, mixture, catalogue, option):
            if index in found:
                raise UsageFaultError(
                    f"`{option}` is given twice for {quoted(mixture.portions[index].id)}", "Give it once."
                )
            found[index] = value
    return found


def components_of(name: str, mixture: Mixture, catalogue: Catalogue, option: str) -> list[int]:
    """The components that a name means: a product, or an ingredient that is the only active of its stock.

    Raises:
        UsageFaultError: it means none, or a product that brings more than this ingredient.
    """
    from formulary.text import did_you_mean, listing  # noqa: PLC0415 - only a slip pays for these

    resolved = catalogue.resolve(name, "products")
    ids = [portion.id for portion in mixture.portions]
    wanted = resolved.id if resolved else name
    matching = [index for index, each in enumerate(ids) if each == wanted]
    if matching:
        return matching
    actives = [name for portion in mixture.portions for name in portion.actives]
    holding = [index for index, portion in enumerate(mixture.portions) if wanted in portion.actives]
    if not holding:
        raise UsageFaultError(
            f"`{option}` names {quoted(name)}, which is not in this recipe",
            did_you_mean(name, [*ids, *actives]) or f"It is made of {listing(ids)}.",
        )
    for index in holding:
        if len(mixture.portions[index].actives) > 1:
            raise UsageFaultError(
                f"{quoted(ids[index])} brings more than {quoted(wanted)}",
                f"Name the product: `{option} {ids[index]}=...`.",
            )
    return holding
