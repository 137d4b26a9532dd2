"""A foreign table as rows of plain cells, and the faults of reading it; each cell knows where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.source import hygiene

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_FILE = 16 << 20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
"""How large a table may be; what is larger is no clinic's list of formulas."""


class Place(NamedTuple):
    """Where something stands in a table: a row from 1, and a column from 0, or -1 for the whole row."""

    row: int
    column: int = -1

    @property
    def name(self) -> str:
        """The place as a spreadsheet names it: ``B7``, or ``row 7``."""
        return f"{letters(self.column)}{self.row}" if self.column >= 0 else f"row {self.row}"


class Fault(NamedTuple):
    """What is wrong with the table or with a cell; the code is that of the rule that would say so.

    ``carried``: the value is carried over all the same, and `formulary validate` will speak of it.
    """

    place: Place
    code: str
    message: str
    help: str = ""
    severity: str = "error"
    carried: bool = False


class Cell(NamedTuple):
    """What a cell holds: trimmed text, and whether it is a number of a spreadsheet and not text."""

    text: str
    is_number: bool = False


class Table(NamedTuple):
    """Rows of cells, the number of the first one in the file, and the faults that were found in reading."""

    rows: list[list[Cell]]
    first: int
    faults: list[Fault]


EMPTY = Cell("")


def letters(column: int) -> str:
    """The letters of a column, from 0: A, B ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def table(rows: Iterable[Iterable[Any]], first: int = 1) -> Table:
    """The cells of raw rows; what a cell cannot be is a fault, and the cell is then empty."""
    made: list[list[Cell]] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, first):
        if len(made) == MAX_ROWS:
            faults.append(_too_large(f"more than {MAX_ROWS:,} rows", number))
            break
        cells = []
        for column, value in enumerate(row):
            if column == MAX_COLUMNS:
                faults.append(_too_large(f"more than {MAX_COLUMNS} columns", number))
                return Table(made, first, faults)
            cell = _cell(value, Place(number, column))
            faults.extend([cell] if isinstance(cell, Fault) else [])
            cells.append(EMPTY if isinstance(cell, Fault) else cell)
        made.append(cells)
    return Table(made, first, faults)


def _too_large(what: str, row: int) -> Fault:
    return Fault(Place(row), "FML006", f"the table has {what}", "Import it in parts.")


def _cell(value: Any, place: Place) -> Cell | Fault:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        return _number(value, place)
    if not isinstance(value, str):
        return Fault(
            place,
            "FML103",
            f"the cell holds a date or a time ({value}), which a spreadsheet may have made of a number",
            "Format the column as text and write the cell again.",
        )
    return _text(value, place)


def _number(value: float, place: Place) -> Cell | Fault:
    text = f"{value:.15g}"  # what a spreadsheet keeps of what was typed
    if "e" in text or "n" in text:
        message = f"the number {text} is too small or too large to be an amount"
        return Fault(place, "FML401", message, "Write it as text, in a smaller or larger unit.")
    return Cell(text, is_number=True)


def _text(value: str, place: Place) -> Cell | Fault:
    text = value.strip()
    if len(text) > MAX_CELL:
        long = f"the cell holds {len(text):,} characters"
        return Fault(place, "FML006", long, f"At most {MAX_CELL:,} are read.")
    if refused := hygiene.refusal(text):
        message = refused.message.removeprefix("an escape for the ")
        return Fault(place, refused.code, message, refused.help)
    return Cell(hygiene.nfc(text))
