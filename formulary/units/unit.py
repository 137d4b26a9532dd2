"""A unit, and the closed vocabulary looked up by spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from formulary.units._factors import COUNTED, FOREIGN, PLAIN, SPELLINGS, UNITS
from formulary.units.exact import Exact

_COUNT = r"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?|(\.[0-9]{1,9})) ?([^ 0-9.].*)"


class Unit(NamedTuple):
    """A unit as it is printed (`mg/mL`, `mg/5 mL`, `% w/v`, `1:N`), its kind, and its size.

    ``factor`` is how many of the kind's base unit one of it is: 10 for `% w/v`, whose base is mg/mL.
    """

    symbol: str
    kind: str
    factor: Exact


RATIO = Unit("1:N", "ratio", Exact(1))
"""The unit of a ratio strength; its amount is the N of 1:N, in mL that hold 1 g."""


@lru_cache(maxsize=4096)
def find_unit(spelling: str, *, foreign: bool = False) -> Unit | None:
    """The unit that is written so, or None; ``foreign`` admits the spellings of UCUM and FDA files."""
    symbol = _canonical(spelling, foreign=foreign)
    if symbol in UNITS:
        return listed(symbol)
    above, slash, below = spelling.replace(" per ", "/", 1).partition("/")
    if not slash:
        return None
    above = _canonical(above, foreign=foreign)
    symbol = f"{above}/{_canonical(below, foreign=foreign)}"
    return listed(symbol) if symbol in UNITS else _counted(above, below, foreign=foreign)


def plain_unit(kind: str) -> Unit:
    """The unit in which amounts of a kind are printed when normalized, such as `mg/mL` for mass/volume."""
    return RATIO if kind == "ratio" else listed(PLAIN[kind])


def _canonical(spelling: str, *, foreign: bool) -> str:
    symbol = SPELLINGS.get(spelling, spelling)
    return FOREIGN.get(symbol, symbol) if foreign else symbol


def listed(symbol: str) -> Unit:
    """The unit of this very symbol; KeyError for one that the vocabulary does not list."""
    kind, n, d = UNITS[symbol]
    return Unit(symbol, kind, Exact(n, d))


def _counted(above: str, below: str, *, foreign: bool) -> Unit | None:
    """`mg/5 mL`: a unit with a number under the slash; None unless the number counts a volume or grams."""
    found = re.fullmatch(_COUNT, below)
    if found is None or (found[2] and not foreign):
        return None
    number, under = _shortest(found[1]), _canonical(found[3], foreign=foreign)
    whole = UNITS.get(f"{above}/{under}")
    if whole is None or under not in COUNTED or number == "0":
        return None
    kind, n, d = whole
    symbol = f"{above}/{under}" if number == "1" else f"{above}/{number} {under}"
    return Unit(symbol, kind, Exact(n, d) / Exact.of(number))


def _shortest(number: str) -> str:
    """The same decimal with a leading zero and without trailing ones: `.50` is `0.5`."""
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole or '0'}.{decimals}" if decimals else whole or "0"
