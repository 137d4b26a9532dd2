"""Bombs and broken files: refused by what they say of themselves, within little memory and time."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from command import ROOT

from formulary.imports import xlsx_table
from formulary.imports.xlsx_table import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from formulary.imports.xlsx_table import read_xlsx
table = read_xlsx(open(sys.argv[1], "rb").read())
print(len(table.rows), [fault.code for fault in table.faults][:3])
"""


def book(*cells: tuple[int, int, str]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for row, column, text in cells or ((0, 0, "Title"),):
            page.write_string(row, column, text)
    return made.getvalue()


def changed(raw: bytes, change: Callable[[bytes], bytes], name: str = SHEET) -> bytes:
    """The workbook with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            content = old.read(one)
            new.writestr(one.filename, change(content) if one.filename == name else content)
    return made.getvalue()


def cell(reference: str) -> Callable[[bytes], bytes]:
    """A change that puts a cell with this reference into the sheet."""
    added = f'<row><c {reference} t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    return lambda content: content.replace(b"</sheetData>", added.encode())


def with_parts(count: int, size: int, fill: bytes = b"<x/>") -> bytes:
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        for number in range(count):
            packed.writestr(f"xl/more{number}.xml", (fill * (size // len(fill) + 1))[:size])
    return made.getvalue()


def understated(raw: bytes) -> bytes:
    """A part that is larger than the directory of the file says."""
    real, said = (n.to_bytes(4, "little") for n in (5_000_000, 50_000))
    made = bytearray(with_parts(1, 5_000_000, zlib.compress(b"x") * 7 + b"abcdefghijk"))
    assert raw
    return bytes(made.replace(real, said))


def another_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("hello.txt", "hello")
    return made.getvalue()


BOMBS = {
    "a cell far to the right": book((0, 0, "a"), (0, 16383, "b")),
    "a cell far below": book((0, 0, "a"), (1_048_575, 0, "b")),
    "a reference with spaces and other quotes": changed(book(), cell("r = 'XFD1048576'")),
    "a reference in lower case": changed(book(), cell('r="xfd1048576"')),
    "a reference with an entity": changed(book(), cell('r="&#88;FD1048576"')),
    "a reference after other attributes": changed(book(), cell('s="0"\n r="XFD1048576"')),
    "a reference with leading zeros": changed(book(), cell('r="XFD0000001048576"')),
    "a document type": changed(book(), lambda content: content.replace(b"?>", b"?><!DOCTYPE x []>", 1)),
    "many parts": with_parts(600, 1),
    "a part of zeros": with_parts(1, 60_000_000),
    "more than fits": with_parts(3, 60_000_000, b"<a>" + bytes(range(48, 58)) * 40 + b"</a>"),
    "an understated part": understated(book()),
    "a cut file": book()[:-200],
    "no zip at all": b"Title,Ingredient\n",
    "nothing": b"",
    "the old format": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "a zip of something else": another_zip(),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "bomb.xlsx").write_bytes(BOMBS[name])
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "bomb.xlsx")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"0 \['FML00[36]'\]\n", done.stdout), done.stdout


def test_a_dimension_that_lies_is_no_cell() -> None:
    raw = changed(
        book((0, 0, "Title")),
        lambda content: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', content),
    )
    assert [fault.code for fault in read_xlsx(raw).faults] in ([], ["FML006"])


def test_a_reference_between_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = book((0, 0, "a"), (0, 16383, "b"))
    for size in range(16, 40):
        monkeypatch.setattr(xlsx_table, "_PIECE", size)
        assert [fault.code for fault in read_xlsx(raw).faults] == ["FML006"]


@pytest.mark.parametrize("place", range(0, 6000, 97))
def test_a_flipped_byte_is_no_crash(place: int) -> None:
    raw = bytearray(book((0, 0, "Title"), (0, 1, "Ingredient"), (1, 0, "Mix")))
    raw[place % len(raw)] ^= 0x55
    read_xlsx(bytes(raw))
