"""One amount in another unit: freely within a kind, between kinds only over a cited property."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from formulary.units.display import amount_text
from formulary.units.exact import ONE, Exact

if TYPE_CHECKING:
    from formulary.units.properties import Properties
    from formulary.units.quantity import Quantity
    from formulary.units.unit import Unit


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


class BasisFactor(NamedTuple):
    """The factor between two bases, its words in a step, its sources, and its slack as in `Converted`."""

    value: Exact
    text: str
    source: str
    slack: Exact | None


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
    from formulary.units.crossing import cross  # noqa: PLC0415 - most amounts stay within their kind

    return cross(quantity, unit, properties, (basis, wanted), mixture_density)


def basis_factor(properties: Properties, from_basis: str, to_basis: str) -> BasisFactor | None:
    """What a mass of one basis is multiplied by to give the mass of another; None if it is not on record.

    The bases are names of moieties, or empty for the ingredient as named.
    """
    from formulary.units.crossing import cross_basis  # noqa: PLC0415 - as in `convert`

    return cross_basis(properties, from_basis, to_basis)
