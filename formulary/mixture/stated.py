"""What a recipe states of one component: the strength of its stock, its basis, its part of the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.catalogue import Content
from formulary.mixture.mixture import ZERO, Gap
from formulary.units import Exact, Quantity, ratio_strength

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.catalogue import Ingredient, Product
    from formulary.domain.recipe import Component
    from formulary.mixture.mixture import Portion

SILENT = Gap("", "")
"""A gap of which another finding speaks already."""


def second_strength(component: Component, product: Product) -> Gap | None:
    """Why a strength cannot be stated here: a brand was named, and its product brings its own."""
    if component.strength is None:
        return None
    return Gap(
        "FML310",
        f"`strength` is stated for the product {product.id}, which brings its own",
        "Leave `strength` out, or name the `ingredient` by its own name.",
    )


def strange_basis(
    component: Component, contents: tuple[Content, ...], ingredient: Ingredient | None, catalogue: Catalogue
) -> Gap | None:
    """Why ``as:`` means nothing here: nothing in the stock is, or yields, what it names."""
    basis = component.basis
    if not basis:
        return None
    actives = (part.ingredient for part in contents if part.active)
    held = [ingredient] if ingredient else list(map(catalogue.ingredient, actives))
    if any(part.basis == basis for part in contents) and ingredient is None:
        return None
    if any(one.properties.moiety(basis) for one in held):
        return None
    known = dict.fromkeys(moiety.name for one in held for moiety in one.properties.moieties)
    return Gap(
        "FML405",
        f"{component.name} yields no {basis} that is on record",
        f"Write `as: {' or '.join(known)}`, or leave `as` out." if known else "Leave `as` out.",
    )


def own(component: Component, ingredient: Ingredient) -> tuple[tuple[Content, ...], Gap | None]:
    """What a stock named by its ingredient alone holds: that ingredient at the stated strength."""
    strength = component.strength
    if strength is None:
        if component.how in ("volume", "qs") and ingredient.category == "vehicle":
            return (Content(ingredient.id, "", "volume", Exact.of(1), "quantified", True, "neat"),), None
        return (), None
    if not isinstance(strength, Quantity):
        return (), SILENT
    if strength.unit.kind == "ratio":
        if not ingredient.ratio_strength:
            return (), Gap(
                "FML402",
                f"a ratio strength is not in use for {ingredient.name}, so `{strength.text}` is open",
                "Write the strength in mg/mL or mcg/mL.",
            )
        strength = ratio_strength(strength)
    kind, text = strength.unit.kind, strength.text
    if kind == "mass/mass":
        return (), Gap(
            "FML404",
            f"the strength {text} of {ingredient.name} is by weight, of a stock of unknown density",
            "Give the strength in mg/mL.",
        )
    plain = kind.removesuffix("/volume")
    return (Content(ingredient.id, component.basis, plain, strength.base, "quantified", True, text),), None


def in_batch(
    stated: Quantity, batch: Exact, density: Exact | None, portion: Portion
) -> tuple[Exact, str, Gap | None]:
    """The amount that a final concentration means in the whole batch, in the base unit of its kind."""
    kind = stated.unit.kind
    if kind == "ratio":
        if not (portion.ingredient and portion.ingredient.ratio_strength):
            gap = Gap("FML402", "a ratio strength is not in use for this ingredient", "Write mg/mL.")
            return ZERO, "", gap
        stated = ratio_strength(stated)
        kind = stated.unit.kind
    if kind == "mass/mass":
        if density is None:
            gap = Gap(
                "FML404",
                f"{stated.text} is by weight, and the recipe does not give the density of the mixture",
                "Add `density:`, or state the concentration in mg/mL.",
            )
            return ZERO, "", gap
        return stated.base * density * batch, "mass", None
    return stated.base * batch, kind.removesuffix("/volume"), None
