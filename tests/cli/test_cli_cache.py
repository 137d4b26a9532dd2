"""A second run over many files: the same bytes in every format, on any number of cores, and no judging."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from command import CLEAN, FAILING, formulary, here
from test_cli_waivers import granted

from formulary.reports import FORMATS
from formulary.validation.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[..., tuple[int, str, str]]

FILES = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Recipes sound and failing, twins, lines of a stream, files that are no recipe at all."""
    recipes = tmp_path / "recipes"
    recipes.mkdir()
    for number in range(FILES):
        text = (FAILING if number % 7 == 3 else CLEAN).replace("id: example", f"id: r{number % 50}")
        (recipes / f"{number:03}.yaml").write_text("a: [" if number == 20 else text, "utf-8")
    (recipes / "link.yaml").symlink_to(recipes / "000.yaml")
    line = json.dumps({"format": "recipe/1", "id": "r1", "title": "x"})
    (recipes / "many.ndjson").write_text(f"{line}\n{{\n", "utf-8")
    return recipes


@pytest.fixture
def check(folder: Path, tmp_path: Path) -> Check:
    """``validate`` of the folder in this process, with a cache in a folder of its own."""

    def run(*more: str, jobs: int = 1) -> tuple[int, str, str]:
        return here(
            "validate", str(folder), "--cache-dir", str(tmp_path / "cache"), "--jobs", str(jobs), *more
        )

    return run


