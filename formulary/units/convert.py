"""One amount in another unit: freely within a kind, between kinds only over a cited property."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from formulary.units.bridges import Bridge, Factor, Node, node, way
from formulary.units.display import amount_text
from formulary.units.exact import ONE, Exact
from formulary.units.kinds import example_of, kind_name
from formulary.units.properties import NOTHING_KNOWN, Properties
from formulary.units.unit import Unit, plain_unit

if TYPE_CHECKING:
    from formulary.units.quantity import Quantity


class Step(NamedTuple):
    """One multiplication on the way: by what (empty: a mere change of unit), on whose word, to what."""

    factor: str
    source: str
    value: Exact
    unit: Unit


class Converted(NamedTuple):
    """A value counted in ``unit``, the trail that led to it, and how far its factors were rounded.

    ``slack`` is relative: with every factor at the far end of its last written digit the value would be
    ``value * (1 - slack)``. None means that no rounded factor is involved.
    """

    value: Exact
    unit: Unit
    start: str
    trail: tuple[Step, ...] = ()
    slack: Exact | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The trail as sentences: ``1 mmol/mL × 84.01 g/mol = 84.01 mg/mL (USP-NF)``."""
        lines, before = [], self.start
        for step in self.trail:
            after = amount_text(step.value, step.unit, approx=True)
            equals = "" if after.startswith("≈") else "= "
            by, source = f" {step.factor}" if step.factor else "", f" ({step.source})" if step.source else ""
            lines.append(f"{before}{by} {equals}{after}{source}")
            before = after.removeprefix("≈ ")
        return tuple(lines)

    @property
    def base(self) -> Exact:
        """The value in the base unit of its kind."""
        return self.value * self.unit.factor


class CannotConvert(NamedTuple):
    """Why an amount cannot be turned into a unit.

    ``missing`` is the property that is not on record: `molar mass`, `valence`, `density`, `mixture density`,
    `activity factor`, `moiety factor` (amount and limit are on different bases), `ratio strength`; or empty
    where no property could help, since the kinds measure different things.
    """

    missing: str
    reason: str
    hint: str


class Verdict(StrEnum):
    """How a value stands to its limit. ``ROUNDING``: beyond it only by the last digit of a rounded factor."""

    WITHIN = "within"
    ROUNDING = "rounding"
    BEYOND = "beyond"


def judge(value: Exact, limit: Exact, slack: Exact | None = None, *, least: bool = False) -> Verdict:
    """Compare a value with an upper limit, or with a lower one if ``least``; both in one unit, no tolerance.

    A value equal to its limit is within it. ``slack`` is that of the `Converted` the value came from.
    """
    if (value >= limit) if least else (value <= limit):
        return Verdict.WITHIN
    if slack is None:
        return Verdict.BEYOND
    mildest = value / (ONE - slack) if least else value * (ONE - slack)
    excused = (mildest >= limit) if least else (mildest <= limit)
    return Verdict.ROUNDING if excused else Verdict.BEYOND


def convert(
    quantity: Quantity,
    unit: Unit,
    properties: Properties | None = None,
    *,
    basis: str = "",
    to_basis: str | None = None,
    mixture_density: Quantity | None = None,
) -> Converted | CannotConvert:
    """The quantity counted in another unit, exactly.

    Within one kind and basis this needs nothing. Between kinds it needs the ``properties`` of the ingredient
    that the quantity is of, and from or to `% w/w` the density of the mixture. ``basis`` names the moiety
    that the quantity is stated as, ``to_basis`` the one wanted (the same if not given); empty is the
    ingredient as named.
    """
    wanted = basis if to_basis is None else to_basis
    if quantity.kind == unit.kind and basis == wanted:
        value = quantity.base / unit.factor
        trail = () if unit.symbol == quantity.unit.symbol else (Step("", "", value, unit),)
        return Converted(value, unit, quantity.text, trail)
    factors = _factors(
        quantity.kind, unit.kind, properties or NOTHING_KNOWN, (basis, wanted), mixture_density
    )
    return factors if isinstance(factors, CannotConvert) else _follow(quantity, unit, factors)


def basis_factor(properties: Properties, from_basis: str, to_basis: str) -> BasisFactor | None:
    """What a mass of one basis is multiplied by to give the mass of another; None if it is not on record.

    The bases are names of moieties, or empty for the ingredient as named.
    """
    chain = way(properties, ("mass", from_basis), ("mass", to_basis))
    if chain is None:
        return None
    used = [bridge.factor for bridge in chain if bridge.factor is not None]
    value, slack = ONE, None
    for factor in used:
        value, slack = value * factor.value, _both_slacks(slack, factor.slack)
    sources = dict.fromkeys(factor.source for factor in used)
    return BasisFactor(value, " ".join(factor.text for factor in used), "; ".join(sources), slack)


class BasisFactor(NamedTuple):
    """The factor between two bases, its words in a step, its sources, and its slack as in `Converted`."""

    value: Exact
    text: str
    source: str
    slack: Exact | None


_Leg = tuple[str, Factor]
"""The kind that a factor leads to, and the factor."""


def _factors(
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
        if mixture is None:
            return _MIXTURE
        below = wanted_below
        legs.append((f"{above}/{below}", _mixture_factor(mixture, dividing=below == "mass")))
    start, end = node(above, bases[0]), node(wanted_above, bases[1])
    chain = way(known, start, end)
    if chain is None:
        return _missing(known, start, end, (kind, wanted))
    return legs + [_leg(bridge, below) for bridge in chain]


def _leg(bridge: Bridge, below: str) -> _Leg:
    kind = bridge.end[0]
    assert bridge.factor is not None  # noqa: S101 - `way` walks only bridges that are on record
    return f"{kind}/{below}" if below else kind, bridge.factor


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
    chain = way(known, start, end, missing=True)
    if chain is None:
        return _different(*kinds)
    first = next(bridge for bridge in chain if bridge.factor is None)
    asked = f" as {end[1]}" if end[1] else f" of {known.name}" if known.name else ""
    return CannotConvert(
        first.needs,
        f"{kind_name(kinds[0])} cannot be compared with {kind_name(kinds[1])}{asked}: {first.because}",
        f"State the amount as {kind_name(kinds[1])}{asked}, or add the {first.needs} with its source.",
    )
