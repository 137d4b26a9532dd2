"""Rows for people as a table, for programs as JSON or CSV; each written as it comes."""

from __future__ import annotations

import csv
import io
import json
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from formulary.reports.style import paint
from formulary.text import clip, escape, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Row = Mapping[str, object]

FORMATS = ("table", "json", "csv")
"""How a list can be written."""

_SAMPLE = 500
"""The rows that the widths of a table are taken from; longer texts further down push their line out."""
_GAP = "  "
_INDENT = "    "
_ENOUGH = 24
"""Columns of a terminal that the beginning of a title needs."""


def table(
    rows: Iterable[Row], columns: Sequence[str], *, width: int = 0, colour: bool = False
) -> Iterator[str]:
    """The lines of a table with a heading; nothing for no rows.

    Columns without room beside the others stand below them, indented; what is still too long is clipped.
    """
    stream = iter(rows)
    first = [_cells(row, columns) for row in islice(stream, _SAMPLE)]
    if not first:
        return
    heads = [column.replace("_", " ") for column in columns]
    widths = [max(map(len, cells)) for cells in zip(heads, *first, strict=True)]
    parts = _parts(widths, width)
    for line in _lines(heads, widths, parts, width):
        yield paint(line, "bold", colour=colour)
    for cells in chain(first, (_cells(row, columns) for row in stream)):
        yield from _lines(cells, widths, parts, width)


def _cells(row: Row, columns: Sequence[str]) -> list[str]:
    values = (row[column] for column in columns)
    return [escape(moment(_text(value))) for value in values]


def _parts(widths: Sequence[int], width: int) -> list[slice]:
    """The columns of each line that a row takes; of the last column a beginning is enough."""
    starts, room = [0], width
    for column, size in enumerate(widths):
        last = column == len(widths) - 1
        if width and column and (min(size, _ENOUGH) if last else size) > room:
            starts.append(column)
            room = width - len(_INDENT)
        room -= size + len(_GAP)
    return [slice(*ends) for ends in pairwise((*starts, len(widths)))]


def _lines(cells: Sequence[str], widths: Sequence[int], parts: Sequence[slice], width: int) -> Iterator[str]:
    for number, part in enumerate(parts):
        padded = (cell.ljust(size) for cell, size in zip(cells[part], widths[part], strict=True))
        text = f"{_INDENT * bool(number)}{_GAP.join(padded)}".rstrip()
        if text or not number:
            yield clip(text, width) if width else text


def as_json(rows: Iterable[Row]) -> Iterator[str]:
    """One JSON array, an object a line."""
    before = "["
    for row in rows:
        yield f"{before}\n{json.dumps(row)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """CSV in UTF-8 with a heading, by RFC 4180; no cell begins as a formula of a spreadsheet does."""
    for cells in chain([list(columns)], ([_cell(row[column]) for column in columns] for row in rows)):
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def _cell(value: object) -> str:
    text = escape(_text(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
