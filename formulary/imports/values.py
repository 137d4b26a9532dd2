"""From a cell to the value of a field: a quantity in this program's spelling, a count, a flag, or text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from formulary.imports.table import Fault
from formulary.text import quoted
from formulary.units import Quantity, amount_text, parse, parse_foreign

if TYPE_CHECKING:
    from formulary.imports.table import Cell, Place

    Value = str | int | bool

_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_YES = frozenset(("yes", "y", "true", "x", "1"))
_NO = frozenset(("no", "n", "false", "0", "-"))
_FILLS_UP = frozenset(("qs", "qsad", "ad"))
_PERCENT = "%"


def value(cell: Cell, kind: str, unit: str, place: Place) -> Value | Fault:
    """The value of a cell that is not empty, for a field of that kind; ``unit`` is for a bare number."""
    if kind == "quantity":
        return quantity(cell, unit, place)
    if kind == "count":
        return _count(cell, place)
    return _flag(cell, place) if kind == "flag" else cell.text


def fills_up(cell: Cell) -> bool:
    """Whether the cell says `q.s.`."""
    return re.sub(r"[\s.]+", "", cell.text.lower()) in _FILLS_UP


def quantity(cell: Cell, unit: str, place: Place) -> str | Fault:
    """The quantity of a cell, as it is written or in our spelling; what cannot be read stays as it is.

    A number that a spreadsheet shows in percent holds a hundredth of it, and nobody can see that here; so a
    percentage must be text.
    """
    text = cell.text
    if unit and _BARE.fullmatch(text):
        if cell.is_number and _PERCENT in unit:
            return Fault(
                place,
                "FML402",
                f"the number {text} is in a column in {unit}; a spreadsheet may hold a hundredth of what it "
                "shows",
                f"Write it as text, such as `2{unit.strip()}`.",
            )
        text = f"{text} {unit}"
    if isinstance(parse(text), Quantity):
        return text
    foreign = parse_foreign(text)
    return amount_text(foreign.amount, foreign.unit) if isinstance(foreign, Quantity) else text


def kind_of(text: str) -> str:
    """What is measured by a quantity; empty where it cannot be read."""
    read = parse(text)
    return read.kind if isinstance(read, Quantity) else ""


def _count(cell: Cell, place: Place) -> int | Fault:
    if cell.text.isascii() and cell.text.isdecimal() and len(cell.text) < 10:
        return int(cell.text)
    return Fault(place, "FML103", f"{quoted(cell.text)} is no whole number", "Write it in digits.")


def _flag(cell: Cell, place: Place) -> bool | Fault:
    text = cell.text.lower()
    if text in _YES or text in _NO:
        return text in _YES
    return Fault(place, "FML104", f"{quoted(cell.text)} is neither yes nor no", "Write `yes` or `no`.")
