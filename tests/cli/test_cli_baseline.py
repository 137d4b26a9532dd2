"""A baseline: old findings stand apart, new ones fail, and it only ever shrinks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING, here

from formulary.reports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from command import Done

FILE = "old.ndjson"
OVER = CLEAN.replace("lidocaine-1-percent", "lidocaine-2-percent").replace("10 mL", "60 mL")
"""A recipe over a hard limit."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three recipes, two of them failing, one of these over a hard limit."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipes").mkdir()
    for name, text in (("clean", CLEAN), ("slip", FAILING), ("over", OVER)):
        write(tmp_path, name, text)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / "recipes" / f"{name}.yaml").write_text(text.replace("id: example", f"id: {name}"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "recipes" / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def run(*arguments: str) -> Done:
    return here("validate", "--baseline", FILE, *(arguments or ("recipes",)))


def made(folder: Path) -> list[dict[str, Any]]:
    done = run("recipes", "--write-baseline")
    assert done.code == 0
    return entries(folder)


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text().splitlines()]


def summary(*arguments: str) -> Any:
    return json.loads(run(*(arguments or ("recipes",)), "--output-format", "json").out)["summary"]


def test_a_failing_project_is_green_with_its_baseline_and_red_at_the_next_mistake(project: Path) -> None:
    assert here("validate", "recipes").code == 1
    old = made(project)
    assert {one["recipe"] for one in old} == {"slip", "over"}
    done = run()
    assert (done.code, done.err) == (0, "")
    counts = summary()
    assert (counts["errors"], counts["warnings"], counts["clean"]) == (0, 0, 1)
    assert counts["baselined"] == sum(one["count"] for one in old)
    change(project, "clean", "lidocaine-1-percent", "lidocaine-4-percent-topical")
    assert run().code == 1


def test_no_recipe_with_a_known_finding_is_clean_and_hard_limits_are_told_apart(project: Path) -> None:
    old = made(project)
    hard = sum(one["count"] for one in old if one["rule"] in ("FML301", "FML303", "FML304"))
    assert hard
    assert summary()["baselined_hard"] == hard
    assert f"{hard} of them over a hard limit or prohibited" in run().out
    assert "Clean:" not in run("recipes/over.yaml").out


def test_what_grows_worse_is_new(project: Path) -> None:
    made(project)
    change(project, "over", "volume: 60 mL}", "volume: 61 mL}")
    change(project, "over", "volume: 60 mL", "volume: 61 mL")
    done = run("recipes", "--output-format", "concise")
    assert done.code == 1
    assert "recipes/over.yaml" in done.out


def test_lines_names_of_files_and_the_order_of_components_do_not_matter(project: Path) -> None:
    parts = [line for line in FAILING.splitlines(keepends=True) if line.startswith("  - ")]
    saline = "  - {product: sodium-chloride-0.9, qs: true}\n"
    pair = FAILING.replace("volume: 10 mL\n", "volume: 20 mL\n")
    write(project, "pair", pair.replace(parts[0], parts[0] + saline))
    made(project)
    write(project, "pair", pair.replace(parts[0], saline + parts[0]))
    path = project / "recipes" / "slip.yaml"
    (project / "recipes" / "deeper").mkdir()
    path.write_text("# one\n# two\n" + path.read_text())
    path.rename(project / "recipes" / "deeper" / "moved.yaml")
    done = run()
    assert (done.code, done.err) == (0, "")


def test_a_second_finding_like_a_known_one_is_new(project: Path) -> None:
    made(project)
    line = "  - {ingredient: lidocaine, strength: 200 mg/mL, volume: 10 mL}\n"
    change(project, "slip", line, line.replace("10 mL", "5 mL") * 2)
    assert run().code == 1


def test_it_only_shrinks(project: Path) -> None:
    old = made(project)
    write(project, "new", FAILING)
    write(project, "over", CLEAN)
    done = run()
    assert done.code == 1
    gone = sum(one["count"] for one in old if one["recipe"] == "over")
    assert done.err.startswith(
        f"note: {FILE}: {gone} findings of it no longer found\nhelp: `--write-baseline`"
    )
    done = run("recipes", "--write-baseline")
    assert done.code == 1, "what is new fails the run that shrinks it, too"
    assert f"{gone} findings taken off" in done.err
    assert "what is new was not added: a baseline only shrinks" in done.err
    assert entries(project) == [one for one in old if one["recipe"] != "over"]
    write(project, "over", OVER)
    assert run("recipes/over.yaml").code == 1, "what was taken off cannot come back unseen"


def test_it_can_shrink_to_nothing(project: Path) -> None:
    made(project)
    for name in ("over", "slip"):
        write(project, name, CLEAN)
    assert run("recipes", "--write-baseline").code == 0
    assert (project / FILE).read_text() == ""
    done = run()
    assert (done.code, done.err) == (0, "")


def test_a_run_on_some_files_says_nothing_of_the_others(project: Path) -> None:
    old = made(project)
    write(project, "over", CLEAN)
    done = run("recipes/slip.yaml")
    assert (done.code, done.err) == (0, "")
    assert run("recipes/slip.yaml", "--write-baseline").code == 0
    assert entries(project) == old
    (project / "recipes" / "over.yaml").unlink()
    assert run("recipes/slip.yaml").err == ""
    assert "no longer found" in run("recipes").err, "a file that is gone owes nothing"


def test_what_cannot_be_judged_for_now_keeps_its_debts(project: Path) -> None:
    old = made(project)
    sound = (project / "recipes" / "over.yaml").read_text()
    for broken in (sound.replace("title:", "titel:"), "format: ["):
        (project / "recipes" / "over.yaml").write_text(broken)
        done = run("recipes", "--write-baseline")
        assert done.code == 1
        assert entries(project) == old
    (project / "recipes" / "over.yaml").write_text(sound)
    assert run().code == 0


def test_unreadable_files_can_be_known_too(project: Path) -> None:
    (project / "recipes" / "torn.yaml").write_text("format: [")
    (torn,) = (one for one in made(project) if one["rule"] == "FML003")
    assert (torn["path"], "recipe" in torn) == ("recipes/torn.yaml", False)
    assert run().code == 0
    write(project, "torn", CLEAN)
    assert run("recipes", "--write-baseline").code == 0
    assert "FML003" not in {one["rule"] for one in entries(project)}


def test_two_recipes_with_one_id_can_be_known(project: Path) -> None:
    (project / "recipes" / "twin.yaml").write_text((project / "recipes" / "clean.yaml").read_text())
    assert "FML801" in {one["rule"] for one in made(project)}
    assert run().code == 0
    assert run("recipes/twin.yaml").err == "", "alone it has no twin, which proves nothing"
    (project / "recipes" / "twin.yaml").unlink()
    assert "no longer found" in run().err


def test_a_selection_of_rules_leaves_the_other_debts_alone(project: Path) -> None:
    old = made(project)
    done = run("recipes", "--select", "FML7", "--write-baseline")
    assert done.code == 0
    assert entries(project) == old


def test_a_finding_that_is_waived_is_no_debt_any_more(project: Path) -> None:
    made(project)
    (project / "waivers.yaml").write_text("""\
format: waivers/1
waivers:
  - rule: FML307
    recipe: slip
    sha256: SHA
    component: lidocaine-hydrochloride
    reason: Our supplier makes it for us, and the hospital tests each batch.
    approved_by: B. Reviewer
    created: 2026-11-01
    expires: 2027-02-01
""")
    from test_cli_waivers import content  # noqa: PLC0415 - the same digest

    sha = content((project / "recipes" / "slip.yaml").read_text())
    (project / "waivers.yaml").write_text((project / "waivers.yaml").read_text().replace("SHA", sha))
    done = run("recipes", "--waivers", "waivers.yaml", "--write-baseline")
    assert done.code == 0
    assert "FML307" not in {one["rule"] for one in entries(project)}


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_prints_what_is_known(project: Path, form: str) -> None:
    made(project)
    done = run("recipes", "--output-format", form, "--select", "FML307")
    assert done.code == 0
    assert "of 200 mg/mL" not in done.out
    if form != "gitlab":  # it has no place for counts
        assert re.search(r"known from the baseline|\"baselined\": [1-9]", done.out)


def test_processes_and_the_cache_agree(project: Path) -> None:
    for number in range(60):
        write(project, f"slip-{number}", FAILING)
    made(project)
    arguments = ("recipes", "--cache-dir", str(project / "cache"))
    counts = [summary(*arguments, "--jobs", jobs) for jobs in ("1", "2", "1")]
    assert counts[0] == counts[1] == counts[2]
    assert counts[0]["errors"] == 0
    assert counts[0]["baselined"] > 60


def test_it_is_taken_from_the_configuration_and_left_out_of_the_walk(project: Path) -> None:
    (project / "formulary.toml").write_text(f'paths = ["."]\nbaseline = "recipes/{FILE}"\n')
    done = here("validate")
    assert (done.code, done.err.splitlines()[0]) == (2, f"error: recipes/{FILE}: there is no such file")
    assert here("validate", "--write-baseline").code == 0
    done = here("validate")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "old.ndjson:2:2: "),
        ('{"format": "recipe/1"}', "old.ndjson:2: `format: recipe/1` is no entry of a baseline"),
        ('{"format": "baseline/1", "rule": "FML3", "path": "a", "count": 1}', "old.ndjson:2: `FML3` is not"),
        (
            '{"format": "baseline/1", "rule": "FML301", "path": "a", "count": 0}',
            "old.ndjson:2: `count` is `0`",
        ),
        (
            '{"format": "baseline/1", "rule": "FML301", "path": "a", "cuont": 1}',
            "old.ndjson:2: `cuont` is not",
        ),
        ("[]", "old.ndjson:2: the file holds a list"),
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_run(project: Path, line: str, words: str) -> None:
    made(project)
    text = (project / FILE).read_text().splitlines()
    (project / FILE).write_text(f"{text[0]}\n{line}\n")
    done = run()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {words}")


def test_wrong_use(project: Path) -> None:
    done = here("validate", "recipes", "--write-baseline")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: no baseline is named that could be written")
    done = run("recipes", "--write-baseline", "--watch")
    assert done.code == 2
    assert not (project / FILE).exists()
