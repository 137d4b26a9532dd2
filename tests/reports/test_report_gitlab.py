"""GitLab's Code Quality report: what GitLab requires of each entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from command import FAILING
from report_samples import EVIL, found, outcome, printed, recipes, written

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def issues(text: str) -> list[dict[str, Any]]:
    """The entries of a report, each with the fields that GitLab requires and no fingerprint twice."""
    entries = json.loads(text)
    assert isinstance(entries, list)
    for entry in entries:
        assert {type(entry[key]) for key in ("description", "check_name", "fingerprint", "severity")} == {str}
        assert entry["severity"] in SEVERITIES
        assert not entry["location"]["path"].startswith(("./", "/"))
        assert entry["location"]["lines"]["begin"] >= 1
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    return list(entries)


def test_a_report_is_one_array_of_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    recipes(tmp_path / "r")
    monkeypatch.chdir(tmp_path / "r")
    entries = issues(printed("gitlab", ".", "link.yaml"))
    assert {entry["location"]["path"] for entry in entries} == {
        f"r/{name}.yaml" for name in ("clean", "failing", "link", "torn", "warned")
    }
    (strength,) = (entry for entry in entries if entry["check_name"] == "implausible-strength")
    assert "200 mg/mL" in FAILING.splitlines()[strength["location"]["lines"]["begin"] - 1]
    assert strength["severity"] == "critical"
    assert strength["description"].startswith("FML307: ")


def test_a_fingerprint_is_not_by_line() -> None:
    here, there = (issues(written("gitlab", [outcome(found(line=line))])) for line in (3, 30))
    assert here[0]["fingerprint"] == there[0]["fingerprint"]
    assert here[0]["location"] != there[0]["location"]


def test_message_and_advice_are_two_sentences() -> None:
    item = found()
    told = item._replace(finding=item.finding._replace(message="nothing is q.s.", help="Add a diluent."))
    (entry,) = issues(written("gitlab", [outcome(told)]))
    assert entry["description"].endswith("nothing is q.s. Add a diluent.")


def test_no_finding_is_an_empty_array() -> None:
    assert issues(written("gitlab", [])) == []


def test_any_name_stays_inside_its_text() -> None:
    (entry,) = issues(written("gitlab", [outcome(found(EVIL), name=f"r/{EVIL}", recipe=EVIL)]))
    assert "\x1b" not in entry["description"]
