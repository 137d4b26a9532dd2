"""Exact numbers as text for tables: in full beside rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.units import Exact
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from formulary.limits.comparison import Comparison

SIGNIFICANT = 6
"""Digits of a rounded number; whole digits are never rounded away."""

_HUNDRED = Exact.of(100)


def full(value: Exact | None) -> str:
    """The number without loss: a decimal where one ends, else a ratio such as ``10/3``; empty for None."""
    if value is None:
        return ""
    least = value.reduced()
    rest, twos, fives = least.d, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{least.n}/{least.d}"
    places = max(twos, fives)
    digits = str(abs(least.n) * 10**places // least.d).rjust(places + 1, "0")
    sign = "-" if least.n < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def short(value: Exact | None) -> str:
    """The number rounded to 6 significant digits, empty for None; a small number never becomes 0."""
    return "" if value is None else rounded_text(value, SIGNIFICANT)


def headroom(found: Comparison) -> str:
    """What is left to a limit in % of it, negative above it; empty where nothing was compared."""
    used = found.fraction
    return "" if used is None else rounded_text(_HUNDRED - used * _HUNDRED, 4)
