"""What a waiver lets through: apart from what counts in every format, and shown only to who asks."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from report_samples import CONTEXT, EVIL, found, outcome, waived, written
from runner import commands

from formulary.findings import Severity
from formulary.reports import FORMATS

SHOWING = CONTEXT._replace(show_waived=True)
WORDS = "until 2027-01-01, approved by C. Pharmacist: the patient tolerates it, see the chart"
RUN = [outcome(found("it counts", Severity.WARNING))._replace(waived=(waived(),))]


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_not_shown_unless_it_is_asked_for(form: str) -> None:
    hidden = written(form, RUN)
    assert "it counts" in hidden
    assert "let through" not in hidden
    assert "Pharmacist" not in hidden


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_shown_as_waived_to_who_asks(form: str) -> None:
    shown = written(form, RUN, SHOWING)
    assert shown.index("it counts") < shown.index("let through")
    assert "waived" in shown.lower() or form == "sarif"
    if form not in ("concise", "json"):  # one is a line a finding, the other has a field for each part
        assert WORDS in shown


@pytest.mark.parametrize("form", FORMATS)
def test_alone_it_leaves_the_report_whole(form: str) -> None:
    only = [outcome()._replace(waived=(waived(),))]
    shown = written(form, only, SHOWING)
    assert "let through" in shown
    assert shown.endswith("\n")
    if form in ("json", "sarif", "gitlab"):
        json.loads(shown)
    if form in ("text", "concise", "github"):
        assert shown.splitlines()[-1].startswith(("Clean: ", "Passed: "))


def test_the_words_of_each_format() -> None:
    shown = {form: written(form, RUN, SHOWING) for form in FORMATS}
    assert "waived[FML103] wrong-type: let through\n" in shown["text"]
    assert f"  = waived: {WORDS}\n" in shown["text"]
    assert "\na.yaml:3:1: waived FML103 let through\n" in shown["concise"]
    assert f"| waived | FML103 wrong-type | let through<br>*Waived {WORDS}* |" in shown["markdown"]
    assert [entry["severity"] for entry in json.loads(shown["gitlab"])] == ["minor", "info"]
    assert [command.name for command in commands(shown["github"])] == ["warning", "notice"]
    (suite,) = ET.fromstring(shown["junit"])  # noqa: S314 - our own output
    assert (suite.attrib["failures"], suite.findall("testcase/failure")) == ("0", [])
    assert f"waived[FML103] wrong-type: let through\n  Waived {WORDS}" in str(
        suite.findtext("testcase/system-out")
    )
    results = json.loads(shown["sarif"])["runs"][0]["results"]
    assert [result["suppressions"] for result in results] == [
        [],
        [{"kind": "external", "status": "accepted", "justification": WORDS}],
    ]
    waiver = json.loads(shown["json"])["findings"][1]["waiver"]
    assert (waiver["file"], waiver["line"], waiver["expires"]) == ("waivers.yaml", 4, "2027-01-01")


def test_it_is_the_first_to_be_left_out_where_room_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formulary.reports.sarif.MOST_RESULTS", 1)
    (result,) = json.loads(written("sarif", RUN, SHOWING))["runs"][0]["results"]
    assert result["message"]["text"] == "it counts"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_in_a_waiver_acts(form: str) -> None:
    evil = waived(EVIL, reason=f"::error::{EVIL}", approved_by=f"##[error]{EVIL}", file=EVIL)
    shown = written(form, [outcome()._replace(waived=(evil,))], SHOWING)
    assert len(commands(shown)) == (1 if form == "github" else 0)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
