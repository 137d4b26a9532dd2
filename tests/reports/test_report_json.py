"""The JSON report: its keys in order, exact numbers as text, findings that stream, the summary last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING, RECIPES, WARNED, formulary, here
from support import outcome_of

from formulary import __version__
from formulary.catalogue.load import shipped
from formulary.reports import Context
from formulary.reports.json import one, pointer

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ["code", "name", "severity", "path", "pointer", "recipe", "line", "column", "end_line", "end_column"]
KEYS += ["message", "help", "component", "value", "limit", "unit", "source", "not_checked"]
COUNTS = [
    "files",
    "recipes",
    "sessions",
    "clean",
    "errors",
    "warnings",
    "notes",
    "waived",
    "not_checked",
    "baselined",
    "baselined_hard",
]
_CONTEXT = Context("0", "", (), colour=False, quiet=False)


def _report(*texts: str, folder: Path) -> dict[str, Any]:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text)
    done = here("validate", "--output-format", "json", str(folder))
    report: dict[str, Any] = json.loads(done.out)
    assert done.out.endswith("}\n")
    return report


def test_the_keys_stand_in_order_and_the_summary_is_last(tmp_path: Path) -> None:
    report = _report(CLEAN, WARNED, FAILING, "format: [", folder=tmp_path)
    assert list(report) == ["version", "tool", "policies", "catalogue", "findings", "summary"]
    assert report["version"] == 1
    assert report["tool"] == {"name": "formulary", "version": __version__}
    names = sorted(shipped().ids("policies"), key=lambda name: (name != "us", name))  # the run's own first
    used = [shipped().policy(name) for name in names]
    assert report["policies"] == [
        {"id": one.id, "effective": one.effective, "sha256": one.sha256} for one in used
    ]
    assert report["catalogue"] == {"sha256": shipped().sha256}
    assert {tuple(finding) for finding in report["findings"]} == {tuple(KEYS)}
    assert list(report["summary"]) == COUNTS


def test_the_summary_counts_what_stands_above_it(tmp_path: Path) -> None:
    report = _report(CLEAN, WARNED, FAILING, "format: [", folder=tmp_path)
    found = [finding["severity"] for finding in report["findings"]]
    assert report["summary"] == {
        "files": 4,
        "recipes": 4,
        "sessions": 0,
        "clean": 1,
        "errors": found.count("error"),
        "warnings": found.count("warning"),
        "notes": found.count("note"),
        "waived": 0,
        "not_checked": sum(finding["not_checked"] for finding in report["findings"]),
        "baselined": 0,
        "baselined_hard": 0,
    }
    assert report["summary"]["errors"] > 1 <= report["summary"]["warnings"]


def test_sessions_are_counted_and_named_apart_from_recipes() -> None:
    report = json.loads(here("validate", "--output-format", "json", f"{RECIPES}/../sessions").out)
    counts = report["summary"]
    assert (counts["files"], counts["recipes"], counts["sessions"], counts["clean"]) == (3, 0, 3, 0)
    named = {(finding["recipe"], finding["session"]) for finding in report["findings"]}
    assert named == {("", "teaching-lidocaine-adds-up"), ("", "teaching-two-anesthetics-in-turn")}
    place = KEYS.index("recipe") + 1
    assert list(report["findings"][0]) == [*KEYS[:place], "session", *KEYS[place:]]


def test_without_a_finding_it_is_as_complete(tmp_path: Path) -> None:
    (tmp_path / "clean.yaml").write_text(CLEAN)
    report = json.loads(
        here("validate", "--output-format", "json", "--select", "FML0", str(tmp_path / "clean.yaml")).out
    )
    assert report["findings"] == []
    assert report["summary"] == dict.fromkeys(COUNTS, 0) | {"files": 1, "recipes": 1, "clean": 1}


def test_numbers_that_matter_are_text_and_places_are_numbers(tmp_path: Path) -> None:
    (found,) = (
        finding for finding in _report(FAILING, folder=tmp_path)["findings"] if finding["code"] == "FML307"
    )
    assert (found["value"], found["limit"], found["unit"]) == ("200", "20", "mg/mL")
    assert found["component"] == "lidocaine-hydrochloride"
    assert found["pointer"] == "/components/0/strength"
    assert found["recipe"] == "example"
    line = FAILING.splitlines()[found["line"] - 1]
    assert found["end_line"] == found["line"]
    assert line[found["column"] - 1 : found["end_column"] - 1] == "200 mg/mL"
    assert found["source"]
    assert found["not_checked"] is False
    for finding in _report(FAILING, folder=tmp_path)["findings"]:
        texts = {key: value for key, value in finding.items() if "line" not in key and "column" not in key}
        assert {type(value) for key, value in texts.items() if key != "not_checked"} == {str}


def test_a_file_that_cannot_be_read_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("nowhere.yaml")
    done = here("validate", "--output-format", "json", str(tmp_path / "link.yaml"))
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["code"], finding["line"], finding["end_column"]) == ("FML001", None, None)


def test_findings_stream_one_a_line_before_the_summary_is_known() -> None:
    lines = formulary("validate", "--output-format", "json", RECIPES).out.splitlines()
    findings = [line for line in lines if line.startswith('{"code"')]
    assert len(findings) > 20
    for line in findings:
        assert list(json.loads(line.removesuffix(","))) == KEYS
    assert lines[-1].startswith('"summary": {"files": ')


def test_columns_count_code_points() -> None:
    text = CLEAN.replace("- {product: lidocaine-1-percent,", "- {product: β𝄞x,")
    lines = [line for line in one(outcome_of(text), _CONTEXT).splitlines() if "FML201" in line]
    finding = json.loads(lines[0].removesuffix(","))
    line = text.splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == "β𝄞x"


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), ""), (("components", 2, "strength"), "/components/2/strength"), (("a/b", "~x", ""), "/a~1b/~0x/")],
)
def test_a_pointer_is_that_of_rfc_6901(path: tuple[str | int, ...], expected: str) -> None:
    assert pointer(path) == expected
