"""A sitting: its recipes are found, given as the session says, and their doses add up."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest
from support import approved, formula, ingredient, product, setting, small

from formulary.catalogue.load import shipped
from formulary.findings import Severity
from formulary.source.document import Document
from formulary.source.read import read_document
from formulary.validation.judge import judge

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome, Reported

SESSIONS = Path(__file__).resolve().parents[2] / "seed" / "sessions"
GRADE = "source: s, evidence: label"


@pytest.fixture
def cabinet(tmp_path: Path) -> Catalogue:
    """Two local anesthetics, a drug with limits of every kind, adrenaline, and a pair that must not meet."""
    names = ("numb", "numbest", "drug", "adrenaline", "acid", "base", "brine", "banned", "weak")
    stocks = "".join(
        product(f"{name}-10", f"{{ingredient: {name}, strength: 10 mg/mL}}")
        for name in names
        if name != "brine"
    )
    stocks += product("hooves", "{ingredient: numb, strength: 10 mg/mL}", "species: [equine]")
    stocks += product(
        "both", "{ingredient: numb, strength: 10 mg/mL}, {ingredient: adrenaline, strength: 5 mcg/mL}"
    )
    rows = [
        "ingredient: numb, 'on': per-session, route: any, hard: 100 mg",
        "ingredient: numb, 'on': per-session, when: {with: adrenaline}, route: any, hard: 200 mg",
        "ingredient: numb, 'on': per-kg, route: any, hard: 4 mg/kg",
        "ingredient: numbest, 'on': per-session, route: any, hard: 100 mg",
        "ingredient: drug, 'on': per-session, route: intradermal, hard: 30 mg, soft: 20 mg",
        "ingredient: drug, 'on': per-session, route: subcutaneous, hard: 50 mg",
        "ingredient: drug, 'on': per-area, route: any, hard: 3 mg/cm2",
        "ingredient: drug, 'on': volume, route: any, hard: 6 mL",
        "ingredient: drug, 'on': sessions, route: any, hard: '2'",
        "ingredient: base, 'on': per-day, route: any, hard: 50 mg/day",
        "ingredient: weak, 'on': per-session, route: any, hard: 40 mg, source: s, evidence: unverified",
        "ingredient: adrenaline, 'on': per-session, when: {with: numbest}, route: any, hard: 0.1 mg",
    ]
    return small(
        tmp_path / "seed",
        ingredients="".join(map(_ingredient, names)),
        products=stocks + product("water", "{ingredient: brine, strength: 9 mg/mL}"),
        standings=approved(*(name for name in names if name != "banned"))
        + f"- {{ingredient: banned, standing: prohibited, {GRADE}}}\n",
        limits="".join(f"- {{{row if 'evidence' in row else f'{row}, {GRADE}'}}}\n" for row in rows),
        combined=f"- {{group: numbers, {GRADE}}}\n",
        incompatibilities="""
        - {id: mix, between: [acid, base], when: {together: syringe}, effect: They foam., level: error, GRADE}
        - {id: day, between: [acid, drug], when: {together: session}, effect: A clash., level: warning, GRADE}
        """.replace("GRADE", GRADE),
    )


def _ingredient(name: str) -> str:
    if name.startswith("numb"):
        return ingredient(name, "groups: [numbers]", "numbing-agent")
    return ingredient(name, category="vehicle" if name == "brine" else "medicine")


def put(folder: Path, name: str, parts: str, volume: str = "10 mL", more: str = "", **fields: str) -> None:
    """A recipe in the folder of the session."""
    text = formula(parts, volume, more, **fields).replace("id: example", f"id: {name}")
    (folder / f"{name}.yaml").write_text(text, "utf-8")


def session(folder: Path, recipes: str, more: str = "", catalogue: Catalogue | None = None) -> Outcome:
    """A session of recipes, each a flow mapping on a line, judged."""
    listed = "\n".join(f"- {{{line.strip()}}}" for line in recipes.strip().splitlines())
    text = f"format: session/1\nid: visit\n{dedent(more)}\nrecipes:\n{indent(listed, '  ')}\n"
    path = folder / "visit.yaml"
    path.write_text(text, "utf-8")
    return judge(path.read_bytes(), str(path), "yaml", setting(catalogue))


def found(outcome: Outcome, code: str = "") -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code.startswith(code)]


def errors(outcome: Outcome) -> list[str]:
    return [item.finding.code for item in outcome.reported if item.severity is Severity.ERROR]


def line(item: Reported) -> str:
    return item.line.strip()


# What adds up


def test_doses_of_all_parts_add_up(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 10 mL")
    put(tmp_path, "two", "product: numb-10, volume: 5 mL\nproduct: water, volume: 5 mL")
    whole = "recipe: one, volume: 6 mL\nrecipe: two, volume: %s"
    weight = "patient_weight: 70 kg"
    assert found(session(tmp_path, whole % "8 mL", weight, cabinet)) == []  # 60 and 40 mg
    outcome = session(tmp_path, whole % "8.02 mL", weight, cabinet)
    (finding,) = found(outcome)
    assert (finding.code, finding.value, finding.limit, finding.unit) == ("FML303", "100.1", "100", "mg")
    assert "(through one and two)" in finding.message
    assert finding.path == ("recipes", 0, "volume")  # the part that brings most
    assert line(outcome.reported[0]) == "- {recipe: one, volume: 6 mL}"


def test_the_same_recipe_twice_counts_twice(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 20 mL", "20 mL")
    weight = "patient_weight: 70 kg"
    twice = "recipe: one, volume: 6 mL\nrecipe: one, volume: %s"
    assert errors(session(tmp_path, twice % "4 mL", weight, cabinet)) == []
    assert errors(session(tmp_path, twice % "5 mL", weight, cabinet)) == ["FML303"]
    assert errors(session(tmp_path, twice % "15 mL", weight, cabinet)) == ["FML303", "FML606"]


def test_doses_per_kg_of_the_lightest_patient(cabinet: Catalogue, tmp_path: Path) -> None:
    heavy, light = (f"administration: {{patient_weight: {kg} kg}}" for kg in (50, 20))
    put(tmp_path, "one", "product: numb-10, volume: 10 mL", more=heavy)
    put(tmp_path, "two", "product: numb-10, volume: 10 mL", more=light)
    parts = "recipe: one, volume: 4 mL\nrecipe: two, volume: 5 mL"
    assert errors(session(tmp_path, parts, "", cabinet)) == ["FML304"]  # 90 mg for 20 kg
    assert errors(session(tmp_path, parts, "patient_weight: 40 kg", cabinet)) == []


def test_what_numbs_beside_is_no_drug_for_animals(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    more = "patient_weight: 70 kg\nanesthesia: [{how: separate-injection, product: hooves, amount: 1 mL}]"
    (finding,) = found(session(tmp_path, "recipe: one, volume: 4 mL", more, cabinet), "FML204")
    assert finding.path == ("anesthesia", 0, "product")
    assert finding.message == "hooves is a drug for horses, not for people"


def test_a_weight_that_no_patient_has(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    (finding,) = found(session(tmp_path, "recipe: one, volume: 4 mL", "patient_weight: 700 kg", cabinet))
    assert (finding.code, finding.path, finding.limit) == ("FML304", ("patient_weight",), "635 kg")
    assert not found(session(tmp_path, "recipe: one, volume: 4 mL", "patient_weight: 635 kg", cabinet))


def test_without_any_weight_doses_per_kg_are_not_checked(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 10 mL")
    (finding,) = found(session(tmp_path, "recipe: one, volume: 4 mL", "", cabinet))
    assert (finding.code, finding.not_checked) == ("FML304", True)
    assert finding.help == "Add `patient_weight` to the session."


def test_what_is_injected_beside_counts(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 10 mL")
    more = "patient_weight: 70 kg\nanesthesia: [{how: separate-injection, product: %s, amount: %s}]"
    part = "recipe: one, volume: 6 mL"
    assert found(session(tmp_path, part, more % ("numb-10", "4 mL"), cabinet)) == []
    (finding,) = found(session(tmp_path, part, more % ("numb-10", "4.1 mL"), cabinet))
    assert (finding.code, finding.value) == ("FML303", "101")
    outcome = session(tmp_path, part, more % ("numbest-10", "11 mL"), cabinet)
    assert [(item.code, item.path) for item in found(outcome)] == [("FML303", ("anesthesia",))]


def test_the_recipes_own_numbing_counts_unless_the_session_says_otherwise(
    cabinet: Catalogue, tmp_path: Path
) -> None:
    numbing = "administration: {numbing: {how: separate-injection, product: numb-10, amount: 5 mL}}"
    put(tmp_path, "one", "product: numb-10, volume: 10 mL", more=numbing)
    part, weight = "recipe: one, volume: 6 mL", "patient_weight: 70 kg\n"
    assert errors(session(tmp_path, part, weight, cabinet)) == ["FML303"]
    assert errors(session(tmp_path, part, weight + "anesthesia: []", cabinet)) == []


def test_what_a_recipe_says_of_its_own_numbing_is_told_at_the_recipes(
    cabinet: Catalogue, tmp_path: Path
) -> None:
    numbing = "administration: {numbing: {how: separate-injection, product: %s, amount: %s}}"
    part, weight = "recipe: one, volume: 6 mL", "patient_weight: 70 kg\n"
    put(tmp_path, "one", "product: acid-10, volume: 10 mL", more=numbing % ("numbest-10", "11 mL"))
    (finding,) = found(session(tmp_path, part, weight, cabinet))
    assert (finding.code, finding.path) == ("FML303", ("recipes",))
    put(tmp_path, "one", "product: acid-10, volume: 10 mL", more=numbing % ("banned-10", "1 mL"))
    told = found(session(tmp_path, part, weight, cabinet), "FML203")
    assert [one.message.partition(":")[0] for one in told] == ["in one"]


def test_an_injection_without_a_dose_is_not_checked(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    more = "anesthesia: [{how: cooling}, {how: separate-injection, product: numb-10}]"
    (finding,) = found(session(tmp_path, "recipe: one, volume: 6 mL", more, cabinet), "FML303")
    assert (finding.code, finding.path, finding.not_checked) == ("FML303", ("anesthesia", 1), True)
    assert finding.on_key  # the whole entry would be too much to underline


def test_members_of_a_group_add_up_and_a_topical_is_said(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 10 mL")
    put(tmp_path, "two", "product: numbest-10, volume: 10 mL")
    weight = "patient_weight: 70 kg\n"
    parts = "recipe: one, volume: 5 mL\nrecipe: two, volume: %s"
    assert errors(session(tmp_path, parts % "5 mL", weight, cabinet)) == []
    (finding,) = found(session(tmp_path, parts % "5.1 mL", weight, cabinet))
    assert (finding.code, finding.value) == ("FML305", "1.01")
    topical = "anesthesia: [{how: topical, product: numbest-10, amount: 2 g}]"
    (finding,) = found(session(tmp_path, "recipe: one, volume: 5 mL", weight + topical, cabinet))
    assert (finding.code, finding.not_checked) == ("FML305", True)


def test_a_limit_with_a_condition_holds_only_if_every_part_meets_it(
    cabinet: Catalogue, tmp_path: Path
) -> None:
    put(tmp_path, "with", "product: both, volume: 20 mL", "20 mL")
    put(tmp_path, "without", "product: numb-10, volume: 10 mL")
    weight = "patient_weight: 70 kg"
    alone = session(tmp_path, "recipe: with, volume: 15 mL", weight, cabinet)
    assert errors(alone) == []  # 150 of 200 mg
    joined = session(tmp_path, "recipe: with, volume: 9 mL\nrecipe: without, volume: 2 mL", weight, cabinet)
    assert [(item.code, item.limit) for item in found(joined)] == [("FML303", "100")]


def test_a_limit_with_a_condition_is_tightened_by_what_another_part_holds(
    cabinet: Catalogue, tmp_path: Path
) -> None:
    put(tmp_path, "one", "product: both, volume: 20 mL\nproduct: adrenaline-10, volume: 0.1 mL", "20.1 mL")
    put(tmp_path, "two", "product: numbest-10, volume: 1 mL", "1 mL")
    weight = "patient_weight: 70 kg"
    assert errors(session(tmp_path, "recipe: one, volume: 5 mL", weight, cabinet)) == []
    joined = session(tmp_path, "recipe: one, volume: 5 mL\nrecipe: two, volume: 1 mL", weight, cabinet)
    assert [(item.code, item.limit) for item in found(joined, "FML303")] == [("FML303", "0.1")]


def test_doses_of_a_day_add_up(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: base-10, volume: 10 mL")
    part = "recipe: one, volume: 3 mL"
    assert errors(session(tmp_path, part, "", cabinet)) == []
    (finding,) = found(session(tmp_path, f"{part}\n{part}", "", cabinet), "FML303")
    assert (finding.component, finding.value, finding.limit) == ("base", "60", "50")


def test_a_sum_above_an_unverified_limit_warns(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: weak-10, volume: 10 mL")
    part = "recipe: one, volume: 3 mL"
    assert found(session(tmp_path, part, "", cabinet)) == []
    outcome = session(tmp_path, f"{part}\n{part}", "", cabinet)
    assert [(item.code, item.value) for item in found(outcome)] == [("FML309", "60")]
    assert errors(outcome) == []


def test_the_smallest_limit_of_the_routes_counts(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "skin", "product: drug-10, volume: 4 mL", "4 mL")
    put(tmp_path, "under", "product: drug-10, volume: 4 mL", "4 mL", route="subcutaneous")
    outcome = session(tmp_path, "recipe: skin, volume: 1 mL\nrecipe: under, volume: 2.1 mL", "", cabinet)
    assert {(item.code, item.value, item.limit) for item in found(outcome, "FML30")} == {
        ("FML303", "31", "30"),
        ("FML302", "31", "20"),
    }
    alone = session(tmp_path, "recipe: under, volume: 4 mL", "", cabinet)
    assert errors(alone) == []


def test_a_dose_per_area_is_judged_part_by_part(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: drug-10, volume: 4 mL", "4 mL", "administration: {area: 4 cm2}")
    outcome = session(tmp_path, "recipe: one, volume: 1 mL\nrecipe: one, volume: 1.3 mL", "", cabinet)
    assert [(item.code, item.path[1]) for item in found(outcome, "FML303")] == [("FML303", 1)]


def test_a_volume_is_summed_over_what_holds_the_substance(cabinet: Catalogue, tmp_path: Path) -> None:
    weak = "product: drug-10, volume: 0.1 mL\nproduct: water, volume: 9.9 mL"
    put(tmp_path, "one", weak)
    put(tmp_path, "other", "product: acid-10, volume: 10 mL")
    weight = "patient_weight: 70 kg"
    apart = "recipe: one, volume: 3 mL\nrecipe: other, volume: 9 mL\nrecipe: one, volume: %s"
    assert errors(session(tmp_path, apart % "3 mL", weight, cabinet)) == []
    (finding,) = found(session(tmp_path, apart % "3.1 mL", weight, cabinet), "FML303")
    assert (finding.value, finding.limit, finding.path) == ("6.1", "6", ("recipes", 2, "volume"))


def test_how_many_sessions_are_planned_is_the_recipes_own_matter(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: drug-10, volume: 4 mL", "4 mL", "administration: {sessions: 9}")
    assert errors(session(tmp_path, "recipe: one, volume: 1 mL", "", cabinet)) == []


# What must not meet


@pytest.mark.parametrize(
    ("orders", "codes"), [((1, 1), ["FML505"]), ((1, 2), []), ((None, None), []), ((2, None), ["FML505"])]
)
def test_parts_of_one_order_share_a_syringe(
    orders: tuple[int | None, int | None], codes: list[str], cabinet: Catalogue, tmp_path: Path
) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    put(tmp_path, "two", "product: base-10, volume: 10 mL")
    first, second = ("" if order is None else f", order: {order}" for order in orders)
    parts = f"recipe: one, volume: 1 mL{first}\nrecipe: two, volume: 1 mL{second}"
    assert errors(session(tmp_path, parts, "", cabinet)) == codes


def test_some_pairs_must_not_be_given_in_one_sitting(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    put(tmp_path, "two", "product: drug-10, volume: 10 mL", more="administration: {area: 100 cm2}")
    parts = "recipe: one, volume: 1 mL\nrecipe: two, volume: 1 mL, delay: 1 h"
    (finding,) = found(session(tmp_path, parts, "", cabinet))
    assert (finding.code, finding.path) == ("FML505", ("recipes", 1, "recipe"))
    beside = "anesthesia: [{how: separate-injection, product: drug-10, amount: 1 mL}]"
    (finding,) = found(session(tmp_path, "recipe: one, volume: 1 mL", beside, cabinet), "FML505")
    assert finding.path == ("anesthesia", 0, "product")


def test_what_shares_a_syringe_cannot_follow_later(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    parts = "recipe: one, volume: 1 mL, order: 1\nrecipe: one, volume: 1 mL, order: 1, delay: 5 min"
    (finding,) = found(session(tmp_path, parts, "", cabinet))
    assert (finding.code, finding.path) == ("FML105", ("recipes", 1, "delay"))


# Its recipes


def test_a_recipe_that_is_not_there(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "scalp-mix", "product: acid-10, volume: 10 mL")
    outcome = session(
        tmp_path, "recipe: scalp-mix, volume: 1 mL\nrecipe: scalp-mx, volume: 1 mL", "", cabinet
    )
    (finding,) = found(outcome)
    assert (finding.code, finding.path, finding.not_checked) == ("FML104", ("recipes", 1, "recipe"), True)
    assert finding.help == "Did you mean `scalp-mix`?"
    assert line(outcome.reported[0]) == "- {recipe: scalp-mx, volume: 1 mL}"
    (finding,) = found(session(tmp_path, "recipe: unlike, volume: 1 mL", "", cabinet))
    assert "`unlike.yaml`" in finding.help


@pytest.mark.parametrize("where", [".", "recipes", "../recipes"])
def test_where_recipes_are_found(where: str, cabinet: Catalogue, tmp_path: Path) -> None:
    visits = tmp_path / "visits"
    folder = visits / where
    folder.mkdir(parents=True) if where != "." else visits.mkdir()
    (tmp_path / "visits").mkdir(exist_ok=True)
    put(folder, "one", "product: acid-10, volume: 10 mL")
    assert found(session(visits, "recipe: one, volume: 1 mL", "", cabinet)) == []


def test_where_recipes_are_found_from_within_the_folder(
    cabinet: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "visits").mkdir()
    put(tmp_path / "recipes", "one", "product: acid-10, volume: 10 mL")
    monkeypatch.chdir(tmp_path / "visits")
    assert found(session(Path(), "recipe: one, volume: 1 mL", "", cabinet)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format: [", "cannot be read"),
        ("format: session/1\nid: one\n", "is no sound recipe"),
        ("format: recipe/1\nid: one\n", "is no sound recipe"),
    ],
)
def test_a_recipe_that_is_none(text: str, message: str, cabinet: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(text, "utf-8")
    (finding,) = found(session(tmp_path, "recipe: one, volume: 1 mL", "", cabinet))
    assert finding.code == "FML104"
    assert message in finding.message


def test_a_file_that_holds_another_recipe_and_a_link(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "two", "product: acid-10, volume: 10 mL")
    (tmp_path / "one.yaml").write_text((tmp_path / "two.yaml").read_text("utf-8"), "utf-8")
    (finding,) = found(session(tmp_path, "recipe: one, volume: 1 mL", "", cabinet))
    assert "holds another recipe, `two`" in finding.message
    (tmp_path / "three.yaml").symlink_to(tmp_path / "two.yaml")
    (finding,) = found(session(tmp_path, "recipe: three, volume: 1 mL", "", cabinet))
    assert "symbolic link" in finding.message


def test_the_errors_of_a_recipe_are_told_once(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: banned-10, volume: 5 mL\nproduct: acid-10, volume: 5 mL")
    parts = "recipe: one, volume: 1 mL\nrecipe: one, volume: 1 mL"
    (finding,) = found(session(tmp_path, parts, "", cabinet))
    assert (finding.code, finding.path) == ("FML203", ("recipes", 0, "recipe"))
    assert finding.message.startswith("in one: banned is")


def test_the_site_is_that_of_the_session(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL", site="arm")
    assert found(session(tmp_path, "recipe: one, volume: 1 mL, site: leg", "", cabinet)) == []
    (finding,) = found(session(tmp_path, "recipe: one, volume: 1 mL, site: moon", "", cabinet))
    assert (finding.code, finding.path) == ("FML208", ("recipes", 0, "site"))


def test_a_recipe_for_another_species(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL", species="equine")
    outcome = session(tmp_path, "recipe: one, volume: 1 mL", "", cabinet)
    assert [item.code for item in found(outcome, "FML1")] == ["FML104"]


def test_quantities_and_names_of_the_session_itself(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    more = 'patient_weight: "70,5 kg"\nanesthesia: [{how: separate-injection, product: numbb, amount: 1 Mg}]'
    outcome = session(tmp_path, "recipe: one, volume: 1 mg", more, cabinet)
    assert {(item.code, item.path) for item in found(outcome)} == {
        ("FML401", ("patient_weight",)),
        ("FML403", ("recipes", 0, "volume")),
        ("FML201", ("anesthesia", 0, "product")),
        ("FML402", ("anesthesia", 0, "amount")),
    }


@pytest.mark.parametrize("how", ["separate-injection", "topical"])
def test_what_numbs_beside_has_a_standing(cabinet: Catalogue, tmp_path: Path, how: str) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    more = f"anesthesia: [{{how: {how}, product: banned-10, amount: 1 mL}}]"
    told = found(session(tmp_path, "recipe: one, volume: 1 mL", more, cabinet))
    assert [one.code for one in told] == ["FML203", "FML502"]
    assert {one.path for one in told} == {("anesthesia", 0, "product")}


def test_what_is_said_to_numb_beside_does(cabinet: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "one", "product: acid-10, volume: 10 mL")
    more = "anesthesia: [{how: topical, product: %s, amount: 1 mL}]"
    assert errors(session(tmp_path, "recipe: one, volume: 1 mL", more % "water", cabinet)) == ["FML502"]
    assert errors(session(tmp_path, "recipe: one, volume: 1 mL", more % "numb-10", cabinet)) == []


@pytest.mark.parametrize("how", ["cooling", "in-formula", "none"])
def test_a_dose_cannot_hide_behind_what_gives_none(cabinet: Catalogue, tmp_path: Path, how: str) -> None:
    put(tmp_path, "one", "product: numb-10, volume: 10 mL")
    more = f"anesthesia: [{{how: cooling}}, {{how: {how}, product: numb-10, amount: 50 mL}}]"
    (finding,) = found(session(tmp_path, "recipe: one, volume: 1 mL", more, cabinet))
    assert (finding.code, finding.path) == ("FML105", ("anesthesia", 1, "product"))


def test_the_policy_of_the_session() -> None:
    text = "format: session/1\nid: x\npolicy: %s\nrecipes: [{recipe: hair-density-panthenol, volume: 5 mL}]\n"
    place = SESSIONS / "x.yaml"
    for name, count in (("us", 0), ("fr", 0), ("eu-cosmetics", 1), ("uss", 1)):
        outcome = judge((text % name).encode(), str(place), "yaml", setting())
        assert len(found(outcome, "FML104")) == count


SHIPPED = {
    "scalp-and-cheek-visit": set(),
    "teaching-lidocaine-adds-up": {"FML303", "FML304"},
    "teaching-two-anesthetics-in-turn": {"FML305"},
}


@pytest.mark.parametrize("path", sorted(SESSIONS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_sessions_that_ship(path: Path) -> None:
    outcome = judge(path.read_bytes(), str(path), "yaml", setting())
    assert set(errors(outcome)) == SHIPPED[path.stem]
    assert outcome.is_session
    document = read_document(path.read_bytes(), path.name, "yaml")
    assert isinstance(document, Document)
    assert document.data["id"] == path.stem
    assert ("Meant to fail" in document.data["notes"]) is bool(SHIPPED[path.stem])


def test_sessions_are_no_part_of_the_catalogue() -> None:
    assert not any("session" in name for name in shipped().data["sources"])
