"""From one unit kind and basis to another, only by a cited property of the ingredient."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from formulary.mixture.mixture import Gap
from formulary.units import ONE, CannotConvert, Quantity, convert, plain_unit

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.catalogue import Ingredient
    from formulary.units import Exact


class Changed(NamedTuple):
    """An amount in another kind or on another basis, in the base unit of that kind.

    ``slack`` is the relative half unit of the last digit of a rounded factor, None where the way was exact.
    """

    value: Exact
    slack: Exact | None
    steps: tuple[str, ...]


def change(
    amount: Exact, kind: str, basis: str, to_kind: str, to_basis: str, ingredient: Ingredient
) -> Changed | Gap:
    """The amount as ``to_kind`` on ``to_basis``, or why it cannot be said (FML404, FML405)."""
    if kind == to_kind and basis == to_basis:
        return Changed(amount, None, ())
    unit = plain_unit(kind)
    stated = Quantity.of(amount / unit.factor, unit)
    made = convert(stated, plain_unit(to_kind), ingredient.properties, basis=basis, to_basis=to_basis)
    if isinstance(made, CannotConvert):
        code = "FML405" if made.missing == "moiety factor" else "FML404"
        return Gap(code, f"{ingredient.name}: {made.reason}", made.hint)
    return Changed(made.base, made.slack, made.steps)


@lru_cache(maxsize=4096)
def per_unit(catalogue: Catalogue, ingredient_id: str, kind: str, basis: str, to_kind: str) -> Exact | None:
    """What one base unit of a substance is in another kind, as named; None where that cannot be said.

    It is the same for every recipe that the substance is in, and asks for no steps.
    """
    made = change(ONE, kind, basis, to_kind, "", catalogue.ingredient(ingredient_id))
    return made.value if isinstance(made, Changed) else None
