"""From a recipe and a catalogue to a Mixture: dilution, reconstitution, displacement, q.s. and totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.recipe import Component
from formulary.mixture.bridge import change
from formulary.mixture.mixture import ZERO, Gap, Mixture, Portion, Share, Total
from formulary.mixture.stated import SILENT, in_batch, own, second_strength, strange_basis
from formulary.units import Exact, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.catalogue import Content, Ingredient, Product
    from formulary.domain.recipe import Numbing, Recipe
    from formulary.findings import Path


def solve(recipe: Recipe, catalogue: Catalogue) -> Mixture:
    """Work out what every component brings and what is in the finished mixture."""
    volume = recipe.volume.base if isinstance(recipe.volume, Quantity) else None
    density = recipe.density.base if isinstance(recipe.density, Quantity) else None
    portions = [_portion(component, volume, density, catalogue) for component in recipe.components]
    filled = _sum(portions)
    for index, portion in enumerate(portions):
        if portion.component.how == "qs" and volume is not None and filled is not None:
            rest = volume - filled
            portions[index] = _filled(portion, max(ZERO, rest))
    beside = recipe.administration.numbing
    numbing, unquantified = numbed(beside, catalogue) if beside else (None, ())
    totals = totals_of(portions)
    given = recipe.administration.volume_per_session
    session = volume if given is None else given.base if isinstance(given, Quantity) else None
    return Mixture(
        recipe,
        volume,
        filled,
        session,
        tuple(portions),
        totals,
        numbing.shares if numbing else (),
        unquantified,
        by_ingredient(totals),
        numbing,
    )


def _sum(portions: list[Portion]) -> Exact | None:
    filled = ZERO
    for portion in portions:
        if portion.component.how == "qs":
            continue
        if portion.volume is None:
            return None
        filled += portion.volume
    return filled


def _portion(
    component: Component, batch: Exact | None, density: Exact | None, catalogue: Catalogue
) -> Portion:
    resolved = catalogue.resolve(component.name, component.key + "s")
    stated = component.stated
    volume = stated.base if component.how == "volume" and isinstance(stated, Quantity) else None
    if resolved is None:
        return Portion(component, None, None, None, (), volume, (), SILENT)
    ingredient: Ingredient | None = None
    product: Product | None = None
    gap: Gap | None
    contents: tuple[Content, ...]
    if resolved.kind == "products":
        product = catalogue.product(resolved.id)
        contents, gap, actives = product.contents, second_strength(component, product), product.actives
    else:
        ingredient = catalogue.ingredient(resolved.id)
        contents, gap = own(component, ingredient)
        actives = (ingredient.id,)
    gap = gap or strange_basis(component, contents, ingredient, catalogue)
    portion = Portion(component, resolved, ingredient, product, contents, volume, (), gap, actives)
    if component.how == "volume":
        return _filled(portion, volume) if volume is not None else portion
    if component.how == "qs" or not isinstance(stated, Quantity):
        return portion
    amount, kind = stated.base, stated.unit.kind
    if component.how == "concentration":
        if batch is None:
            return portion._replace(gap=gap or SILENT)
        amount, kind, gap = in_batch(stated, batch, density, portion)
        if gap:
            return portion._replace(gap=gap)
    return _weighed(portion, amount, kind) if component.dry else _drawn(portion, amount, kind, catalogue)


def _filled(portion: Portion, volume: Exact) -> Portion:
    """The portion when so many mL of its stock go in."""
    shares = tuple(
        Share(
            portion.component.number,
            content.ingredient,
            content.basis,
            content.kind,
            content.per_ml * volume,
            content.active,
            content,
        )
        for content in portion.contents
        if content.per_ml is not None
    )
    return portion._replace(volume=volume, shares=shares)


def _weighed(portion: Portion, amount: Exact, kind: str) -> Portion:
    """A powder weighed in: it adds its displacement, or no volume at all."""
    component = portion.component
    if portion.ingredient is None:
        return portion._replace(
            gap=Gap(
                "FML409",
                f"{portion.id} is a stock preparation and cannot be weighed in as a powder",
                "Leave `dry` out, or name the `ingredient` that is weighed in.",
            )
        )
    if kind == "volume":
        return portion._replace(
            gap=Gap(
                "FML409",
                f"{portion.id} is stated by volume and cannot be weighed in as a powder",
                "Leave `dry` out and state its `volume`.",
            )
        )
    share = Share(component.number, portion.ingredient.id, component.basis, kind, amount, True, None)
    volume: Exact | None = ZERO
    gap = portion.gap
    if component.displacement is not None:
        weight = change(amount, kind, component.basis, "mass", "", portion.ingredient)
        if not isinstance(component.displacement, Quantity):
            volume = None
        elif isinstance(weight, Gap):
            volume, gap = None, weight
        else:
            volume = weight.value * component.displacement.base
    return portion._replace(volume=volume, shares=(share,), gap=gap)


def _drawn(portion: Portion, amount: Exact, kind: str, catalogue: Catalogue) -> Portion:
    """A stock of which so much is drawn that it brings the stated amount."""
    if portion.gap:
        return portion
    content = _meant(portion)
    if isinstance(content, Gap):
        return portion._replace(gap=content)
    if content.per_ml is None:
        return portion._replace(gap=SILENT)
    ingredient = catalogue.ingredient(content.ingredient)
    basis = portion.component.basis if portion.product else content.basis
    if content.basis and not basis and kind == "mass":
        return portion._replace(
            gap=Gap(
                "FML405",
                f"the strength of {portion.id} counts {content.basis}; the recipe does not say what it does",
                f"Add `as: {content.basis}`, or state the `volume`.",
            )
        )
    wanted = change(amount, kind, basis, content.kind, content.basis, ingredient)
    if isinstance(wanted, Gap):
        return portion._replace(gap=wanted)
    return _filled(portion, wanted.value / content.per_ml)


def _meant(portion: Portion) -> Content | Gap:
    """The one substance of the stock that a stated amount or concentration is of."""
    component = portion.component
    actives = [content for content in portion.contents if content.active]
    if not portion.product:
        if actives:
            return actives[0]
        return Gap(
            "FML409",
            f"how much volume {component.name} brings is unknown: neither a stock nor its strength is given",
            "Name a `product`, add the stock's `strength`, or set `dry: true` if it is weighed in as powder.",
        )
    if component.basis:
        actives = [content for content in actives if content.basis in ("", component.basis)]
    if len(actives) == 1:
        return actives[0]
    return Gap(
        "FML409",
        f"{portion.product.name} holds {len(actives)} actives: the {component.how} could be of any of them",
        "State the `volume` of the product instead.",
    )


def totals_of(portions: Iterable[Portion]) -> tuple[Total, ...]:
    """What the portions bring together, by substance, basis and kind of unit."""
    found: dict[tuple[str, str, str], list[Share]] = {}
    for portion in portions:
        for share in portion.shares:
            key = (share.ingredient, share.basis, share.kind)
            if key in found:
                found[key].append(share)
            else:
                found[key] = [share]
    return tuple(Total(*key, _amount(shares), tuple(shares)) for key, shares in found.items())


def by_ingredient(totals: Iterable[Total]) -> dict[str, tuple[Total, ...]]:
    """The totals of each ingredient, on whatever basis."""
    found: dict[str, tuple[Total, ...]] = {}
    for total in totals:
        earlier = found.get(total.ingredient)
        found[total.ingredient] = (*earlier, total) if earlier else (total,)
    return found


def _amount(shares: list[Share]) -> Exact:
    total = shares[0].amount
    for share in shares[1:]:
        total += share.amount
    return total


def numbed(
    numbing: Numbing, catalogue: Catalogue, place: Path = ()
) -> tuple[Portion | None, tuple[str, ...]]:
    """What numbs beside the formula, and the substances of it whose dose is unknown."""
    if numbing.how not in ("separate-injection", "topical") or not numbing.product:
        return None, ()
    resolved = catalogue.resolve(numbing.product, "products")
    if resolved is None:
        return None, ()
    amount = numbing.amount
    component = Component(
        -1, "product", numbing.product, "amount", amount, None, None, dry=False, basis="", place=place
    )
    if resolved.kind == "ingredients":
        ingredient = catalogue.ingredient(resolved.id)
        portion = Portion(component, resolved, ingredient, None, (), None, (), None, (ingredient.id,))
        return portion, portion.actives
    product = catalogue.product(resolved.id)
    portion = Portion(component, resolved, None, product, product.contents, None, (), None, product.actives)
    if numbing.how == "topical" or not isinstance(amount, Quantity) or amount.unit.kind != "volume":
        return portion, product.actives
    loose = tuple(part.ingredient for part in product.contents if part.active and part.per_ml is None)
    return _filled(portion, amount.base), loose
