"""Limits in the words of the findings: what is over what, through what, and what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import approved, case_of, codes, errors, formula, ingredient, outcome_of, product, small

from formulary.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

    Make = Callable[..., Catalogue]

WATER = "product: water, qs: true"
LOCALS = ("ane", "bne", "cne", "dne")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A catalogue of approved drugs with these limits, written as ``target, on, level`` and so on."""

    def made(*rows: str) -> Catalogue:
        names = ["drug", "salt", *LOCALS, "saltwater"]
        return small(
            tmp_path,
            ingredients=ingredient("drug", "groups: [drugs]")
            + ingredient("salt", "moieties: [{name: drug, factor: '0.5', source: s, evidence: label}]")
            + "".join(ingredient(name, "groups: [locals]", "numbing-agent") for name in LOCALS)
            + ingredient("saltwater", "groups: [aqueous-vehicles]", category="vehicle"),
            products=product("water", "{ingredient: saltwater, strength: 9 mg/mL}")
            + product("drug-10", "{ingredient: drug, strength: 10 mg/mL}")
            + "".join(
                product(f"{name}-10", f"{{ingredient: {name}, strength: 10 mg/mL}}") for name in LOCALS
            ),
            standings=approved(*names),
            limits="".join(map(limit, rows)),
            combined="- {group: locals, note: They add up., source: s, evidence: label}",
        )

    return made


def limit(row: str) -> str:
    target, rest = row.split(", ", 1)
    key = "group" if target == "drugs" else "ingredient"
    graded = rest if "evidence" in rest else f"{rest}, evidence: label"
    return f"- {{{key}: {target}, 'on': {graded.removeprefix('on: ')}, route: any, source: s}}\n"


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def judged(catalogue: Catalogue, parts: str, more: str = "") -> Outcome:
    more = f"administration: {{{more}}}" if more and ":" in more and not more.startswith("density") else more
    return outcome_of(formula(f"{parts}\n{WATER}", more=more), catalogue)


OVER = [
    (
        "concentration, hard: 1 mg/mL",
        "",
        "FML301",
        "final concentration 1.1 mg/mL exceeds the hard limit of 1 mg/mL",
    ),
    ("concentration, hard: 0.1 % w/v", "", "FML301", "0.11 % w/v exceeds the hard limit of 0.1 % w/v"),
    ("concentration, soft: 1 mg/mL", "", "FML302", "exceeds the soft limit of 1 mg/mL"),
    ("concentration, hard: '1:1000'", "", "FML301", "1.1 mg/mL exceeds the hard limit of 1 mg/mL"),
    ("per-session, hard: 10 mg", "", "FML303", "dose per session 11 mg exceeds the hard limit of 10 mg"),
    ("per-session, soft: 10 mg", "", "FML302", "dose per session 11 mg exceeds the soft limit of 10 mg"),
    ("per-session, min: 12 mg", "", "FML306", "dose per session 11 mg is below the minimum of 12 mg"),
    ("per-day, hard: 10 mg/day", "", "FML303", "dose per day 11 mg/day exceeds"),
    (
        "per-kg, hard: 0.2 mg/kg",
        "patient_weight: 50 kg",
        "FML304",
        "0.22 mg/kg exceeds the hard limit of 0.2 mg/kg",
    ),
    ("per-kg, soft: 0.2 mg/kg", "patient_weight: 50 kg", "FML302", "dose per kg of body weight 0.22 mg/kg"),
    ("per-kg, min: 0.3 mg/kg", "patient_weight: 50 kg", "FML306", "is below the minimum of 0.3 mg/kg"),
    ("per-point, hard: 0.1 mg", "volume_per_point: 0.1 mL", "FML303", "dose per injection point 0.11 mg"),
    ("per-area, hard: 0.1 mg/cm2", "area: 100 cm2", "FML303", "dose per area 0.11 mg/cm2 exceeds"),
    ("volume, hard: 9 mL", "", "FML303", "volume per session 10 mL exceeds the hard limit of 9 mL"),
    (
        "points, hard: '9'",
        "points: 10",
        "FML303",
        "number of injection points 10 exceeds the hard limit of 9",
    ),
    ("sessions, hard: '3'", "sessions: 4", "FML303", "number of sessions 4 exceeds the hard limit of 3"),
    ("sessions, soft: '3'", "sessions: 4", "FML302", "number of sessions 4 exceeds the soft limit of 3"),
    ("sessions, min: '5'", "sessions: 4", "FML306", "number of sessions 4 is below the minimum of 5"),
    (
        "interval, min: 2 weeks",
        "interval: 7 days",
        "FML303",
        "interval between sessions 1 week is below the minimum of 2 weeks",
    ),
]


