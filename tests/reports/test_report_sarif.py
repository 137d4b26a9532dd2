"""SARIF read back: by the official schema, and by what code scanning asks beyond it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from command import CLEAN, ROOT, formulary
from hypothesis import given
from hypothesis import strategies as st
from report_samples import CONTEXT, EVIL, found, outcome, printed, recipes, written

from formulary import __version__
from formulary.findings import Severity
from formulary.reports.place import uri
from formulary.reports.sarif import MOST_RESULTS
from formulary.rules import all_rules

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text("utf-8"))
"""The schema of OASIS, errata 01, as it is published."""


def run_of(text: str) -> dict[str, Any]:
    """The one run of a log that satisfies the official schema."""
    log = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    assert log["version"] == "2.1.0"
    assert log["$schema"] == SCHEMA["id"]
    (run,) = log["runs"]
    return dict(run)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A run over recipes of every sort."""
    return run_of(printed("sarif", str(recipes(tmp_path_factory.mktemp("sarif")))))


def test_the_schema_is_the_official_one() -> None:
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert len(SCHEMA["definitions"]) > 40


def test_every_rule_is_described_with_its_texts(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("formulary", __version__)
    assert [rule["id"] for rule in driver["rules"]] == list(all_rules())
    for described, rule in zip(driver["rules"], all_rules().values(), strict=True):
        assert described["name"] == rule.name
        assert described["defaultConfiguration"]["level"] == rule.level.value
        assert described["shortDescription"]["text"] == rule.summary
        assert len(described["fullDescription"]["text"]) > len(rule.summary)
        assert "Source: " in described["help"]["text"]
        assert "```" in described["help"]["markdown"]


def test_a_result_names_its_rule_its_level_and_its_place(run: dict[str, Any]) -> None:
    results = run["results"]
    assert {result["level"] for result in results} == {"error", "warning", "note"}
    for result in results:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1  # code scanning refuses a result without
        assert location["physicalLocation"]["artifactLocation"]["uri"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_the_region_is_the_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = CLEAN.replace("lidocaine-1-percent", "β𝄞x")
    Path("r.yaml").write_text(text, "utf-8")
    results = run_of(printed("sarif", "r.yaml"))["results"]
    (result,) = (item for item in results if item["ruleId"] == "FML201")
    region = result["locations"][0]["physicalLocation"]["region"]
    line = text.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "β𝄞x"


def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inside = recipes(tmp_path / "my formulas" / "50% é")
    for folder, argument in (
        (inside, "."),
        (tmp_path, str(inside)),
        (tmp_path, "my formulas"),
        (inside, "../50% é"),
    ):
        log = formulary("validate", "--output-format", "sarif", argument, cwd=folder).out
        places = [
            result["locations"][0]["physicalLocation"]["artifactLocation"]
            for result in run_of(log)["results"]
        ]
        assert {place["uriBaseId"] for place in places} == {"%SRCROOT%"}
        assert {Path(unquote(place["uri"])).parent.as_posix() for place in places} == {"my formulas/50% é"}
        assert all(urlsplit(place["uri"]).scheme == "" for place in places)


def test_a_file_outside_the_repository_has_an_absolute_uri(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    recipes(tmp_path / "other")
    log = formulary("validate", "--output-format", "sarif", "../other", cwd=repository).out
    for result in run_of(log)["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"].startswith(f"file://{tmp_path}/other/")
        assert "uriBaseId" not in place


@given(st.text('%41 é:?#[]@\\&+,;=~"<>^`{|}日', min_size=1, max_size=12))
def test_a_uri_is_one_by_the_grammar_and_leads_back_to_the_file(name: str) -> None:
    for path in (f"r/{name}.yaml", f"/r/{name}.yaml"):
        found = urlsplit(uri(path))
        assert re.fullmatch(r"(file://)?[A-Za-z0-9._~/-]*(%[0-9A-F]{2}[A-Za-z0-9._~/-]*)*", uri(path))
        assert (unquote(found.path), found.query, found.fragment) == (path, "", "")


def test_fingerprints_are_different_and_outlive_lines_that_are_put_above() -> None:
    first = [found(), found(source="y: 1"), found(source="y: 1")]
    second = [found(line=9), found(line=10, source="  y: 1"), found(line=11, source="y: 1")]
    prints = [
        [
            item["partialFingerprints"]["formularyFinding/v1"]
            for item in run_of(written("sarif", [outcome(*these)]))["results"]
        ]
        for these in (first, second)
    ]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 3
    other = run_of(written("sarif", [outcome(*first, name="b.yaml")]))["results"]
    assert {item["partialFingerprints"]["formularyFinding/v1"] for item in other}.isdisjoint(prints[0])


def test_of_too_many_results_the_gravest_are_kept_and_the_rest_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MOST_RESULTS == 5_000  # what code scanning shows
    monkeypatch.setattr("formulary.reports.sarif.MOST_RESULTS", 50)
    levels = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    many = (outcome(*(found(f"{n} {level}", level) for level in levels), name=f"{n}.yaml") for n in range(30))
    run = run_of(written("sarif", many))
    kept = [result["level"] for result in run["results"]]
    assert (kept.count("error"), kept.count("warning"), kept.count("note")) == (30, 20, 0)
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == "40 results left out: the 50 gravest are here."
    assert run["properties"]["summary"]["notes"] == 30


def test_findings_that_a_file_had_no_room_for_are_said() -> None:
    run = run_of(written("sarif", [outcome(found(), more=7)]))
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == "7 more findings in files with too many to show."


def test_a_name_is_no_link_and_no_command() -> None:
    text = written("sarif", [outcome(found(EVIL, help_=EVIL, source=EVIL), name=EVIL, recipe=EVIL)], CONTEXT)
    (result,) = run_of(text)["results"]
    assert "](" not in result["message"]["text"]
    assert "##" not in text
    assert text.isascii()


def test_the_reports_of_the_seed_are_valid() -> None:
    run = run_of(printed("sarif", str(ROOT / "seed/recipes")))
    assert len(run["results"]) == sum(
        run["properties"]["summary"][name] for name in ("errors", "warnings", "notes")
    )
