"""A workbook: what it is, the formulas, the components; every cell is text or a number, never a formula."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from formulary.exports.cells import clipped
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, Column
from formulary.exports.rows import rows
from formulary.exports.summary import lines
from formulary.extras import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry
    from formulary.exports.rows import Rows

ROWS = 1_048_576
"""The rows of a sheet; what is longer goes on in another."""

_EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone; this is a zip file's first
_WIDTHS = {"text": 24, "number": 14, "count": 9}


def maker(_options: Mapping[str, str]) -> Callable[[Entry], Rows]:
    """The cells of a formula."""
    return partial(rows, cells=_cells)


def _cells(row: Iterable[Any], columns: tuple[Column, ...]) -> tuple[tuple[int, str | float], ...]:
    return tuple(
        (place, clipped(cell) if column.kind == "text" else float(cell))
        for place, (column, cell) in enumerate(zip(columns, row, strict=True))
        if cell != ""
    )


def write(parts: Iterator[Rows], target: Path, about: About) -> None:
    """Write the workbook row by row; it never stands in memory as a whole."""
    xlsxwriter = need("xlsxwriter", "excel")
    options = {"constant_memory": True, "tmpdir": str(target.parent)}
    book = xlsxwriter.Workbook(str(target), options)
    book.use_zip64()
    try:
        _fill(book, parts, about)
        book.close()
    except xlsxwriter.exceptions.FileCreateError as wrapped:  # what the system said, wrapped by the library
        cause = wrapped.args[0]
        raise (cause if isinstance(cause, OSError) else OSError(str(cause))) from None
    finally:
        _abandon(book)


def _fill(book: Any, parts: Iterator[Rows], about: About) -> None:
    about_sheet = book.add_worksheet("About")
    formulas = _Table(book, "Formulas", FORMULA_COLUMNS)
    components = _Table(book, "Components", COMPONENT_COLUMNS)
    for part in parts:
        formulas.add(part.formula)
        for row in part.components:
            components.add(row)
    formulas.end()
    components.end()
    _about(about_sheet, about, book.add_format({"bold": True}))
    moment = about.tally.moment
    created = datetime.fromisoformat(moment).replace(tzinfo=None) if moment else _EARLIEST
    book.set_properties({"title": "Formula inventory", "author": "formulary", "created": created})


def _abandon(book: Any) -> None:
    """Close the files that the library leaves open where writing failed; after success there are none."""
    for sheet in book.worksheets():
        for handle in (sheet.row_data_fh, sheet.fh):
            with suppress(OSError, AttributeError):
                handle.close()


class _Table:
    """One table of the workbook, on as many sheets as its rows need."""

    def __init__(self, book: Any, name: str, columns: tuple[Column, ...]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:ZZ{ROWS}"})
        for number, column in enumerate(self._columns):
            self._sheet.set_column(number, number, _WIDTHS[column.kind])
            self._sheet.write_string(0, number, column.name, self._bold)
        self._rows = 1

    def add(self, row: Iterable[tuple[int, str | float]]) -> None:
        """Write one row."""
        if self._rows == ROWS:
            self.end()
            self._begin()
        text, number, at = self._sheet.write_string, self._sheet.write_number, self._rows
        for place, cell in row:
            if isinstance(cell, str):
                text(at, place, cell)
            else:
                number(at, place, cell)
        self._rows += 1

    def end(self) -> None:
        """Let the rows of the sheet be filtered."""
        self._sheet.autofilter(0, 0, self._rows - 1, len(self._columns) - 1)


def _about(sheet: Any, about: About, bold: Any) -> None:
    """What the workbook is, and what every column means."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    row = 0
    for name, value in lines(about):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, clipped(value))
        row += 1
    for title, columns in (("Formulas", FORMULA_COLUMNS), ("Components", COMPONENT_COLUMNS)):
        row += 1
        sheet.write_string(row, 0, f"Columns of {title}", bold)
        for column in columns:
            row += 1
            sheet.write_string(row, 0, column.name)
            sheet.write_string(row, 1, column.what)
        row += 1
