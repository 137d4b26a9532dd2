"""JUnit's XML read back by a parser of XML, by the counts that its readers trust, and by hostile names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from command import RECIPES, WARNED, here
from junitparser import Failure, JUnitXml
from report_samples import CONTEXT, EVIL, found, outcome, printed, recipes, written

from formulary.findings import Severity

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"name", "classname", "file", "time"},
    "failure": {"type", "message"},
    "system-out": set(),
}
"""The elements and attributes that every reader of this format knows."""


def suite_of(text: str) -> ET.Element:
    """The one suite of a report in which elements, attributes and counts are as they must be."""
    (read,) = JUnitXml.fromstring(text.encode())
    results = [result for case in read for result in case.result]
    assert (read.tests, read.failures) == (len(list(read)), len(results))
    assert {type(result) for result in results} <= {Failure}
    root = ET.fromstring(text.encode())  # noqa: S314 - our own output
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ALLOWED[element.tag]
    (suite,) = root
    for counted in (root, suite):
        assert int(counted.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(counted.attrib["failures"]) == len(suite.findall("testcase/failure"))
    for case in suite:
        assert len(case.findall("failure")) <= 1
        assert len(case.findall("system-out")) <= 1
    return suite


def test_every_session_is_a_case_too() -> None:
    suite = suite_of(printed("junit", f"{RECIPES}/../sessions"))
    failed = {case.attrib["name"]: case.find("failure") is not None for case in suite}
    assert failed == {
        "scalp-and-cheek-visit": False,
        "teaching-lidocaine-adds-up": True,
        "teaching-two-anesthetics-in-turn": True,
    }


def test_every_recipe_is_a_case_and_clean_ones_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes(tmp_path / "r")
    monkeypatch.chdir(tmp_path)
    suite = suite_of(printed("junit", "r", "r/link.yaml"))
    failed = {case.attrib["name"]: case.find("failure") is not None for case in suite}
    assert failed == {
        "clean": False,
        "warned": False,
        "failing": True,
        "r/torn.yaml:1": True,
        "r/link.yaml": True,
    }
    assert {case.attrib["file"] for case in suite} == {
        f"r/{name}.yaml" for name in ("clean", "warned", "failing", "torn", "link")
    }


def test_a_failure_says_what_is_wrong_where_and_what_to_do(tmp_path: Path) -> None:
    suite = suite_of(printed("junit", str(recipes(tmp_path) / "failing.yaml")))
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["type"].startswith("FML3")
    assert "line 9, column 39: error[FML307] implausible-strength: " in str(failure.text)
    assert "  help: " in str(failure.text)


def test_warnings_fail_a_case_only_when_they_fail_the_run(tmp_path: Path) -> None:
    path = tmp_path / "warned.yaml"
    path.write_text(WARNED, "utf-8")
    for flags, code in ([], 0), (["--strict"], 1):
        done = here("validate", "--output-format", "junit", *flags, str(path))
        assert (done.code, len(suite_of(done.out).findall("testcase/failure"))) == (code, code)


def test_several_errors_are_one_failure() -> None:
    suite = suite_of(written("junit", [outcome(found("first"), found("second"), found("third"), more=9)]))
    (failure,) = suite.findall("testcase/failure")
    assert failure.attrib["message"] == "first (and 2 more)"
    assert str(failure.text).count("error[FML103]") == 3
    assert suite.findtext("testcase/system-out") == "9 more findings not shown"


def test_no_name_breaks_out() -> None:
    evil = [found(EVIL, help_=EVIL), found(EVIL, Severity.WARNING)]
    text = written(
        "junit", [outcome(*evil, name=EVIL, recipe=EVIL), outcome(name=EVIL, recipe=EVIL)], CONTEXT
    )
    suite = suite_of(text)
    assert {element.tag for element in suite.iter()} == {"testsuite", "testcase", "failure", "system-out"}
    assert "alert(1)" in suite[0].attrib["name"]


def test_cases_that_outgrow_the_memory_are_kept_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formulary.reports.junit._IN_MEMORY", 100)
    many = [
        outcome(found(f"nº {number}"), name=f"{number}.yaml", recipe=f"r{number}") for number in range(200)
    ]
    suite = suite_of(written("junit", many))
    assert [case.attrib["name"] for case in suite] == [f"r{number}" for number in range(200)]


def test_an_empty_run_is_a_suite_too() -> None:
    assert suite_of(written("junit", [])).attrib["tests"] == "0"


def test_only_recipes_and_what_fails_are_cases() -> None:
    note, error = found("beside another", Severity.NOTE), found("taken")
    outcomes = [outcome(), outcome(note)._replace(is_recipe=False), outcome(error)._replace(is_recipe=False)]
    assert [case.attrib["name"] for case in suite_of(written("junit", outcomes))] == [
        "a",
        "a beside the others",
    ]