@pytest.mark.parametrize(("row", "more", "code", "words"), OVER)
def test_over_a_limit(make: Make, row: str, more: str, code: str, words: str) -> None:
    outcome = judged(make(f"drug, on: {row}"), "product: drug-10, volume: 1.1 mL", more)
    (found,) = of(outcome, code)
    assert words in found.message
    assert found.message.startswith("drug: ")
    assert "Limit from A source, page 1 (label)." in found.help
    assert (found.component, found.source, found.severity) == ("drug", "A source, page 1", None)
    assert found.value
    assert found.limit
    assert codes(outcome) - {code} <= {"FML308", "FML701"}
    assert (errors(outcome) == {code}) is (all_rules()[code].level == "error")


@pytest.mark.parametrize(("row", "more", "code", "words"), OVER)
def test_what_is_unverified_only_warns(make: Make, row: str, more: str, code: str, words: str) -> None:
    outcome = judged(make(f"drug, on: {row}, evidence: unverified"), "product: drug-10, volume: 1.1 mL", more)
    wanted = code if code == "FML306" else "FML309"
    (found,) = of(outcome, wanted)
    assert words.partition(" ")[0] in found.message
    assert "(unverified)" in found.help
    assert errors(outcome) == set()
    assert codes(outcome) - {wanted} <= {"FML308", "FML701"}


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("per-kg, hard: 0.2 mg/kg", "FML304", "patient_weight"),
        ("per-kg, soft: 0.2 mg/kg", "FML304", "patient_weight"),
        ("per-kg, min: 0.2 mg/kg", "FML304", "patient_weight"),
        ("per-point, hard: 0.1 mg", "FML303", "volume_per_point"),
        ("per-point, soft: 0.1 mg", "FML302", "volume_per_point"),
        ("per-point, min: 0.1 mg", "FML306", "volume_per_point"),
        ("per-area, hard: 0.1 mg/cm2", "FML303", "area"),
        ("points, hard: '9'", "FML303", "points"),
        ("sessions, hard: '9'", "FML303", "sessions"),
        ("interval, min: 1 week", "FML303", "interval"),
    ],
)
def test_a_limit_without_its_figure_is_not_checked(make: Make, row: str, code: str, field: str) -> None:
    for evidence in ("label", "unverified"):
        outcome = judged(make(f"drug, on: {row}, evidence: {evidence}"), "product: drug-10, volume: 1 mL")
        (found,) = of(outcome, code)
        assert found.not_checked
        assert found.message.startswith("not checked: ")
        assert found.help == f"Add `{field}` to `administration`."
        assert (errors(outcome), outcome.clean) == (set(), False)
        assert codes(outcome) - {"FML308", "FML701"} == {code}


def test_several_limits_without_their_figures_are_one_finding(make: Make) -> None:
    catalogue = make(
        "drug, on: per-point, hard: 1 mg", "drug, on: points, hard: '5'", "ane, on: points, hard: '6'"
    )
    (found,) = of(
        judged(catalogue, "product: drug-10, volume: 1 mL\nproduct: ane-10, volume: 1 mL"), "FML303"
    )
    assert "drug (limit 1 mg)" in found.message
    assert "ane (limit 6)" in found.message
    assert found.help == "Add `volume_per_point` and `points` to `administration`."


def test_the_component_that_brings_most_is_shown_and_all_are_named(make: Make) -> None:
    catalogue = make("drug, on: per-session, hard: 10 mg")
    parts = "ingredient: salt, dry: true, amount: 4 mg\nproduct: drug-10, volume: 1 mL\n"
    parts += "ingredient: drug, dry: true, amount: 1 mg"
    (found,) = of(judged(catalogue, parts), "FML303")
    assert found.path == ("components", 1, "volume")
    assert "(through salt, drug-10 and drug)" in found.message
    assert (found.value, found.limit, found.unit) == ("13", "10", "mg")


