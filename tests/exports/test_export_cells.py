"""Cells of any text at all: they stay that text, and no program takes them for something to do."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from formulary.exports.cells import LONGEST, clipped, neutral, plain
from formulary.exports.fhir.writing import text as fhir_text
from formulary.exports.form_markdown import safe

ANY = st.text(st.characters(), max_size=60)
BEGUN = st.builds(str.__add__, st.sampled_from("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'"), ANY)
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def acting(text: str) -> list[str]:
    """The characters that do something instead of being seen; format signs of some scripts show."""
    return [
        char
        for char in text
        if unicodedata.category(char) in _ACTING
        and char not in "\n\t"
        and not unicodedata.name(char, "").startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"))
    ]


@given(ANY | BEGUN)
def test_no_text_begins_a_formula_in_csv(text: str) -> None:
    cell = neutral(text)
    assert cell[:1] not in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
    assert cell.removeprefix("'") == plain(text).removeprefix("'")
    assert acting(cell) == []


@given(ANY | BEGUN)
def test_no_text_is_markup_in_markdown(text: str) -> None:
    shown = safe(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|~@${}<>]", shown)
    assert acting(shown) == []


@given(ANY)
def test_a_long_text_ends_where_a_cell_ends(text: str) -> None:
    assert clipped(text) == plain(text)
    long = clipped(text + "x" * 40_000)
    assert len(long) == LONGEST
    assert long.endswith("…")


@given(ANY)
def test_fhir_text_is_json(text: str) -> None:
    import json  # noqa: PLC0415

    assert json.loads(fhir_text({"a": text, "b": 1})) == ({"a": plain(text)} if text else {}) | {"b": 1}
