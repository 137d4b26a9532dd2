"""Quantities from text, by a strict grammar: an exact amount and its unit, or why not and how to write it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, NoReturn

from formulary.units.exact import Exact, make
from formulary.units.refusals import MOST, Refused, refuse, too_long
from formulary.units.unit import RATIO, Unit, find_unit, listed

_NUMBER = r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,9}))?"
_STRICT = re.compile(rf"{_NUMBER} ?([^ 0-9.].*)")
_RATIO = r"1:([1-9][0-9]{3,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})"
_POWERS = tuple(10**digits for digits in range(10))


class Quantity(NamedTuple):
    """An amount and its unit, exact.

    ``amount`` counts ``unit``, as the author wrote it; ``base`` is the same in the base unit of the kind;
    ``text`` is the author's own spelling. Two quantities are equal when all of that is, the spelling too; to
    compare amounts compare ``base``, of equal ``kind``. Ordering quantities themselves is a TypeError, since
    a tuple would be ordered by its first number and take 2 mg to be more than 1 g.
    """

    amount: Exact
    unit: Unit
    text: str
    base: Exact

    @property
    def kind(self) -> str:
        """What is measured: `mass`, `mass/volume`, `time` and so on."""
        return self.unit.kind

    @staticmethod
    def of(amount: Exact, unit: Unit, text: str = "") -> Quantity:
        """A computed quantity, in the spelling given or else as the house prints it."""
        if not text:
            from formulary.units.display import amount_text  # noqa: PLC0415 - display builds on this module

            text = amount_text(amount, unit)
        return Quantity(amount, unit, text, amount * unit.factor)

    def __lt__(self, other: object) -> NoReturn:
        raise _no_order(self, other)

    def __le__(self, other: object) -> NoReturn:
        raise _no_order(self, other)

    def __gt__(self, other: object) -> NoReturn:
        raise _no_order(self, other)

    def __ge__(self, other: object) -> NoReturn:
        raise _no_order(self, other)


def _no_order(one: object, other: object) -> TypeError:
    return TypeError(f"quantities have no order, compare their `base` within one `kind`: {one!r}, {other!r}")


def parse(text: str) -> Quantity | Refused:
    """The quantity that a text of the form `AMOUNT UNIT` states, or why it is refused and what to write.

    Never raises for text, whatever it holds; the same text gives the same object again.
    """
    return too_long(text) if len(text) > MOST else _parse(text)


def parse_foreign(text: str) -> Quantity | Refused:
    """As `parse`, and reads the spellings of UCUM and FDA files too, such as `10 ml` or `15 mg/.5mL`."""
    return too_long(text) if len(text) > MOST else _parse_foreign(text)


@lru_cache(maxsize=16384)
def _parse(text: str) -> Quantity | Refused:
    return read(text) or refuse(text)


def read(text: str) -> Quantity | None:
    """The quantity, or None without a word about the reason; for `parse`, and for checking its hints."""
    found = _STRICT.fullmatch(text)
    if found is not None:
        whole, decimals, spelling = found.groups()
        unit = find_unit(spelling)
        if unit is not None:
            return _quantity(whole, decimals, unit, text)
    return _ratio(text)


@lru_cache(maxsize=4096)
def _parse_foreign(text: str) -> Quantity | Refused:
    full = f"0{text}" if text[:1] == "." and text[1:2].isdigit() else text  # FDA writes .5 for 0.5
    found = _STRICT.fullmatch(full)
    if found is not None:
        whole, decimals, spelling = found.groups()
        unit = find_unit(spelling, foreign=True)
        if unit is not None:
            return _quantity(whole, decimals, unit, text)
    return _ratio(text) or refuse(full)._replace(text=text)


def _quantity(whole: str, decimals: str | None, unit: Unit, text: str) -> Quantity:
    decimals = decimals or ""
    amount = make(int(whole + decimals), _POWERS[len(decimals)])
    return Quantity(amount, unit, text, amount * unit.factor)


def _ratio(text: str) -> Quantity | None:
    """`1:100000` or `1:100,000`, the only place where a comma is read; 1:1000 or weaker."""
    found = re.fullmatch(_RATIO, text) if text.startswith("1:") else None
    if found is None:
        return None
    amount = make(int(found[1].replace(",", "")), 1)
    return Quantity(amount, RATIO, text, amount)


def ratio_strength(quantity: Quantity) -> Quantity:
    """The mass concentration of a ratio strength, in mcg/mL: 1:N is 1 g in N mL.

    Only for an ingredient whose entry declares ratio strengths, and of the basis that the entry names.
    Raises ValueError for a quantity of another kind.
    """
    if quantity.kind != "ratio":
        raise ValueError(f"not a ratio strength: {quantity.text}")
    unit = listed("mcg/mL")
    amount = Exact(1_000_000) / quantity.amount
    return Quantity(amount, unit, quantity.text, amount * unit.factor)
