"""A comment for a pull request, read back by a parser of Markdown: tables, and nothing that acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_samples import EVIL, found, outcome, printed, recipes, written

from formulary.findings import Severity
from formulary.reports.markup import code, prose
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

PARSER = MarkdownIt("gfm-like")
PARSER.linkify.set({"fuzzy_link": False})  # a forge takes `www.` and a scheme for a link, not any domain
HARMLESS = {"text", "code_inline", "em_open", "em_close", "strong_open", "strong_close"}


def inline(text: str) -> Iterator[Token]:
    """Every token inside the paragraphs and cells of a text."""
    for token in PARSER.parse(text):
        yield from token.children or ()


def rows(text: str) -> list[list[str]]:
    """The cells of every row, as a reader sees them."""
    found: list[list[str]] = []
    for token in PARSER.parse(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and found and token.level > 3:
            found[-1].append("".join(part.content for part in token.children or ()))
    return found


def acting(text: str) -> set[str]:
    """What a text does beside being read; the line break before a help is ours."""
    return {
        token.type
        for token in inline(text)
        if token.type not in HARMLESS and (token.type, token.content) != ("html_inline", "<br>")
    }


def test_the_verdict_comes_first_then_a_table_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipes(tmp_path / "r")
    monkeypatch.chdir(tmp_path)
    text = printed("markdown", "r")
    assert text.startswith("### formulary\n\n**Failed:** 4 recipes, 1 clean: ")
    names = [
        token.content
        for token in inline(text)
        if token.type == "code_inline" and token.content.endswith(".yaml")
    ]
    assert names == [f"r/{name}.yaml" for name in ("failing", "torn", "warned", "clean")]
    table = rows(text)
    assert table.count(["line", "level", "rule", "what is wrong"]) == 4
    (strength,) = (row for row in table if row[2].startswith("FML307"))
    assert strength[:3] == ["9", "error", "FML307 implausible-strength"]
    assert "200 mg/mL" in strength[3]
    assert acting(text) == set()


def test_without_a_finding_the_verdict_stands_alone() -> None:
    assert (
        written("markdown", [outcome()])
        == "### formulary\n\n**Clean:** 1 recipe in 0 files, nothing to report.\n"
    )


def test_no_name_acts() -> None:
    evil = found(EVIL, help_=EVIL)
    text = written("markdown", [outcome(evil, name=EVIL[:300], recipe=EVIL)])
    assert acting(text) == set()
    assert [len(row) for row in rows(text)] == [4, 4]


@given(st.text("`@#:/w.|\\[]()<>!*_~$&ab1 \n", max_size=30))
def test_no_text_becomes_markup(text: str) -> None:
    row = f"| a | b |\n|---|---|\n| {prose(escape(text))} | {code(escape(text))} |\n"
    assert {token.type for token in inline(row)} <= {"text", "code_inline"}
    assert len(rows(row)[1]) == 2


@given(st.text("`|\\ab ", min_size=1, max_size=12))
def test_code_is_read_as_it_is_written(text: str) -> None:
    cell = rows(f"| a |\n|---|\n| {code(text)} |\n")[1][0]
    assert cell.strip() == text.strip()


@pytest.mark.parametrize(
    "text", ["@team", "#12", "!12", "a@b.example", "https://evil.example", "www.evil.example", "(~label"]
)
def test_what_a_forge_would_link_is_code(text: str) -> None:
    assert "code_inline" in {token.type for token in inline(prose(f"see {text} there"))}


@pytest.mark.parametrize("text", ["0.5 % w/v of 2 mL", "3 > 2 & 1 < 2", "1:100,000", "a_b*c", "50%"])
def test_words_are_left_words(text: str) -> None:
    assert "".join(token.content for token in inline(prose(text)) if token.type == "text") == text


def test_a_long_report_fits_a_comment_and_keeps_the_errors() -> None:
    levels = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    many = [
        outcome(*(found(f"{level} " * 20, level) for level in levels), name=f"{n}.yaml") for n in range(250)
    ]
    text = written("markdown", many)
    assert len(text) < 65_536
    shown = [row[1] for row in rows(text) if row[1] != "level"]
    assert shown.count("error") == 250
    assert shown.count("note") == 0
    assert text.endswith(f"\n{750 - len(shown)} more findings did not fit here.\n")
