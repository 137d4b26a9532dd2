"""What a batch or a syringe holds: its actives, and what else some patients must not be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.worksheet import amounts
from formulary.worksheet.names import printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case
    from formulary.units import Exact


class Active(NamedTuple):
    """One active substance: in the whole volume, in one mL, in one session (empty where that is unknown)."""

    name: str
    total: str
    strength: str
    session: str


def actives(case: Case, volume: Exact) -> Iterator[Active]:
    """The actives of so many mL of the finished mixture, vehicles left out."""
    mixture = case.mixture
    for total in mixture.totals:
        ingredient = case.catalogue.ingredient(total.ingredient)
        if ingredient.category == "vehicle" or not any(share.active for share in total.shares):
            continue
        assert mixture.volume is not None  # noqa: S101 - no batch is made of a mixture without one
        per_ml = total.amount / mixture.volume
        unit = amounts.unit_for(per_ml, total.kind)
        basis = f", as {total.basis}" if total.basis else ""
        yield Active(
            f"{printed(ingredient.id, ingredient.name)}{basis}",
            amounts.amount(per_ml * volume, unit),
            amounts.strength(per_ml, unit),
            amounts.amount(per_ml * mixture.session, unit) if mixture.session is not None else "",
        )


def also_holds(case: Case) -> tuple[str, ...]:
    """The preservatives and allergens that the stocks bring along, by name."""
    found: dict[str, None] = {}
    for portion in case.mixture.portions:
        for content in portion.contents:
            ingredient = case.catalogue.ingredient(content.ingredient)
            allergens = case.catalogue.data["ingredients"][ingredient.id].get("allergens")
            if not content.active and (allergens or ingredient.category == "preservative"):
                found[ingredient.name] = None
    return tuple(found)
