"""Any table at all: it is read or refused, never fallen over; and a number that was typed is that number."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support import setting

from formulary.imports.csv_table import read_csv
from formulary.imports.fields import FIELDS
from formulary.imports.formulas import drafts
from formulary.imports.judged import judged
from formulary.imports.mapping import NO_MAPPING
from formulary.imports.table import Fault, table

HEADERS = [header for field in FIELDS for header in field.headers[:1]]
AMOUNTS = ["1 mL", "2", "5 mg", "1 mg/mL", "q.s.", "1,5 mg", "2 %", "-1 mL", "0 mL", "1e5 mg", "999999999 kg"]
NAMES = ["lidocaine-2-percent", "biotin", "sodium-chloride-0.9", "no such thing", "Vitamin C"]
CELLS = st.sampled_from([*AMOUNTS, *NAMES, "", "", "x", "yes", "alopecia", "intradermal"]) | st.text(
    max_size=12
)


@st.composite
def any_table(draw: st.DrawFn) -> list[list[str]]:
    """A header row of some recognised headers and others, and rows of likely and unlikely cells."""
    heads = draw(st.lists(st.sampled_from(HEADERS) | st.text(max_size=8), min_size=1, max_size=8))
    rows = st.lists(CELLS, min_size=0, max_size=len(heads) + 1)
    return [["title", "ingredient", *heads], *draw(st.lists(rows, max_size=6))]


@settings(max_examples=settings().max_examples // 6)
@given(any_table(), st.sampled_from([",", ";", "\t"]))
def test_no_table_is_fallen_over(rows: list[list[str]], divider: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=divider).writerows(rows)
    text = stream.getvalue()
    read = read_csv(text.encode("utf-8", "replace"))
    made, faults = drafts(read, NO_MAPPING, setting().catalogue) if read.rows else ([], read.faults)
    found = [*faults, *judged(made, setting(), faults)]
    assert made or found
    for one in found:
        assert one.code.startswith("FML")
        assert one.message
        assert 1 <= one.place.row <= 1 + len(text.splitlines())


@given(st.integers(0, 10**9 - 1), st.integers(0, 5))
def test_a_number_that_was_typed_is_that_number(digits: int, places: int) -> None:
    """A workbook keeps it as a binary fraction; what people typed into it comes back digit for digit."""
    typed = Decimal(digits).scaleb(-places)
    if typed and typed < Decimal("0.0001"):
        return  # such a number is refused, since nobody types it
    (cell,) = table([[float(typed)]]).rows[0]
    assert Decimal(cell.text) == typed
    assert cell.is_number
    assert "e" not in cell.text


@given(st.floats())
def test_no_number_is_fallen_over(number: float) -> None:
    read = table([[number]])
    assert isinstance(read.faults[0], Fault) if read.faults else read.rows[0][0].text
