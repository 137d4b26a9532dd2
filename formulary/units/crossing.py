"""From one kind of amount to another, over bridges on record, keeping every step; or which one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.units.bridges import Factor, Node, node, obstacle, way
from formulary.units.convert import BasisFactor, CannotConvert, Converted, Step
from formulary.units.exact import ONE, Exact
from formulary.units.kinds import example_of, kind_name
from formulary.units.properties import NOTHING_KNOWN, Properties
from formulary.units.unit import Unit, plain_unit

if TYPE_CHECKING:
    from formulary.units.quantity import Quantity

_Leg = tuple[str, Factor]
"""The kind that a factor leads to, and the factor."""


def cross(
    quantity: Quantity, unit: Unit, known: Properties | None, bases: tuple[str, str], mixture: Quantity | None
) -> Converted | CannotConvert:
    """The quantity in a unit of another kind, or on another basis; see `convert`."""
    legs = _legs(quantity.kind, unit.kind, known or NOTHING_KNOWN, bases, mixture)
    return legs if isinstance(legs, CannotConvert) else _follow(quantity, unit, legs)


def cross_basis(known: Properties, from_basis: str, to_basis: str) -> BasisFactor | None:
    """The factor between two bases of a mass; see `basis_factor`."""
    found = way(known, ("mass", from_basis), ("mass", to_basis))
    if found is None:
        return None
    value, slack = ONE, None
    for _, factor in found:
        value, slack = value * factor.value, _both_slacks(slack, factor.slack)
    sources = dict.fromkeys(factor.source for _, factor in found)
    return BasisFactor(value, " ".join(factor.text for _, factor in found), "; ".join(sources), slack)


def _legs(
    kind: str, wanted: str, known: Properties, bases: tuple[str, str], mixture: Quantity | None
) -> list[_Leg] | CannotConvert:
    """The factors from one kind to the other: first what stands under the slash, then what stands above."""
    above, _, below = kind.partition("/")
    wanted_above, _, wanted_below = wanted.partition("/")
    if "ratio" in (kind, wanted):
        return _no_ratio(kind)
    legs: list[_Leg] = []
    if below != wanted_below:
        if {below, wanted_below} != {"mass", "volume"} or "volume/mass" in (kind, wanted):
            return _different(kind, wanted)
        if mixture is None or mixture.kind != "mass/volume" or not mixture.base:
            return _MIXTURE
        below = wanted_below
        legs.append((f"{above}/{below}", _mixture_factor(mixture, dividing=below == "mass")))
    start, end = node(above, bases[0]), node(wanted_above, bases[1])
    found = way(known, start, end)
    if found is None:
        return _missing(known, start, end, (kind, wanted))
    return legs + [(f"{to}/{below}" if below else to, factor) for (to, _), factor in found]


def _mixture_factor(mixture: Quantity, *, dividing: bool) -> Factor:
    value = ONE / mixture.base if dividing else mixture.base
    return Factor(value, f"{'÷' if dividing else '×'} {mixture.text} of the mixture", "")


def _follow(quantity: Quantity, unit: Unit, legs: list[_Leg]) -> Converted:
    """Multiply along the way, keeping every step."""
    base, slack, trail = quantity.base, None, []
    for number, (kind, factor) in enumerate(legs, 1):
        base, slack = base * factor.value, _both_slacks(slack, factor.slack)
        shown = unit if number == len(legs) else plain_unit(kind)
        trail.append(Step(factor.text, factor.source, base / shown.factor, shown))
    return Converted(base / unit.factor, unit, quantity.text, tuple(trail), slack)


def _both_slacks(first: Exact | None, second: Exact | None) -> Exact | None:
    if first is None or second is None:
        return second if first is None else first
    return ONE - (ONE - first) * (ONE - second)


_MIXTURE = CannotConvert(
    "mixture density",
    "a percentage by weight and an amount per volume are compared only through the density of the mixture",
    "State the finished cocktail's `density`, such as `density: 1.02 g/mL`.",
)


def _different(kind: str, wanted: str) -> CannotConvert:
    return CannotConvert(
        "",
        f"{kind_name(kind)} and {kind_name(wanted)} measure different things",
        f"Write {kind_name(wanted)}, such as `{example_of(wanted)}`.",
    )


def _no_ratio(kind: str) -> CannotConvert:
    return CannotConvert(
        "ratio strength",
        "a ratio strength is an amount only of an ingredient whose entry declares ratio strengths"
        if kind == "ratio"
        else "nothing is converted to a ratio strength",
        "Write the strength as `10 mcg/mL` (that is 1:100000).",
    )


def _missing(known: Properties, start: Node, end: Node, kinds: tuple[str, str]) -> CannotConvert:
    """Name the first property that the way would need."""
    first = obstacle(known, start, end)
    if first is None:
        return _different(*kinds)
    asked = f" as {end[1]}" if end[1] else f" of {known.name}" if known.name else ""
    return CannotConvert(
        first.needs,
        f"{kind_name(kinds[0])} cannot be compared with {kind_name(kinds[1])}{asked}: {first.because}",
        f"State the amount as {kind_name(kinds[1])}{asked}, or add the {first.needs} with its source.",
    )