def test_a_limit_on_a_moiety_says_so(make: Make) -> None:
    catalogue = make("salt, on: per-session, as: drug, hard: 1 mg")
    (found,) = of(judged(catalogue, "ingredient: salt, dry: true, amount: 4 mg"), "FML303")
    assert found.message == "salt as drug: dose per session 2 mg exceeds the hard limit of 1 mg"


def test_a_dose_beside_the_formula_points_at_the_numbing(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 10 mg")
    more = "numbing: {how: separate-injection, product: ane-10, amount: 2 mL}"
    (found,) = of(judged(catalogue, "product: drug-10, volume: 1 mL", more), "FML303")
    assert found.path == ("administration", "numbing")
    assert found.message.endswith("the hard limit of 10 mg (through the separate numbing)")


def test_a_group_by_its_name(make: Make) -> None:
    catalogue = make("drugs, on: per-session, hard: 1 mg")
    (found,) = of(judged(catalogue, "product: drug-10, volume: 1 mL"), "FML303")
    assert found.message == "drugs: dose per session 10 mg exceeds the hard limit of 1 mg (through drug-10)"


def test_a_rounded_factor_is_a_note(tmp_path: Path) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("soda", "molar_mass: {value: '84.01', source: s, evidence: label}"),
        standings="- {ingredient: soda, standing: approved, source: s, evidence: label}",
        limits=limit("soda, on: concentration, hard: 84 mg/mL, note: A note.")
        + limit("soda, on: stock-strength, hard: 84 mg/mL"),
    )
    outcome = outcome_of(formula("ingredient: soda, strength: 1 mmol/mL, volume: 10 mL"), catalogue)
    (found,) = of(outcome, "FML301")
    assert (found.severity, errors(outcome)) == ("note", set())
    assert found.message.endswith("but by no more than the last digit of a rounded factor")
    assert "A note. Limit from" in found.help
    (found,) = of(outcome, "FML307")
    assert found.severity == "note"
    assert "is above the strongest marketed, 84 mg/mL, but by no more than" in found.message


def test_members_of_a_group_are_summed_as_fractions(make: Make) -> None:
    rows = ("ane, on: per-session, hard: 100 mg", "bne, on: per-session, hard: 50 mg")
    outcome = judged(make(*rows), "product: ane-10, volume: 5 mL\nproduct: bne-10, volume: 2.5 mL")
    assert not of(outcome, "FML305")
    outcome = judged(make(*rows), "product: ane-10, volume: 5 mL\nproduct: bne-10, volume: 2.501 mL")
    (found,) = of(outcome, "FML305")
    assert errors(outcome) == {"FML305"}
    assert found.message == "locals together use 100.02 % of their dose limits (ane 50 % and bne 50 %)"
    assert (found.value, found.limit, found.component) == ("1.0002", "1", "locals")
    assert found.path == ("components", 0, "product")
    assert found.help == "Use one of them only, or less of each. They add up."


