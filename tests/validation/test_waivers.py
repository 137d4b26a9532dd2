"""Waivers: what they let through, what they can never let through, and what is said of the others."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING
from hypothesis import given
from hypothesis import strategies as st
from support import codes, data_of, setting

from formulary.errors import UsageFaultError
from formulary.findings import Severity
from formulary.people import same_person
from formulary.rules import all_rules
from formulary.rules.firm import firm, grave
from formulary.validation.baseline import in_force, read_baseline
from formulary.validation.judge import judge
from formulary.validation.outcome import Tally
from formulary.validation.waivers import named, read_waivers
from formulary.validation.waivers_met import after_run, outcome_of
from formulary.validation.waiving import by_recipe, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.validation.outcome import Outcome
    from formulary.validation.waivers import WaiverFile

DAY = date(2026, 11, 22)
RECIPE = FAILING + "author: {name: A. Author}\n"
SHA = content_of(data_of(RECIPE))
SOUND = {
    "rule": "FML307",
    "recipe": "example",
    "sha256": SHA,
    "component": "lidocaine-hydrochloride",
    "reason": "Our supplier makes it for us, and the hospital tests each batch.",
    "approved_by": "B. Reviewer",
    "created": "2026-11-01",
    "expires": "2027-02-01",
}


def written(folder: Path, *entries: dict[str, Any]) -> str:
    lines = ["format: waivers/1", "waivers:" if entries else "waivers: []"]
    for entry in entries:
        stated = [f'{key}: "{value}"' for key, value in entry.items()]
        lines += ["  - " + stated[0], *("    " + line for line in stated[1:])]
    path = folder / "waivers.yaml"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def sound(**changes: str) -> dict[str, str]:
    return {key: value for key, value in (SOUND | changes).items() if value}


def run(file: WaiverFile, *recipes: str) -> tuple[list[Outcome], Outcome]:
    """The recipes judged with the waivers, and what is said of the waivers after it."""
    chosen = setting(waivers=by_recipe(file.waivers))
    tally, outcomes = Tally(), []
    for recipe in recipes:
        outcomes.append(judge(recipe.encode(), "recipe.yaml", "yaml", chosen))
        tally.add(outcomes[-1])
    return outcomes, outcome_of(file, tally.met, chosen)


def said(folder: Path, *entries: dict[str, Any], recipe: str = RECIPE) -> list[tuple[str, int, str, str]]:
    """Code, line, message and help of everything that is said of the waivers."""
    _, about = run(read_waivers(written(folder, *entries), DAY), recipe)
    found = [(item.finding, item.span) for item in about.reported]
    return [(one.code, span.line if span else 0, one.message, one.help) for one, span in found]


def test_a_waiver_lets_one_rule_through_and_is_counted_apart(tmp_path: Path) -> None:
    (judged,), about = run(read_waivers(written(tmp_path, sound()), DAY), RECIPE)
    assert [item.finding.code for item in judged.waived] == ["FML307"]
    assert "FML307" not in codes(judged)
    (waiver,) = (item.waiver for item in judged.waived)
    assert waiver
    assert (waiver.file, waiver.line, waiver.approved_by) == (
        str(tmp_path / "waivers.yaml"),
        3,
        "B. Reviewer",
    )
    assert judged.waived[0].severity is Severity.ERROR
    assert not judged.clean
    assert about.reported == ()
    before, after = Tally(), Tally()
    before.add(judge(RECIPE.encode(), "recipe.yaml", "yaml", setting()))
    after.add(judged)
    assert (after.errors, after.waived) == (before.errors - 1, 1)


@pytest.mark.parametrize(
    ("changes", "code", "line", "words"),
    [
        ({"expires": "2026-11-21"}, "FML901", 10, "expired on 2026-11-21"),
        ({"created": "2026-11-23"}, "FML903", 9, "dated ahead"),
        ({"expires": "2026-10-01"}, "FML903", 10, "ends before it begins"),
        ({"expires": "2027-05-01"}, "FML903", 10, "holds for 181 days; the longest is 180"),
        ({"expires": "2027-02-30"}, "FML903", 10, "`2027-02-30` is not a day of the calendar"),
        ({"rule": "FML399"}, "FML903", 3, "there is no rule `FML399`"),
        ({"rule": "FML3"}, "FML903", 3, "too broad: it is for one rule"),
        ({"recipe": "*"}, "FML903", 4, "too broad: it is for one recipe"),
        ({"reason": "fine"}, "FML903", 7, "says too little"),
        ({"reason": "x" * 40}, "FML903", 7, "says too little"),
        ({"reason": "todo " * 8}, "FML903", 7, "says too little"),
        ({"reason": " . . . . . . . . . . . . . . . "}, "FML903", 7, "says too little"),
        ({"approved_by": "---"}, "FML903", 8, "nobody's name"),
        ({"approved_by": ""}, "FML903", 3, "`approved_by` is missing"),
        ({"aproved_by": "B. Reviewer", "approved_by": ""}, "FML903", 10, "`aproved_by` is not a field"),
        ({"sha256": "abc"}, "FML903", 5, "not a valid value of `sha256`"),
        ({"sha256": ""}, "FML903", 3, "does not say for which content"),
        (
            {"component": ""},
            "FML903",
            3,
            "too broad: it names no component, and the rule is about",
        ),
        (
            {"approved_by": "a.  AUTHOR"},
            "FML903",
            8,
            "the recipe's own author, `A. Author`",
        ),
        ({"approved_by": "Author, A."}, "FML903", 8, "rests on the word of the recipe's own author"),
        ({"sha256": "0" * 64}, "FML902", 5, "granted for another content, and no longer applies"),
        ({"component": "zinc"}, "FML902", 6, "not used: there the rule is about `lidocaine-hydrochloride`"),
        ({"rule": "FML306"}, "FML902", 3, "not needed: the rule finds nothing there"),
    ],
)
def test_a_waiver_that_does_not_hold_is_a_finding_at_its_line(
    tmp_path: Path, changes: dict[str, str], code: str, line: int, words: str
) -> None:
    entry = sound(**changes)
    found = said(tmp_path, entry)
    assert [one[:2] for one in found] == [(code, line)], found
    (_, _, message, help_) = found[0]
    assert words in message
    assert help_.endswith((".", "?"))
    (judged,), _ = run(read_waivers(written(tmp_path, entry), DAY), RECIPE)
    assert judged.waived == ()


def test_the_content_of_today_is_told_to_who_leaves_it_out_or_changes_the_recipe(tmp_path: Path) -> None:
    assert f"`sha256: {SHA}`" in said(tmp_path, sound(sha256=""))[0][3]
    changed = RECIPE.replace("200 mg/mL", "300 mg/mL")
    new = content_of(data_of(changed))
    ((code, _, _, help_),) = said(tmp_path, sound(), recipe=changed)
    assert (code, f"`sha256: {new}`" in help_) == ("FML902", True)


def test_a_waiver_holds_on_its_last_day_and_for_180(tmp_path: Path) -> None:
    assert said(tmp_path, sound(expires="2026-11-22")) == []
    assert said(tmp_path, sound(created="2026-11-22", expires="2027-05-21")) == []


def test_comments_and_the_order_of_fields_change_no_content(tmp_path: Path) -> None:
    turned = "# a remark\n" + "\n".join(reversed(RECIPE.split("\ncomponents")[0].split("\n")))
    turned += "\ncomponents" + RECIPE.split("\ncomponents")[1]
    assert said(tmp_path, sound(), recipe=turned) == []


def test_nothing_is_said_of_waivers_whose_recipes_are_not_part_of_the_run(tmp_path: Path) -> None:
    assert said(tmp_path, sound(), recipe=CLEAN.replace("id: example", "id: another")) == []
    assert said(tmp_path, sound(), recipe="format: [") == []
    assert said(tmp_path, sound(), recipe=RECIPE.replace("title:", "titel:")) == []


def test_where_a_standing_is_waived_it_matters_again_what_limits_are_on_record(tmp_path: Path) -> None:
    recipe = CLEAN.replace("{product: lidocaine-1-percent,", "{ingredient: minoxidil, strength: 5 mg/mL,")
    before = judge(recipe.encode(), "recipe.yaml", "yaml", setting())
    assert "FML202" in codes(before)
    assert "FML308" not in codes(before)
    entry = sound(rule="FML202", component="minoxidil", sha256=content_of(data_of(recipe)))
    (judged,), _ = run(read_waivers(written(tmp_path, entry), DAY), recipe)
    assert {item.finding.code for item in judged.waived} == {"FML202"}
    (unlimited,) = (item.finding for item in judged.reported if item.finding.code == "FML308")
    assert (unlimited.component, unlimited.not_checked) == ("minoxidil", True)


@pytest.mark.parametrize("more", [{"severity": {"FML202": Severity.WARNING}}, {"ignore": ("FML202",)}, {}])
def test_where_a_standing_fails_nothing_here_it_matters_again_what_is_known(more: dict[str, Any]) -> None:
    recipe = CLEAN.replace("{product: lidocaine-1-percent,", "{ingredient: minoxidil,")
    found = codes(judge(recipe.encode(), "recipe.yaml", "yaml", setting(**more)))
    assert ("FML310" in found) is bool(more)


def test_where_a_standing_is_an_old_debt_it_matters_again_what_is_known(tmp_path: Path) -> None:
    recipe = CLEAN.replace("{product: lidocaine-1-percent,", "{ingredient: minoxidil,")
    refused = judge(recipe.encode(), "recipe.yaml", "yaml", setting(select=("FML202",)))
    (debt,) = refused.reported
    entry = {"format": "baseline/1", "rule": "FML202", "recipe": "example", "count": 1}
    entry |= {"path": "recipe.yaml", "component": "minoxidil", "at": "/components/*/ingredient"}
    entry |= {"message": debt.finding.message}
    path = tmp_path / "baseline.ndjson"
    path.write_text(json.dumps(entry))
    known = setting(baseline=in_force(read_baseline(str(path)), "."))
    judged = judge(recipe.encode(), "recipe.yaml", "yaml", known)
    assert judged.baselined == 1
    assert "FML310" in codes(judged)


def test_only_named_approvers_count_where_there_are_any(tmp_path: Path) -> None:
    path = written(tmp_path, sound())
    assert read_waivers(path, DAY, ["reviewer, b."]).findings == ()
    (found,) = read_waivers(path, DAY, ["C. Chief"]).findings
    assert found.message == "`B. Reviewer` is none of the people on whose word a waiver may rest"


@pytest.mark.parametrize("code", [code for code in all_rules() if firm(code)])
def test_what_is_firm_cannot_be_waived(tmp_path: Path, code: str) -> None:
    file = read_waivers(written(tmp_path, sound(rule=code)), DAY)
    assert file.waivers == ()
    (found,) = file.findings
    assert (found.code, found.message) == ("FML903", f"{code} cannot be waived: {firm(code)}")


def test_hard_limits_and_prohibited_ingredients_are_firm() -> None:
    assert {code for code in all_rules() if grave(code)} == {"FML203", "FML301", "FML303", "FML304", "FML305"}
    weighed = {"FML202", "FML204", "FML205", "FML206", "FML207", "FML302", "FML306", "FML307", "FML308"}
    weighed |= {"FML309", "FML310", "FML311"}  # a person may answer for these, and for what follows them
    assert {code for code in all_rules() if not firm(code)} == weighed | {
        code for code in all_rules() if code[:4] in ("FML5", "FML6", "FML7")
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "waivers.yaml: there is no such file"),
        ("format: waivers/1\nwaivers: [", "waivers.yaml:2:11: "),
        ("waivers: []", "waivers.yaml:1:1: `format` is missing"),
        ("format: recipe/1\n", "waivers.yaml:1:9: `format: recipe/1` is no file of waivers"),
        ("format: waivers/1\nwaivers: 3\n", "waivers.yaml:2:10: `waivers` is the number `3`"),
        ("format: waivers/1\nwaiver: []\n", "waivers.yaml:2:1: `waiver` is not a field"),
        ("format: waivers/1\nwaivers: []\nwaivers: []\n", "waivers.yaml:3:1: "),
        ("format: waivers/1\nwaivers: &a []\n", "waivers.yaml:2:10: "),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_run(tmp_path: Path, text: str | None, words: str) -> None:
    path = tmp_path / "waivers.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageFaultError) as told:
        read_waivers(str(path), DAY)
    assert told.value.message.removeprefix(f"{tmp_path}/").startswith(words)


def test_an_entry_may_be_anything_without_stopping_the_run(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text("format: waivers/1\nwaivers: [text, 3, [], {}, {rule: [FML3]}, null]\n")
    file = read_waivers(str(path), DAY)
    assert (file.waivers, file.entries) == ((), 6)
    assert {one.code for one in file.findings} == {"FML903"}


def test_the_same_waivers_in_json(tmp_path: Path) -> None:
    path = tmp_path / "waivers.json"
    entry = ", ".join(f'"{key}": "{value}"' for key, value in SOUND.items())
    path.write_text(f'{{"format": "waivers/1",\n "waivers": [\n  {{{entry}}}]}}\n')
    (waiver,) = read_waivers(str(path), DAY).waivers
    assert waiver.line == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A. Author", "a author", True),
        ("Zoe\u0308 Müller", "ZOË  MÜLLER", True),
        ("Author, A.", "A. Author", True),
        ("\uff21. Author", "A. Author", True),
        ("\u0410. Author", "A. Author", True),
        ("Mira Lang and Jo Berg", "Jo Berg", True),
        ("A. Author", "B. Author", False),
        ("", "", False),
    ],
)
def test_names_are_compared_as_a_person_would(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_person(one, other) is same


def test_a_waiver_in_words(tmp_path: Path) -> None:
    (waiver,) = read_waivers(written(tmp_path, sound()), DAY).waivers
    assert named(waiver) == "the waiver of FML307 for `lidocaine-hydrochloride` in `example`"


VALUES = (
    st.none() | st.integers(-9, 9) | st.booleans() | st.text("a1*-. é", max_size=12) | st.lists(st.just("a"))
)
ENTRIES = st.fixed_dictionaries(
    {}, optional={key: st.just(value) | VALUES for key, value in SOUND.items()} | {"other": VALUES}
)


@given(st.lists(st.just(SOUND) | ENTRIES | VALUES, max_size=4))
def test_whatever_the_entries_are_each_is_in_force_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-waivers.json"
    path.write_text(json.dumps({"format": "waivers/1", "waivers": entries}))
    file = read_waivers(str(path), DAY)
    in_force = {waiver.number for waiver in file.waivers if waiver.sha256}
    faulty = {one.path[1] for one in after_run(file, ())}
    assert in_force.isdisjoint(faulty)
    assert in_force | faulty == set(range(len(entries)))
    assert {number for number, entry in enumerate(entries) if entry == SOUND} <= in_force
