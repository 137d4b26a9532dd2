"""What changes between two policies: both values, and which way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import here
from support import ingredient, write_seed

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.changes import Change, changes
from formulary.catalogue.compiling import compile_seed

GRADE = "source: s, evidence: label"
OTHER = """\
format: policy/1
id: other
name: Another
jurisdiction: US
routes: [intradermal, subcutaneous, infiltration]
species: [human, equine]
effective: 2026-03-01
review_by: 2027-01-01
sources: {s: {title: Other, where: page 9, read: 2026-11-22}}
"""


def found(folder: Path, before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """The changes of ``standings`` and ``limits`` from one policy to another."""
    names = "alpha", "beta"
    write_seed(folder, ingredients="".join(map(ingredient, names)), **before)
    rows = "".join(f"{key}: [{after.get(key, '').removeprefix('- ')}]\n" for key in ("standings", "limits"))
    (folder / "other.yaml").write_text(OTHER + rows, "utf-8")
    catalogue = Catalogue(compile_seed(folder))
    return changes(catalogue.policy("us"), catalogue.policy("other"), catalogue)


def limit(bounds: str, use: str = "route: any") -> dict[str, str]:
    return {"limits": f"- {{ingredient: alpha, 'on': per-session, {use}, {bounds}, {GRADE}}}"}


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("hard: 10 mg", "hard: 9.99 mg", "tighter"),
        ("hard: 10 mg", "hard: 0.011 g", "looser"),
        ("soft: 10 mg", "soft: 9 mg", "tighter"),
        ("min: 10 mg", "min: 9 mg", "looser"),
        ("min: 10 mg", "min: 11 mg", "tighter"),
        ("hard: 10 mg", "hard: 10 IU", "changed"),
        ("hard: 10 mg", "hard: 10 mg, as: base", "changed"),
    ],
)
def test_a_limit_that_differs(before: str, after: str, effect: str, tmp_path: Path) -> None:
    date, change = found(tmp_path, limit(before), limit(after))
    assert date == Change("policy", "", "effective", "changed", "2026-01-01", "2026-03-01")
    assert (change.part, change.target, change.effect) == ("limit", "alpha", effect)
    assert change.before in before
    assert change.after.split()[0] in after
    assert (change.source_before, change.source_after) == ("A source, page 1", "Other, page 9")


def test_the_same_amount_in_another_unit_is_no_change(tmp_path: Path) -> None:
    assert len(found(tmp_path, limit("hard: 10 mg"), limit("hard: 0.01 g"))) == 1


def test_limits_for_different_uses_are_two_changes(tmp_path: Path) -> None:
    both = found(tmp_path, limit("hard: 10 mg"), limit("hard: 10 mg", "route: intradermal, site: arm"))[1:]
    assert [(change.what, change.effect) for change in both] == [
        ("hard limit per-session, any route", "removed"),
        ("hard limit per-session, intradermal route, arm", "added"),
    ]


def test_standings(tmp_path: Path) -> None:
    before = {"standings": f"- {{ingredient: beta, standing: approved, routes: [intradermal], {GRADE}}}"}
    after = {"standings": f"- {{ingredient: beta, standing: prohibited, {GRADE}}}"}
    assert found(tmp_path / "1", before, after)[1][:6] == (
        *("standing", "beta", "standing", "changed", "approved for intradermal", "prohibited"),
    )
    assert found(tmp_path / "2", before, {})[1].effect == "removed"
    assert found(tmp_path / "3", {}, after)[1].effect == "added"
    assert len(found(tmp_path / "4", after, after)) == 1


def overlay(folder: Path) -> str:
    text = OTHER.replace("id: other", "id: clinic\nextends: us").replace(", equine", "")
    limit = f'{{ingredient: lidocaine-hydrochloride, "on": per-session, route: any, hard: 100 mg, {GRADE}}}'
    (folder / "policy.yaml").write_text(f"{text}standings: []\nlimits: [{limit}]\n", "utf-8")
    return str(folder)


def test_the_command_shows_both_values(tmp_path: Path) -> None:
    done = here("--catalogue", overlay(tmp_path), "catalogue", "policy-diff", "us", "clinic")
    assert done.code == 0
    assert "tighter: hard limit per-session, any route: 300 mg -> 100 mg" in done.out
    assert "review by" in done.out
    assert done.out.endswith("Changed: 0 standings and 1 limit, 1 of them tighter and 0 looser.\n")
    back = here("--catalogue", overlay(tmp_path), "catalogue", "policy-diff", "clinic", "us")
    assert "looser: hard limit per-session, any route: 100 mg -> 300 mg" in back.out


def test_the_command_prints_data(tmp_path: Path) -> None:
    command = ("catalogue", "policy-diff", "us", "clinic", "--output-format", "json")
    made = json.loads(here("--catalogue", overlay(tmp_path), *command).out)
    assert (made["version"], made["from"]["id"], made["to"]["id"]) == (1, "us", "clinic")
    limits = [item for item in made["changes"] if item["part"] == "limit"]
    assert [(item["before"], item["after"], item["effect"]) for item in limits] == [
        ("300 mg", "100 mg", "tighter")
    ]


def test_nothing_changes_between_a_policy_and_itself() -> None:
    done = here("catalogue", "policy-diff", "us", "us")
    assert (done.code, done.out.splitlines()[-1]) == (0, "The two say the same.")


def test_an_unknown_policy_is_wrong_use() -> None:
    assert here("catalogue", "policy-diff", "us", "uss").code == 2


def test_beyond_use_times_and_groups(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    more = f"beyond_use: [{{setting: immediate-use, limit: 2 hours, max_products: 2, {GRADE}}}]\n"
    path = Path(overlay(tmp_path / "own")) / "policy.yaml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    out = here("--catalogue", str(tmp_path / "own"), "catalogue", "policy-diff", "us", "clinic").out
    assert "tighter: beyond use, immediate-use: 4 hours, 3 products -> 2 hours, 2 products" in out
    out = here("catalogue", "policy-diff", "us", "eu-cosmetics").out
    assert "removed: doses judged together: local-anesthetics" in out


def test_what_holds_for_a_whole_mixture(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    more = f"max_actives: {{value: 4, {GRADE}}}\n"
    more += f"osmolality: [{{routes: [subcutaneous, infiltration], high: 500 mOsm/kg, {GRADE}}}]\n"
    path = Path(overlay(tmp_path / "own")) / "policy.yaml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    command = ("--catalogue", str(tmp_path / "own"), "catalogue", "policy-diff")
    out = here(*command, "us", "clinic").out
    assert "added: most active components: 4" in out
    assert "tighter: highest osmolality, subcutaneous: 600 mOsm/kg -> 500 mOsm/kg" in out
    assert "added: highest osmolality, infiltration: 500 mOsm/kg" in out
    assert "highest osmolality, intradermal" not in out  # that of the base still holds
    back = here(*command, "clinic", "us").out
    assert "removed: most active components: 4" in back
    assert "looser: highest osmolality, subcutaneous: 500 mOsm/kg -> 600 mOsm/kg" in back


def test_between_two_dates(tmp_path: Path) -> None:
    own = overlay(tmp_path)  # for the US, from 2026-03-01; what ships is from 2026-11-01
    path = tmp_path / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-03-01", "2026-12-01"), "utf-8")
    command = ("--catalogue", own, "catalogue", "policy-diff")
    done = here(*command, "2026-11-30", "2026-12-01")
    assert done.out.startswith("us (from 2026-11-01) -> clinic (from 2026-12-01)\n")
    assert "300 mg -> 100 mg" in done.out
    assert here(*command, "2026-11-01", "2026-11-30").out.endswith("The two say the same.\n")
    mixed = here(*command, "us", "2027-01-01")
    assert mixed.out.startswith("us (from 2026-11-01) -> clinic")
    french = here(*command, "--jurisdiction", "FR", "2022-01-01", "2027-01-01")
    assert french.out.startswith("fr (from 2021-12-15) -> fr")
    horses = here("catalogue", "policy-diff", "--species", "equine", "us", "2027-01-01")
    assert horses.out.startswith("us (from 2026-11-01) -> us-equine (from 2026-11-01)\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("2020-01-01", "us"), "no policy of `US` for people was in force on 2020-01-01"),
        (("2026-02-30", "us"), "`2026-02-30` is no day of the calendar"),
        (("--jurisdiction", "XX", "2027-01-01", "us"), "no policy of `XX` for people was in force"),
        (("--jurisdiction", "XX", "2020-01-01", "us"), "FR from 2021-12-15"),
        (("--species", "equine", "2026-10-31", "us"), "no policy of `US` for horses was in force"),
    ],
)
def test_a_date_without_a_policy_is_wrong_use(words: tuple[str, ...], message: str) -> None:
    done = here("catalogue", "policy-diff", *words)
    assert done.code == 2
    assert message in done.err