def test_a_member_at_its_own_limit_leaves_no_room_for_another(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 10 mg", "bne, on: per-session, hard: 50 mg")
    outcome = judged(catalogue, "product: ane-10, volume: 1 mL\nproduct: bne-10, volume: 0.5 mL")
    assert errors(outcome) == {"FML305"}


def test_the_harder_of_a_session_and_a_weight_limit_counts(make: Make) -> None:
    catalogue = make(
        "ane, on: per-session, hard: 100 mg",
        "ane, on: per-kg, hard: 0.5 mg/kg",
        "bne, on: per-kg, hard: 1 mg/kg",
        "bne, on: per-session, hard: 100 mg",
        "bne, on: concentration, hard: 1.5 mg/mL",
        "bne, on: per-session, soft: 11 mg",
    )
    parts = "product: ane-10, volume: 1 mL\nproduct: bne-10, volume: 1 mL"
    assert not of(judged(catalogue, parts, "patient_weight: 30 kg"), "FML305")
    (found,) = of(judged(catalogue, parts, "patient_weight: 29.9 kg"), "FML305")
    assert "ane 66.9 % and bne 33.4 %" in found.message


def test_one_over_by_itself_and_one_alone_are_not_combined(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 5 mg", "bne, on: per-session, hard: 50 mg")
    outcome = judged(catalogue, "product: ane-10, volume: 1 mL\nproduct: bne-10, volume: 1 mL")
    assert errors(outcome) == {"FML303"}
    assert not of(judged(catalogue, "product: bne-10, volume: 1 mL"), "FML305")


@pytest.mark.parametrize(
    ("parts", "more", "said"),
    [
        ("product: ane-10, volume: 1 mL\nproduct: cne-10, volume: 1 mL", "", "no dose limit for cne"),
        ("product: bne-10, volume: 1 mL\nproduct: cne-10, volume: 1 mL", "", "no dose limit for bne and cne"),
        (
            "product: ane-10, volume: 1 mL",
            "numbing: {how: topical, product: ane-10}",
            "of the ane on the skin",
        ),
        (
            "product: ane-10, volume: 1 mL",
            "numbing: {how: topical, product: bne-10}",
            "of the bne on the skin",
        ),
        (
            "product: drug-10, volume: 1 mL",
            "numbing: {how: topical, product: ane-10}",
            "of the ane on the skin",
        ),
        # FML303 asks for the volume of what is injected, and FML304 for the weight
        ("product: drug-10, volume: 1 mL", "numbing: {how: separate-injection, product: ane-10}", None),
        ("product: ane-10, volume: 1 mL\nproduct: dne-10, volume: 1 mL", "", None),
        (
            "product: ane-10, volume: 1 mL\nproduct: dne-10, volume: 1 mL\nproduct: cne-10, volume: 1 mL",
            "",
            "no dose limit for cne",
        ),
        (
            "product: ane-10, volume: 1 mL",
            "numbing: {how: separate-injection, product: ane-10, amount: 1 mL}",
            None,
        ),
    ],
)
def test_a_member_that_cannot_be_counted_is_said(make: Make, parts: str, more: str, said: str | None) -> None:
    catalogue = make(
        "ane, on: per-session, hard: 100 mg",
        "bne, on: per-session, hard: 50 mg, evidence: unverified",
        "dne, on: per-kg, hard: 7 mg/kg",
    )
    outcome = judged(catalogue, parts, more)
    found = of(outcome, "FML305")
    assert [said is not None and said in one.message for one in found] == ([True] if said else [])
    assert all(one.not_checked for one in found)
    assert errors(outcome) == set()


def test_a_known_excess_is_said_even_beside_an_unknown_dose(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 100 mg", "bne, on: per-session, hard: 50 mg")
    parts = "product: ane-10, volume: 6 mL\nproduct: bne-10, volume: 3 mL"
    outcome = judged(catalogue, parts, "numbing: {how: topical, product: ane-10}")
    assert errors(outcome) == {"FML305"}


def test_a_sum_beside_the_formula_points_at_the_numbing(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 10 mg")
    more = "numbing: {how: topical, product: ane-10}"
    (found,) = of(judged(catalogue, "product: drug-10, volume: 1 mL", more), "FML305")
    assert found.path == ("administration", "numbing")


def test_what_is_put_on_the_skin_without_a_name_is_not_passed_over(make: Make) -> None:
    outcome = judged(make(), "product: drug-10, volume: 1 mL", "numbing: {how: topical}")
    (found,) = of(outcome, "FML303")
    assert (found.path, found.not_checked, found.on_key) == (("administration", "numbing"), True, True)
    assert "on the skin to numb it, which is not named" in found.message


@pytest.mark.parametrize(
    ("row", "given", "advice"),
    [
        ("per-session, hard: 5 mg", "", "Give less of it in one session;"),
        ("per-point, hard: 0.1 mg", "volume_per_point: 1 mL", "Inject less at each point;"),
        ("per-area, hard: 0.1 mg/cm2", "area: 10 cm2", "Give less, or spread it over a larger area;"),
        ("points, hard: '5'", "points: 6", "Inject at fewer points in one session;"),
        ("sessions, hard: '5'", "sessions: 6", "Plan fewer sessions;"),
        ("interval, min: 4 weeks", "interval: 3 weeks", "Leave more time between the sessions;"),
        ("volume, hard: 9 mL", "", "Give a smaller volume in one session;"),
    ],
)
def test_what_to_do_fits_what_is_over(make: Make, row: str, given: str, advice: str) -> None:
    (found,) = of(judged(make(f"drug, on: {row}"), "product: drug-10, volume: 1 mL", given), "FML303")
    assert found.help.startswith(f"{advice} this cannot be waived.")


@pytest.mark.parametrize(
    ("bne", "told"), [("bne-10, volume: 0.9 mL", True), ("drug-10, volume: 0.9 mL", False)]
)
def test_why_a_higher_limit_does_not_hold(make: Make, bne: str, told: bool) -> None:  # noqa: FBT001
    catalogue = make(
        "ane, on: per-session, hard: 5 mg",
        "ane, on: per-session, hard: 50 mg, when: {with: bne, at_least: 1 mg/mL}",
        "bne, on: per-session, hard: 99 mg",
    )
    (found,) = of(judged(catalogue, f"product: ane-10, volume: 1 mL\nproduct: {bne}"), "FML303")
    words = " The limit of 50 mg takes at least 1 mg/mL of bne in all that is given, and there is less."
    assert (words in found.help) is told


def test_no_limit_on_record(make: Make) -> None:
    outcome = judged(make(), "product: drug-10, volume: 1 mL\nproduct: drug-10, volume: 1 mL")
    drug, water = of(outcome, "FML308")
    assert (drug.component, drug.not_checked, drug.severity) == ("drug", True, None)
    assert drug.message == "not checked: no limit on drug is on record for intradermal use"
    assert (water.component, water.not_checked, water.severity) == ("saltwater", False, "note")


@pytest.mark.parametrize(
    "row", ["drug, on: concentration, soft: 9 mg/mL", "drugs, on: per-session, hard: 90 mg"]
)
def test_a_limit_of_any_kind_on_it_or_its_group_is_one(make: Make, row: str) -> None:
    assert {one.component for one in of(judged(make(row), "product: drug-10, volume: 1 mL"), "FML308")} == {
        "saltwater"
    }


def test_a_limit_on_what_it_yields_is_one(make: Make) -> None:
    catalogue = make("drug, on: concentration, soft: 9 mg/mL")
    outcome = judged(catalogue, "ingredient: salt, dry: true, amount: 1 mg")
    assert {one.component for one in of(outcome, "FML308")} == {"saltwater"}


def test_a_limit_for_another_use_is_none(make: Make) -> None:
    catalogue = make("drug, on: concentration, indication: old-scar, soft: 9 mg/mL")
    assert of(judged(catalogue, "product: drug-10, volume: 1 mL"), "FML308")[0].component == "drug"


def test_an_amount_that_nobody_knows_is_another_rule_s(make: Make) -> None:
    outcome = judged(make("drug, on: concentration, soft: 9 mg/mL"), "ingredient: drug, volume: 1 mL")
    assert errors(outcome) == {"FML310"}
    assert {one.component for one in of(outcome, "FML308")} == {"saltwater"}


def test_what_cannot_be_converted_is_said_once(make: Make) -> None:
    rows = (
        "drug, on: per-session, hard: 5 mmol",
        "drug, on: concentration, hard: 5 mmol/mL",
        "salt, on: per-session, as: metal, hard: 5 mg",
    )
    outcome = judged(make(*rows), "product: drug-10, volume: 1 mL\ningredient: salt, dry: true, amount: 1 mg")
    (found,) = of(outcome, "FML404")
    assert found.path == ("components", 0, "volume")
    assert found.not_checked
    assert "molar mass" in found.help + found.message
    assert (found.limit, found.component) == ("5 mmol", "drug")
    (found,) = of(outcome, "FML405")
    assert found.path == ("components", 1, "amount")
    assert found.component == "salt"


@pytest.mark.parametrize(
    ("row", "plan", "field"),
    [
        ("volume, hard: 5 mL", "", "volume_per_session"),
        ("volume, hard: 5 mL", "volume_per_session: 6 mL", "volume_per_session"),
        ("points, hard: '5'", "points: 6", "points"),
        ("sessions, hard: '5'", "sessions: 6", "sessions"),
        ("interval, min: 5 days", "interval: 4 days", "interval"),
    ],
)
def test_what_is_planned_is_told_where_the_plan_is(make: Make, row: str, plan: str, field: str) -> None:
    outcome = judged(make(f"drug, on: {row}"), "product: drug-10, volume: 1 mL", plan)
    (found,) = of(outcome, "FML303")
    assert found.path == ("administration", field)


def test_what_cannot_be_measured_out_is_not_told_again_where_it_is_limited(make: Make) -> None:
    parts = "product: drug-10, amount: 5 mmol\nproduct: drug-10, volume: 1 mL"
    (found,) = of(judged(make("drug, on: per-session, hard: 5 mmol"), parts), "FML404")
    assert (found.path, found.component) == (("components", 0, "amount"), "drug-10")


def test_what_cannot_be_converted_beside_the_formula_has_no_component(make: Make) -> None:
    catalogue = make("ane, on: per-session, hard: 5 mmol")
    more = "numbing: {how: separate-injection, product: ane-10, amount: 1 mL}"
    (found,) = of(judged(catalogue, "product: drug-10, volume: 1 mL", more), "FML404")
    assert found.path == ("components",)


def test_a_case_keeps_what_rules_look_at(make: Make) -> None:
    case = case_of(formula(WATER, indication="old-scar", profile="plain"), make())
    assert case.indication is not None
    assert (case.indication.id, case.use.indications) == ("old-scar", ("old-scar", "scar"))
    assert case.profile is not None
    assert case.profile.id == "plain"
    assert case_of(formula(WATER, profile="other"), make()).profile is None
    unknown = case_of(formula(WATER, indication="other"), make())
    assert (unknown.indication, unknown.profile, unknown.use.indications) == (None, None, ())


@pytest.mark.parametrize(
    ("limit", "bounded"),
    [
        ("'on': per-session, hard: 10 mg", True),
        ("'on': concentration, soft: 10 mg/mL", True),
        ("'on': per-session, min: 1 mg", False),  # how little, not how much
        ("'on': volume, hard: 10 mL", False),
        ("'on': points, hard: '5'", False),
        ("'on': sessions, hard: '5'", False),
        ("'on': interval, min: 1 day", False),
    ],
)
def test_what_is_a_limit_on_how_much(tmp_path: Path, limit: str, bounded: bool) -> None:  # noqa: FBT001
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("drug-1", "{ingredient: drug, strength: 1 mg/mL}"),
        standings=approved("drug"),
        limits=f"- {{ingredient: drug, {limit}, route: any, source: s, evidence: label}}",
    )
    given = "administration: {points: 1, sessions: 1, interval: 2 days}"
    outcome = outcome_of(formula("product: drug-1, volume: 2 mL", "2 mL", given), catalogue)
    assert ("FML308" in codes(outcome)) is not bounded


def test_a_product_stated_in_its_own_units_is_read() -> None:
    parts = "product: hyaluronidase-150, amount: 75 USP units\nproduct: lidocaine-1-percent, volume: 9.5 mL"
    outcome = outcome_of(formula(parts, indication="local-anesthesia", route="infiltration"))
    assert not {"FML402", "FML404", "FML406", "FML407"} & codes(outcome)


@pytest.mark.parametrize(
    ("weight", "species", "fails"),
    [
        ("635 kg", "human", False),
        ("635000001 mg", "human", True),
        ("5000 kg", "human", True),
        ("700 kg", "equine", False),
        ("1524 kg", "equine", False),
        ("1525 kg", "equine", True),
    ],
)
def test_a_weight_that_no_patient_has(weight: str, species: str, fails: bool) -> None:  # noqa: FBT001
    more = f"administration: {{patient_weight: {weight}}}"
    outcome = outcome_of(formula("product: sodium-chloride-0.9, qs: true", more=more, species=species))
    found = [item.finding.path for item in outcome.reported if item.finding.code == "FML304"]
    assert found == ([("administration", "patient_weight")] if fails else [])