def refuse(*_: object) -> NoReturn:
    raise AssertionError("judged again")


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_says_the_same_with_a_cold_cache_a_warm_one_and_none(
    form: str, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--output-format", form)
    without = check(*options, "--no-cache")
    assert without[0] == 1
    assert check(*options) == without
    assert check(*options) == without
    assert check(*options, jobs=2) == without
    monkeypatch.setattr("formulary.validation.run.examine", refuse)
    assert check(*options) == without, "what is known is not judged again"


def test_many_processes_fill_it_as_one_does(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check(jobs=2)
    monkeypatch.setattr("formulary.validation.run.examine", refuse)
    assert check() == first
    monkeypatch.setattr("formulary.processes._pool", refuse)
    assert check(jobs=2) == first, "where all is known no process is started"
    assert "judged again" in check("--no-cache")[2]


def test_what_changes_is_judged_and_nothing_else(check: Check, folder: Path) -> None:
    before = check("--output-format", "concise")
    (folder / "002.yaml").write_text(FAILING.replace("id: example", "id: r2"), "utf-8")
    after = check("--output-format", "concise")
    new = set(after[1].splitlines()) - set(before[1].splitlines())
    assert any("002.yaml" in line and " FML307 " in line for line in new)
    assert after == check("--output-format", "concise", "--no-cache")
    (folder / "002.yaml").unlink()
    assert check("--output-format", "concise") == check("--output-format", "concise", "--no-cache")


def test_the_same_text_elsewhere_is_reported_where_it_is(check: Check, folder: Path) -> None:
    check("--output-format", "concise")
    (folder / "059.yaml").rename(folder / "059b.yaml")
    stream = folder / "many.ndjson"
    stream.write_text("\n" + stream.read_text("utf-8"), "utf-8")
    moved = check("--output-format", "concise")
    assert "059b.yaml:" in moved[1]
    assert "many.ndjson:3:" in moved[1]
    assert moved == check("--output-format", "concise", "--no-cache")


def test_a_session_is_judged_by_its_recipes_as_they_are_now(check: Check, folder: Path) -> None:
    """The file of a session stays as it is while a recipe that it names changes."""
    (folder / "a").mkdir()  # `many.ndjson` stands between it and its recipe: it is another piece of work
    (folder / "a" / "visit.yaml").write_text(
        "format: session/1\nid: visit\ntitle: Visit\npatient_weight: 50 kg\n"
        "recipes:\n  - {recipe: r1, volume: 5 mL}\n",
        "utf-8",
    )
    recipe = folder / "recipes" / "r1.yaml"
    recipe.parent.mkdir()
    recipe.write_text(CLEAN.replace("id: example", "id: r1"), "utf-8")
    sound = check("--output-format", "concise")
    assert "visit.yaml" not in "".join(line for line in sound[1].splitlines() if " error " in line)
    recipe.write_text(FAILING.replace("id: example", "id: r1"), "utf-8")
    failing = check("--output-format", "concise")
    assert any("visit.yaml" in line and " error " in line for line in failing[1].splitlines())
    assert failing == check("--output-format", "concise", "--no-cache")


def test_options_that_change_the_report_do_not_meet_in_the_cache(check: Check) -> None:
    for options in ((), ("--select", "FML3"), ("--ignore", "FML3"), ("--policy", "fr"), ("--statistics",)):
        assert check(*options) == check(*options, "--no-cache")
        assert check(*options) == check(*options, "--no-cache")


def test_waivers_and_a_baseline_hold_as_without_it(check: Check, folder: Path, tmp_path: Path) -> None:
    waivers, baseline = str(tmp_path / "waivers.yaml"), str(tmp_path / "baseline.ndjson")
    text = (folder / "003.yaml").read_text("utf-8")
    for waiver in (granted(text, "r3"), granted(text, "r3", expires="2026-11-20")):
        Path(waivers).write_text(f"format: waivers/1\nwaivers:\n{waiver}", "utf-8")
        for options in (("--waivers", waivers), ("--waivers", waivers, "--show-waived")):
            without = check(*options, "--no-cache")
            assert check(*options) == without
            assert check(*options) == without
        assert ("1 finding waived" in without[1]) == ("2026-11-20" not in waiver)
    made = check("--write-baseline", "--baseline", baseline)
    assert check("--baseline", baseline, "--no-cache")[0] == 0, made
    (folder / "010.yaml").write_text(CLEAN.replace("id: example", "id: r10"), "utf-8")
    for _ in range(2):
        assert check("--baseline", baseline) == check("--baseline", baseline, "--no-cache")


def test_a_cache_that_another_filled_passes_nothing(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attacker's program calls every recipe clean, and keeps that under the names that will be sought."""
    honest = check("--no-cache")
    victim, attacker = "the victim's own, which nobody has seen", "the attacker's own, which is long enough"
    with monkeypatch.context() as attack:
        attack.setattr(
            "formulary.validation.run.examine",
            lambda texts, _: [(Outcome(one.name, "", True, ()), None) for one in texts],
        )
        attack.setenv("FORMULARY_CACHE_KEY", attacker)
        assert check()[0] == 0
    monkeypatch.setenv("FORMULARY_CACHE_KEY", attacker)
    assert check()[0] == 0, "who knows the secret could do it"
    monkeypatch.setenv("FORMULARY_CACHE_KEY", victim)
    assert check() == honest


def test_a_folder_that_cannot_be_used_is_said(check: Check, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", "utf-8")
    code, out, err = check()
    assert (code, out) == (3, "")
    assert "cache: not a folder that you alone can write to" in err
    assert check("--no-cache")[0] == 1


def test_without_a_place_of_its_own_a_run_does_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    blocked = {"XDG_CACHE_HOME": str(tmp_path / "file"), "XDG_STATE_HOME": str(tmp_path / "file")}
    done = formulary("validate", str(folder), **blocked)
    assert (done.code, done.err) == (1, "")
    assert done == formulary("validate", "--no-cache", str(folder))


def test_by_default_it_lies_in_the_users_own_folders(folder: Path, tmp_path: Path) -> None:
    own = {"XDG_CACHE_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path / "s")}
    before = set(folder.rglob("*"))
    first = formulary("validate", str(folder), cwd=folder, PYTHONPATH=str(Path(__file__).parents[2]), **own)
    assert len(list((tmp_path / "c/formulary/validate").iterdir())) > 5
    assert (tmp_path / "s/formulary/cache.key").stat().st_size == 32
    assert set(folder.rglob("*")) == before
    assert formulary("validate", str(folder), cwd=folder, **own) == first


def test_a_few_files_leave_no_trace(folder: Path, tmp_path: Path) -> None:
    own = {"XDG_CACHE_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path / "s")}
    formulary("validate", str(folder / "001.yaml"), **own)
    assert not (tmp_path / "c").exists()
    assert not (tmp_path / "s").exists()
