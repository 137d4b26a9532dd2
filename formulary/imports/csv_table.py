"""A table from CSV: UTF-8, with commas, semicolons or tabs between the cells."""

from __future__ import annotations

import csv
import io

from formulary.imports.table import Fault, Place, Table, table
from formulary.source import hygiene
from formulary.source.places import flat, span

_BOM = b"\xef\xbb\xbf"
_DIVIDERS = ",;\t"
_SAMPLE = 10_000


def read_csv(raw: bytes) -> Table:
    """The rows of a CSV file, or why it cannot be read."""
    decoded = hygiene.decode(raw.removeprefix(_BOM))  # spreadsheets write the mark
    if isinstance(decoded, hygiene.Dirty):
        faults = []
        for fault in decoded.faults:
            place = span(flat(decoded.text), fault.start, fault.end)
            faults.append(Fault(Place(place.line), fault.why.code, fault.why.message, fault.why.help))
        return Table([], 1, faults)
    stream = io.StringIO(decoded.text, newline="")
    try:
        return table(csv.reader(stream, delimiter=_divider(decoded.text), strict=True))
    except csv.Error as fault:
        message = f"the file is no table of comma-separated values: {fault}"
        return Table([], 1, [Fault(Place(1), "FML003", message, "Save it again as CSV (UTF-8).")])


def _divider(text: str) -> str:
    """What divides the cells: the sign that occurs most often in one of the first lines, outside quotes."""
    lines = ["".join(line.split('"')[::2]) for line in text[:_SAMPLE].splitlines()]
    return max(_DIVIDERS, key=lambda sign: max((line.count(sign) for line in lines), default=0))
