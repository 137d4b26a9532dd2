"""Annotations read back by the runner's grammar; the summary of the step beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command import FAILING, ROOT, formulary, here
from hypothesis import example, given
from hypothesis import strategies as st
from report_samples import CONTEXT, EVIL, found, outcome, printed, recipes, written
from runner import Command, commands

from formulary.findings import Severity, Span
from formulary.reports import FORMATS
from formulary.text import escape

if TYPE_CHECKING:
    from pathlib import Path


def test_the_grammar_knows_both_forms() -> None:
    assert commands("x\n ::error file=a%2Cb,line=3::50%25%0Anext\n") == [
        Command("error", {"file": "a,b", "line": "3"}, "50%\nnext")
    ]
    assert commands("words ##[warning a=b;c=d]text") == [Command("warning", {"a": "b", "c": "d"}, "text")]
    assert commands("a::error::b\n:: error::x\n##[nothing]x\n##[error x") == []


def test_each_finding_is_one_annotation_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes(tmp_path / "r")
    monkeypatch.chdir(tmp_path)
    found = commands(printed("github", "r"))
    assert {command.name for command in found} == {"error", "warning", "notice"}
    (strength,) = (command for command in found if command.properties["title"].startswith("FML307 "))
    line, column, end = (int(strength.properties[key]) for key in ("line", "col", "endColumn"))
    assert strength.properties["file"] == "r/failing.yaml"
    assert FAILING.splitlines()[line - 1][column - 1 : end - 1] == "200 mg/mL"
    assert "lidocaine" in strength.data
    assert "\n" in strength.data  # the help is a paragraph of its own


def test_columns_are_given_within_one_line_only() -> None:
    item = found()._replace(span=Span(3, 2, 5, 4))
    (command,) = commands(written("github", [outcome(item)]))
    assert command.properties == {
        "file": "a.yaml",
        "line": "3",
        "endLine": "5",
        "title": "FML103 wrong-type",
    }


def test_a_finding_without_a_place_has_its_file_alone() -> None:
    (command,) = commands(written("github", [outcome(found()._replace(span=None))]))
    assert command.properties == {"file": "a.yaml", "title": "FML103 wrong-type"}


WORDS = st.text("%0ADa:,=\n\r\\é #[]\u202e") | st.text(max_size=40)


@given(message=WORDS, name=WORDS.filter(bool))
@example(message="a::b", name="a::b,c=d%3A")
def test_the_runner_reads_back_what_was_meant_and_no_text_becomes_a_command(message: str, name: str) -> None:
    file = f"r/{name.replace('/', '').replace(chr(0), '')}x.yaml"
    (command,) = commands(written("github", [outcome(found(message, help_=message), name=file, recipe=name)]))
    assert command.name == "error"
    assert command.properties == {
        "file": escape(file),
        "line": "3",
        "endLine": "3",
        "col": "1",
        "endColumn": "5",
        "title": "FML103 wrong-type",
    }
    said = escape(f"FML103 {message}") + ("\n" + escape(message) if message else "")
    assert command.data == f"{escape(file)}:3:1: {said}"


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_is_obeyed_by_the_runner_in_any_format(form: str) -> None:
    evil = [found(EVIL, help_=EVIL, source=EVIL), found(EVIL, Severity.WARNING, source="::error::x")]
    starts = found("::error::x", help_="##[error]x", source="##[error]x")
    outcomes = [
        outcome(*evil, name=EVIL, recipe=EVIL),
        outcome(starts, name="::error::x.yaml", recipe="##[error]x"),
    ]
    obeyed = commands(written(form, outcomes, CONTEXT))
    assert len(obeyed) == (3 if form == "github" else 0)


def test_more_than_github_shows_is_said() -> None:
    few = written("github", [outcome(*[found()] * 10)])
    many = written("github", [outcome(*[found()] * 11)])
    assert "GitHub shows" not in few
    assert (
        "\nGitHub shows 10 errors and 10 warnings of a step beside the code; this log has all.\nFailed: "
        in many
    )


def test_the_summary_of_the_step_is_the_markdown_report(tmp_path: Path) -> None:
    folder, summary = recipes(tmp_path / "r"), tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    done = formulary(
        "validate", "--output-format", "github", str(folder), cwd=ROOT, GITHUB_STEP_SUMMARY=str(summary)
    )
    assert done.code == 1
    assert commands(done.out)
    assert summary.read_text("utf-8") == "before\n" + printed("markdown", str(folder))


def test_a_summary_that_cannot_be_written_changes_no_verdict(tmp_path: Path) -> None:
    folder = recipes(tmp_path / "r")
    done = formulary("validate", "--output-format", "github", str(folder), GITHUB_STEP_SUMMARY=str(tmp_path))
    assert done.code == 1
    assert done.err.startswith("warning: the summary of the step was not written: ")
    assert done.out == here("validate", "--output-format", "github", str(folder)).out


@given(st.text("#[:a ]vso\n\t\u200b", max_size=20), st.text("#[:a ", max_size=5))
def test_text_that_is_escaped_is_no_command_wherever_it_stands(text: str, before: str) -> None:
    shown = escape(text)
    assert "##[" not in shown
    assert not shown.lstrip().startswith("::a")
    assert not [line for line in shown.split() if line.startswith("::a")]
    assert escape(shown) == shown
    assert "##[" not in escape(before + shown)
