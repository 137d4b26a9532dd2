"""Exact numbers for people: rounded only here, and never so far that the meaning is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.units.exact import Exact

if TYPE_CHECKING:
    from formulary.units.quantity import Quantity
    from formulary.units.unit import Unit

DECIMALS = 12
"""A number that ends within so many decimals is printed in full."""
SIGNIFICANT = 6
"""How many significant digits a number that does not end is printed with, at first."""


def exact_text(value: Exact, *, approx: bool = False) -> str:
    """The number as a decimal: in full if it ends within 12 decimals, else rounded to 6 significant digits.

    With ``approx`` a rounded number is marked, as in `≈ 3.33333`. Zero alone prints as 0, a leading zero is
    always there and a trailing one never.
    """
    full = _in_full(value)
    if full is not None:
        return full
    rounded = rounded_text(value, SIGNIFICANT)
    return f"≈ {rounded}" if approx and Exact.of(rounded) != value else rounded


def rounded_text(value: Exact, significant: int) -> str:
    """The number rounded half to even to so many significant digits; whole digits are never rounded away."""
    if not value:
        return "0"
    return _fixed(value, max(0, significant - 1 - _magnitude(value)))


def _in_full(value: Exact) -> str | None:
    """The decimal of a number that ends within `DECIMALS` decimals."""
    if not value.n % value.d:
        return str(value.n // value.d)
    n, d = value.n * 10**DECIMALS, value.d
    return None if n % d else _point(n // d, DECIMALS)


def _magnitude(value: Exact) -> int:
    """The power of ten of the first digit: 2 for 123, -3 for 0.001."""
    n, d = abs(value.n), value.d
    guess = len(str(n)) - len(str(d))
    smaller = n < d * 10**guess if guess >= 0 else n * 10**-guess < d
    return guess - 1 if smaller else guess


def _fixed(value: Exact, decimals: int) -> str:
    """The number at so many decimals, rounded half to even."""
    whole, rest = divmod(abs(value.n) * 10**decimals, value.d)
    if 2 * rest > value.d or (2 * rest == value.d and whole % 2):
        whole += 1
    return _point(-whole if value.n < 0 else whole, decimals)


def _point(scaled: int, decimals: int) -> str:
    """``scaled / 10**decimals`` as text, without trailing zeros."""
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    whole, below = digits[: len(digits) - decimals], digits[len(digits) - decimals :].rstrip("0")
    return ("-" if scaled < 0 else "") + whole + (f".{below}" if below else "")


def pair_text(value: Exact, limit: Exact) -> tuple[str, str]:
    """Both numbers, of one unit, with enough digits that unequal ones print unequal and in their order."""
    significant = SIGNIFICANT
    while True:
        pair = _bounded(value, significant), _bounded(limit, significant)
        first, second = Exact.of(pair[0]), Exact.of(pair[1])
        if (first < second) == (value < limit) and (first > second) == (value > limit):
            return pair
        significant *= 2


def _bounded(value: Exact, significant: int) -> str:
    return _in_full(value) or rounded_text(value, significant)


_WORDS = {"day": "days", "week": "weeks", "month": "months"}


def amount_text(amount: Exact, unit: Unit, *, approx: bool = False) -> str:
    """An amount counted in its unit: `50 mg/mL`, `2% w/v`, `1 day`, `3 days`, `1:100000 (10 mcg/mL)`."""
    number = exact_text(amount, approx=approx)
    if unit.kind == "ratio":
        return f"1:{number} ({exact_text(Exact(1_000_000) / amount, approx=True)} mcg/mL)"
    return f"{number}{'' if unit.symbol[0] == '%' else ' '}{_symbol(unit.symbol, number)}"


def _symbol(symbol: str, number: str) -> str:
    if symbol == "USP units" and number == "1":
        return "USP unit"
    return symbol if number == "1" else _WORDS.get(symbol, symbol)


def quantity_text(value_base: Exact, unit: Unit, *, approx: bool = False) -> str:
    """An amount given in the base unit of its kind, printed in the unit: 50 and `% w/v` give `5% w/v`."""
    return amount_text(value_base / unit.factor, unit, approx=approx)


def label_text(value_base: Exact, unit: Unit) -> str:
    """As `quantity_text`, for a label: `units` in place of `IU`, which a hand can turn into `IV` or `10`."""
    return quantity_text(value_base, unit, approx=True).replace("IU", "units")


def normalized_text(quantity: Quantity) -> str:
    """The author's own spelling and, where it says more, the plain unit: `250 mg/5 mL (50 mg/mL)`."""
    from formulary.units.unit import listed, plain_unit  # noqa: PLC0415 - keeps this module free of the vocabulary

    if quantity.kind == "ratio":
        return amount_text(quantity.amount, quantity.unit)
    plain = listed("week") if quantity.unit.symbol == "month" else plain_unit(quantity.kind)
    if plain.symbol == quantity.unit.symbol or (quantity.kind == "time" and plain.symbol != "week"):
        return quantity.text  # hours and days say it best themselves; a month is 4 weeks
    return f"{quantity.text} ({quantity_text(quantity.base, plain, approx=True)})"
