"""Waivers at the command line: in force by option or configuration, in every format, in every process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, here

from formulary.reports import FORMATS
from formulary.source.read import read_document
from formulary.validation.waiving import content_of

if TYPE_CHECKING:
    from pathlib import Path

WAIVER = """\
  - rule: FML307
    recipe: {recipe}
    sha256: {sha}
    component: lidocaine-hydrochloride
    reason: Our supplier makes it for us, and the hospital tests each batch.
    approved_by: B. Reviewer
    created: 2026-11-01
    expires: {expires}
"""
SLIP = FAILING.replace("{patient_weight: 70 kg,", "{volume_per_session: 1 mL, patient_weight: 70 kg,")
"""A recipe whose only error is the strength of its stock."""


def content(text: str) -> str:
    document = read_document(text.encode(), "recipe.yaml", "yaml")
    return content_of(getattr(document, "data", None))


def granted(text: str, recipe: str = "example", expires: str = "2027-02-01") -> str:
    return WAIVER.format(recipe=recipe, sha=content(text), expires=expires)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one recipe with an error, and a waiver that lets it through."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "slip.yaml").write_text(SLIP)
    (tmp_path / "waivers.yaml").write_text(f"format: waivers/1\nwaivers:\n{granted(SLIP)}")
    return tmp_path


def test_a_waiver_turns_a_failing_run_green_and_is_counted(project: Path) -> None:
    assert here("validate", "recipes").code == 1
    done = here("validate", "recipes", "--waivers", "waivers.yaml", "--select", "FML3")
    assert (done.code, done.err) == (0, "")
    assert "1 finding waived" in done.out
    assert "of 200 mg/mL" not in done.out
    assert here("validate", ".", "--waivers", "waivers.yaml").code == 0, (
        "the file itself is left out of the walk"
    )
    (project / "formulary.toml").write_text('waivers = "waivers.yaml"\npaths = ["."]\n')
    assert here("validate").code == 0
    assert here("validate", "--no-waivers").code == 1


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_leaves_waived_findings_out_or_shows_them(form: str) -> None:
    arguments = (
        "validate",
        "recipes",
        "--waivers",
        "waivers.yaml",
        "--select",
        "FML307",
        "--output-format",
        form,
    )
    hidden, shown = here(*arguments), here(*arguments, "--show-waived")
    assert (hidden.code, shown.code, hidden.err, shown.err) == (0, 0, "", "")
    assert "of 200 mg/mL" not in hidden.out
    assert "of 200 mg/mL" in shown.out
    assert "B. Reviewer" in shown.out or form == "concise"
    if form not in ("gitlab", "json", "sarif"):  # the first has no place for counts, the others have a number
        assert "1 finding waived" in hidden.out
    if form == "json":
        (finding,) = json.loads(shown.out)["findings"]
        assert finding["waiver"]["file"] == "waivers.yaml"
        assert json.loads(hidden.out)["summary"]["waived"] == 1


def test_waivers_hold_in_streams_and_in_other_processes(project: Path) -> None:
    import yaml  # noqa: PLC0415 - makes the same recipes as lines

    many = [SLIP.replace("id: example", f"id: example-{number}") for number in range(150)]
    lines = "\n".join(json.dumps(yaml.safe_load(text)) for text in many)
    (project / "recipes" / "slip.yaml").unlink()
    (project / "recipes" / "many.ndjson").write_text(lines)
    for number, text in enumerate(many[:60]):
        (project / "recipes" / f"{number}.yaml").write_text(text)
    entries = "".join(granted(text, f"example-{number}") for number, text in enumerate(many[:100]))
    (project / "waivers.yaml").write_text(f"format: waivers/1\nwaivers:\n{entries}{granted(SLIP, 'gone')}")
    arguments = (
        "validate",
        "recipes",
        "--waivers",
        "waivers.yaml",
        "--select",
        "FML307,FML9",
        "--output-format",
        "json",
    )
    summaries = [json.loads(here(*arguments, "--jobs", jobs).out)["summary"] for jobs in ("1", "2")]
    assert summaries[0] == summaries[1]
    assert (summaries[0]["waived"], summaries[0]["errors"], summaries[0]["warnings"]) == (160, 50, 0)


def test_a_waiver_is_unused_only_where_its_recipe_was_checked(project: Path) -> None:
    clean = CLEAN.replace("id: example", "id: another")
    (project / "recipes" / "clean.yaml").write_text(clean)
    entries = granted(SLIP) + granted(clean, "another")
    (project / "waivers.yaml").write_text(f"format: waivers/1\nwaivers:\n{entries}")
    (project / "formulary.toml").write_text('waivers = "waivers.yaml"\n')
    one = here("validate", "recipes/slip.yaml", "--select", "FML9")
    both = here("validate", "recipes", "--select", "FML9", "--output-format", "concise")
    assert "FML902" not in one.out
    assert "waivers.yaml:11:11: warning FML902 the waiver of FML307" in both.out
    assert both.code == 0
    assert here("validate", "recipes", "--select", "FML9", "--strict").code == 1


def test_a_bad_entry_fails_the_run_and_a_bad_file_stops_it(project: Path) -> None:
    (project / "formulary.toml").write_text('waivers = "waivers.yaml"\n')
    (project / "waivers.yaml").write_text(
        f"format: waivers/1\nwaivers:\n{granted(SLIP, expires='2026-11-01')}"
    )
    done = here("validate", "recipes", "--output-format", "concise")
    assert done.code == 1
    assert "waivers.yaml:10:14: error FML901 the waiver of FML307" in done.out
    (project / "waivers.yaml").write_text("format: waivers/1\nwaivers: {}\n")
    done = here("validate", "recipes")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: waivers.yaml:2:10: ")


def test_only_an_approver_of_the_configuration_counts(project: Path) -> None:
    (project / "formulary.toml").write_text('waivers = "waivers.yaml"\napprovers = ["C. Chief"]\n')
    done = here("validate", "recipes", "--output-format", "concise")
    assert done.code == 1
    assert "error FML903 `B. Reviewer` is none of the people" in done.out


def test_the_list_shows_what_is_in_force_and_what_ends_soon(project: Path) -> None:
    entries = granted(SLIP) + granted(SLIP, "another", "2026-12-01") + granted(SLIP, "third", "2026-11-01")
    (project / "waivers.yaml").write_text(f"format: waivers/1\nwaivers:\n{entries}")
    done = here("waivers", "list", "--waivers", "waivers.yaml")
    assert (done.code, done.err) == (0, "")
    first, _, second, *_, last = done.out.splitlines()
    assert first == "FML307 another, lidocaine-hydrochloride: until 2026-12-01, 9 days left"
    assert second == "FML307 example, lidocaine-hydrochloride: until 2027-02-01, 71 days left"
    assert last == "2 waivers in force. 1 entry is not: `formulary waivers check` says why."
    ending = here("waivers", "list", "--waivers", "waivers.yaml", "--expiring-in", "30").out.splitlines()
    assert [ending[0], ending[-1]] == [
        first,
        "1 waiver in force ends within 30 days. 1 entry is not in force: `formulary waivers check` says why.",
    ]
    for name in ("list", "check"):
        done = here("waivers", name, "--waivers", "waivers.yaml", "-o", "waivers.yaml")
        assert (done.code, "would be overwritten" in done.err) == (2, True)
    soon = json.loads(
        here(
            "waivers", "list", "--waivers", "waivers.yaml", "--expiring-in", "30", "--output-format", "json"
        ).out
    )
    assert [(one["recipe"], one["days_left"]) for one in soon["waivers"]] == [("another", 9)]
    assert (soon["day"], soon["not_in_force"]) == ("2026-11-22", 1)


def test_the_check_holds_waivers_against_recipes(project: Path) -> None:
    done = here("waivers", "check", "--waivers", "waivers.yaml", "recipes")
    assert (done.code, done.out) == (
        0,
        "Passed: 1 waiver in force, held against 1 file: nothing to report.\n",
    )
    (project / "recipes" / "slip.yaml").write_text(SLIP + "author: {name: b. reviewer}\n")
    (project / "waivers.yaml").write_text(
        f"format: waivers/1\nwaivers:\n{granted(SLIP + 'author: {name: b. reviewer}')}"
    )
    alone = here("waivers", "check", "--waivers", "waivers.yaml")
    assert alone.out == "Passed: 1 waiver in force, held against no recipe: nothing to report.\n"
    done = here("waivers", "check", "--waivers", "waivers.yaml", "recipes", "--output-format", "json")
    assert done.code == 1
    found = json.loads(done.out)
    assert [one["code"] for one in found["findings"]] == ["FML903"]
    assert found["summary"] == {"waivers": 1, "not_in_force": 0, "files": 1, "errors": 1, "warnings": 0}


@pytest.mark.parametrize("part", ["list", "check"])
def test_without_a_file_there_is_nothing_to_look_at(project: Path, part: str) -> None:
    done = here("waivers", part)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no file of waivers is named")
    assert here("waivers", part, "--waivers", str(project / "gone.yaml")).code == 2
