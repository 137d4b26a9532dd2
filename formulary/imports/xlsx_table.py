"""A table from a workbook, read only after the sizes in it have been looked at: bombs are never unpacked."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from formulary.errors import UsageFaultError
from formulary.extras import need
from formulary.imports.table import MAX_COLUMNS, MAX_ROWS, Fault, Place, Table, table
from formulary.text import did_you_mean, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MEMBERS = 500
MAX_UNPACKED = 128 << 20
MAX_RATIO = 200
"""How much a workbook may hold: parts, bytes when unpacked, and bytes for each packed one."""

_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError),
    *(OSError, EOFError, ValueError, RuntimeError),  # RuntimeError: encrypted; NotImplementedError is one
)
_PIECE = 1 << 16
_LONGEST_REFERENCE = 64
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,8})([0-9]{1,12})""")
_ENTITY = re.compile(rb"""\br\s*=\s*["'][^"']{0,40}&|<!DOCTYPE""", re.IGNORECASE)


def read_xlsx(raw: bytes, sheet: str = "") -> Table:
    """The rows of one sheet (the first one, if none is named), or why the workbook cannot be read.

    Raises:
        UsageFaultError: there is no sheet of that name.
        EnvironmentFaultError: the library that reads workbooks is not installed.
    """
    fault = _unsafe(raw)
    if fault:
        return Table([], 1, [fault])
    calamine = need("python_calamine", "excel")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        chosen = _sheet(book, sheet)
        rows = chosen.to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as reason:
        return Table([], 1, [_unread(f"the workbook cannot be read: {reason}")])
    return table(rows)


def _sheet(book: Any, name: str) -> Any:
    names = list(book.sheet_names)
    if name and name not in names:
        raise UsageFaultError(
            f"there is no sheet {quoted(name)}",
            did_you_mean(name, names) or f"The workbook has {listing(quoted(one) for one in names[:20])}.",
        )
    return book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)


def _unsafe(raw: bytes) -> Fault | None:
    """Why a workbook is not unpacked: what it says of itself, then what is really in it, piece by piece."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            if len(members) > MAX_MEMBERS:
                return _bomb(f"{len(members):,} parts")
            if sum(one.file_size for one in members) > MAX_UNPACKED:
                return _bomb(f"more than {MAX_UNPACKED >> 20} MiB when unpacked")
            for one in members:
                if one.file_size > MAX_RATIO * max(one.compress_size, 1) and one.file_size > _PIECE:
                    return _bomb(f"a part that is packed more than {MAX_RATIO} times over")
            if {one.filename for one in members}.isdisjoint({"xl/workbook.xml", "/xl/workbook.xml"}):
                return _unread("the file is no workbook of Excel's present format (.xlsx)")
            return next((fault for one in members if (fault := _inside(packed, one))), None)
    except _BROKEN:
        return _unread("the file is no workbook of Excel's present format (.xlsx), is encrypted or damaged")


def _inside(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Fault | None:
    """What is wrong with one part: a cell far outside, or XML that only an attack uses."""
    if not member.filename.lower().endswith((".xml", ".rels")):
        return None
    with packed.open(member) as stream:
        for piece in _pieces(stream):
            if _ENTITY.search(piece):
                return _unread("the workbook holds XML that no spreadsheet program writes")
            for column, row in _REFERENCE.findall(piece):
                if _too_far(column, int(row)):
                    place = f"{column.decode().upper()}{int(row)}"
                    return Fault(
                        Place(1),
                        "FML006",
                        f"the workbook has a cell at {place}; at most {MAX_ROWS:,} rows and {MAX_COLUMNS} "
                        "columns are read",
                        "Delete what stands far outside the table, or import it in parts.",
                    )
    return None


def _pieces(stream: Any) -> Iterator[bytes]:
    """The bytes of a part, each piece with the end of the one before, so that nothing hides between them."""
    end = b""
    while piece := stream.read(_PIECE):
        yield end + piece
        end = piece[-_LONGEST_REFERENCE:]


def _too_far(column: bytes, row: int) -> bool:
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return row > MAX_ROWS or number > MAX_COLUMNS


def _bomb(what: str) -> Fault:
    return Fault(Place(1), "FML006", f"the workbook has {what}", "Save the table alone as a new workbook.")


def _unread(message: str) -> Fault:
    return Fault(Place(1), "FML003", message, "Save it again as .xlsx or as CSV (UTF-8).")
