"""Lines for people: laid out, clipped, wrapped; names shortened; runs summed up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, WARNED
from hypothesis import given
from hypothesis import strategies as st
from support import outcome_of

from formulary.findings import Finding, Severity, Span
from formulary.reports import FORMATS, Context, concise, report, text
from formulary.reports.layout import LONGEST, Line, cells, lay
from formulary.reports.summary import shown_name, summary
from formulary.validation.outcome import Outcome, Reported, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = Context("0", "", (), colour=False, quiet=False)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def _tally(outcomes: Iterable[Outcome], files: int = 1) -> Tally:
    tally = Tally(files=files)
    for outcome in outcomes:
        tally.add(outcome)
    return tally


@given(
    st.builds(
        Line,
        text=st.text(max_size=500),
        style=st.sampled_from(["", "bold", "red"]),
        indent=st.integers(0, 12),
        mark=st.text(max_size=80),
        mark_style=st.sampled_from(["", "cyan"]),
        hang=st.integers(0, 12),
    ),
    st.integers(40, 200),
)
def test_a_line_is_never_too_long_and_loses_no_word_by_wrapping(line: Line, width: int) -> None:
    whole, wrapped = lay(line), lay(line, width)
    assert "\n" not in whole
    assert len(whole) <= LONGEST
    assert whole.split() == wrapped.split()
    for part in wrapped.split("\n"):
        words = [word for word in part.split(" ") if word]  # no other space may be broken at
        assert len(part) <= width or len(words) <= 2 or len(line.mark) > width // 2
    assert COLOUR.sub("", lay(line, width, colour=True)) == wrapped


def test_a_long_text_is_kept_on_pages_that_are_not_made_from_files() -> None:
    assert lay(Line("word " * 200), whole=True).count("word") == 200
    assert len(lay(Line("word " * 200))) == LONGEST


@pytest.mark.parametrize("width", range(40, 60))
def test_no_line_ends_between_a_number_and_its_unit(width: int) -> None:
    said = "dose per kg of body weight 5.71429 mg/kg exceeds the hard limit of 4.5 mg/kg, 0.9 % w/v or 40 mL"
    lines = lay(Line(said), width).split("\n")
    assert not [line for line in lines if line[-1].isdigit()]
    assert " ".join(map(str.strip, lines)) == said


@pytest.mark.parametrize("text", ["", " " * 90])
def test_a_mark_that_fills_the_terminal_may_stand_alone(text: str) -> None:
    assert lay(Line(text, mark="m" * 60, indent=2), 40).rstrip() == "  " + "m" * 60


def test_a_wrapped_line_hangs_under_its_beginning_or_below_its_mark() -> None:
    words = "one two three four five six seven eight nine ten"
    assert lay(Line(words, mark="mark:", indent=1), 40) == (
        " mark: one two three four five six seven\n       eight nine ten"
    )
    assert lay(Line(words, mark="a mark of more than a half"), 40) == (
        "a mark of more than a half\n        one two three four five six\n        seven eight nine ten"
    )


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("β", 1), ("注射", 4), ("e\u0301", 1)])
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert cells(text) == columns


def test_the_caret_stands_under_the_value_beside_wide_letters() -> None:
    span = Span(3, 5, 3, 7)
    item = Reported(Finding("FML103", ("x",), "wrong"), "wrong-type", Severity.ERROR, span, "注射: 针头 x")
    text = report("text").one(Outcome("a.yaml", "", True, (item,)), PLAIN)
    assert "3 | 注射: 针头 x\n" in text
    assert "  |       ^^^^\n" in text


def test_a_value_over_several_lines_is_marked_on_its_first() -> None:
    span = Span(1, 4, 9, 2)
    item = Reported(Finding("FML103", ("x",), "wrong"), "wrong-type", Severity.ERROR, span, "ab [1,")
    assert "  |    ^^^\n" in report("text").one(Outcome("a.yaml", "", True, (item,)), PLAIN)


@given(st.text(max_size=2000), st.integers(1, 1500), st.integers(0, 1500), st.sampled_from([0, 40, 80]))
def test_an_excerpt_of_any_line_stays_short(line: str, column: int, length: int, width: int) -> None:
    span = Span(1, column, 1, column + length)
    item = Reported(Finding("FML103", ("x",), "wrong"), "wrong-type", Severity.ERROR, span, line)
    text = report("text").one(Outcome("a.yaml", "", True, (item,)), PLAIN._replace(width=width))
    for part in text.split("\n"):
        assert len(part) <= (max(width, 40) + 4 if width else LONGEST)


def test_more_findings_than_are_shown_are_said() -> None:
    outcome = outcome_of(FAILING)._replace(more=1500)
    assert "recipe.yaml: 1,500 more findings not shown\n" in report("text").one(outcome, PLAIN)
    assert report("concise").one(outcome, PLAIN).endswith("recipe.yaml:1:1: 1,500 more findings not shown")


@pytest.mark.parametrize(
    ("text", "strict", "expected"),
    [
        (CLEAN, False, "Passed: 1 recipe, 1 clean: 1 note."),
        (FAILING, False, "Failed: 1 recipe, 0 clean: "),
        ("format: [", False, "Failed: 1 recipe, 0 clean: 1 error."),
        (
            WARNED,
            False,
            "Passed: 1 recipe, 0 clean: 1 warning",
        ),
        (
            WARNED,
            True,
            "Failed: 1 recipe, 0 clean: 1 warning",
        ),
    ],
)
def test_the_verdict(text: str, expected: str, *, strict: bool) -> None:
    line = summary(_tally([outcome_of(text)]), PLAIN._replace(strict=strict))
    assert lay(line).startswith(expected)


def test_a_large_run_is_summed_up() -> None:
    tally = Tally(files=1, recipes=100_000, clean=99_000, errors=1, warnings=2_000, not_checked=1)
    assert lay(summary(tally, PLAIN)) == (
        "Failed: 100,000 recipes in 1 file, 99,000 clean: 1 error and 2,000 warnings; "
        "1 check could not be made."
    )
    tally.sessions = 2
    assert lay(summary(tally, PLAIN)).startswith(
        "Failed: 100,000 recipes and 2 sessions in 1 file, 99,000 of the recipes clean: 1 error"
    )
    assert lay(summary(Tally(files=1, sessions=1), PLAIN)) == "Clean: 1 session, nothing to report."
    assert lay(summary(Tally(files=3), PLAIN)) == "Clean: no recipe in 3 files, nothing to report."


def test_of_a_long_name_the_end_is_shown() -> None:
    assert shown_name("a\x1bb.yaml") == "a\\x1bb.yaml"
    name = shown_name("folder/" * 100 + "recipe.yaml")
    assert (len(name), name[0], name.endswith("/folder/recipe.yaml")) == (200, "…", True)


def test_quiet_says_less() -> None:
    tally = _tally([outcome_of(FAILING)])
    quiet = PLAIN._replace(quiet=True)
    assert concise.tail(tally, quiet) == concise.tail(tally, PLAIN)
    assert text.tail(tally, quiet).count("\n") == 1
    assert "FML307" in text.tail(tally, PLAIN)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "junit"])
def test_a_renderer_prints_nothing_for_a_document_without_findings(form: str) -> None:
    assert report(form).one(Outcome("a.yaml", "a", True, ()), PLAIN) == ""


def test_every_format_of_the_table_is_a_module_and_no_other() -> None:
    for name in FORMATS:
        assert {"one", "writer"} <= set(dir(report(name)))
