"""A limit against a number: at it, one last digit above it, on another basis, or not comparable at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import case_of, formula, ingredient, product, small

from formulary.units import Exact, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.limits.comparison import Comparison

    Make = Callable[..., Catalogue]

WATER = "product: water, qs: true"
DRUGS = (
    ingredient("drug", "groups: [drugs]")
    + ingredient("cousin", "groups: [drugs]")
    + ingredient("stranger")
    + ingredient(
        "drug-salt",
        "groups: [salts], molar_mass: {value: '200', source: s, evidence: label},"
        " moieties: [{name: drug, factor: '0.5', source: s, evidence: label}]",
    )
    + ingredient(
        "soda",
        "molar_mass: {value: '84.01', source: s, evidence: label},"
        " valence: {value: 1, source: s, evidence: label}",
    )
    + ingredient("enzyme", "activity: [{unit: USP units, standard: x, source: s, evidence: label}]")
    + ingredient("adrenaline", "ratio_strength: {basis: 1 g in so many mL, source: s, evidence: label}")
    + ingredient("spirit", "density: {value: 0.8 g/mL, source: s, evidence: label}", category="vehicle")
    + ingredient("saltwater", category="vehicle")
)
STOCKS = (
    product("water", "{ingredient: saltwater, strength: 9 mg/mL}")
    + product("drug-10", "{ingredient: drug, strength: 10 mg/mL}")
    + product("cousin-10", "{ingredient: cousin, strength: 10 mg/mL}")
    + product("mix", "{ingredient: drug, strength: 10 mg/mL}, {ingredient: adrenaline, strength: '1:100000'}")
)


def row(text: str, evidence: str = "label") -> str:
    """One row of a policy's limits."""
    return f"- {{{text}{'' if 'route:' in text else ', route: any'}, source: s, evidence: {evidence}}}\n"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A catalogue with these limits."""
    return lambda *rows, combined="": small(
        tmp_path, ingredients=DRUGS, products=STOCKS, limits="".join(map(row, rows)), combined=combined
    )


def compared(catalogue: Catalogue, text: str) -> list[Comparison]:
    return list(case_of(text, catalogue).comparisons)


def verdicts(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    """Each comparison as (what the limit is of, what came out)."""
    return [(f"{one.limit.target} {one.limit.text}", one.verdict.value) for one in compared(catalogue, text)]


def only(catalogue: Catalogue, text: str) -> Comparison:
    (found,) = compared(catalogue, text)
    return found


@pytest.mark.parametrize(
    ("limit", "part", "more", "value", "verdict"),
    [
        ("concentration, hard: 2 mg/mL", "amount: 20 mg", "", "2", "within"),
        ("concentration, hard: 2 mg/mL", "amount: 20.001 mg", "", "2.0001", "beyond"),
        ("concentration, hard: 0.2 % w/v", "concentration: 2 mg/mL", "", "2", "within"),
        ("concentration, hard: 0.2 % w/v", "concentration: 2.000000001 mg/mL", "", "2.000000001", "beyond"),
        ("concentration, soft: 2 mg/mL", "amount: 20.001 mg", "", "2.0001", "beyond"),
        ("concentration, min: 2 mg/mL", "amount: 20 mg", "", "2", "within"),
        ("concentration, min: 2 mg/mL", "amount: 19.999 mg", "", "1.9999", "beyond"),
        ("per-session, hard: 20 mg", "amount: 20 mg", "", "20", "within"),
        ("per-session, hard: 20 mg", "amount: 20.000001 mg", "", "20.000001", "beyond"),
        ("per-session, hard: 5 mg", "amount: 20 mg", "volume_per_session: 2.5 mL", "5", "within"),
        ("per-session, hard: 5 mg", "amount: 20.01 mg", "volume_per_session: 2.5 mL", "5.0025", "beyond"),
        ("per-session, min: 20 mg", "amount: 20 mg", "", "20", "within"),
        ("per-session, min: 20 mg", "amount: 19.999 mg", "", "19.999", "beyond"),
        ("per-day, hard: 20 mg/day", "amount: 20 mg", "", "20", "within"),
        ("per-day, hard: 20 mg/day", "amount: 20.1 mg", "", "20.1", "beyond"),
        ("per-kg, hard: 0.4 mg/kg", "amount: 20 mg", "patient_weight: 50 kg", "0.4", "within"),
        ("per-kg, hard: 0.4 mg/kg", "amount: 20 mg", "patient_weight: 49.999 kg", "20000/49999", "beyond"),
        ("per-point, hard: 0.1 mg", "amount: 20 mg", "volume_per_point: 0.05 mL", "0.1", "within"),
        ("per-point, hard: 0.1 mg", "amount: 20 mg", "volume_per_point: 0.051 mL", "0.102", "beyond"),
        ("per-area, hard: 0.2 mg/cm2", "amount: 20 mg", "area: 100 cm2", "0.2", "within"),
        ("per-area, hard: 0.2 mg/cm2", "amount: 20 mg", "area: 99.9 cm2", "200/999", "beyond"),
        ("volume, hard: 10 mL", "amount: 20 mg", "", "10", "within"),
        ("volume, hard: 9.99 mL", "amount: 20 mg", "", "10", "beyond"),
        ("points, hard: '50'", "amount: 20 mg", "points: 50", "50", "within"),
        ("points, hard: '50'", "amount: 20 mg", "points: 51", "51", "beyond"),
        ("sessions, soft: '6'", "amount: 20 mg", "sessions: 7", "7", "beyond"),
        ("interval, min: 2 weeks", "amount: 20 mg", "interval: 14 days", "20160", "within"),
        ("interval, min: 2 weeks", "amount: 20 mg", "interval: 13.99 days", "20145.6", "beyond"),
    ],
)
def test_at_a_limit_and_just_past_it(
    make: Make, limit: str, part: str, more: str, value: str, verdict: str
) -> None:
    found = only(
        make(f"ingredient: drug, 'on': {limit}"),
        formula(f"product: drug-10, {part}\n{WATER}", more=f"administration: {{{more}}}" if more else ""),
    )
    assert (found.value, found.verdict.value) == (Exact.of(value), verdict)
    assert found.value is not None
    assert found.fraction == found.value / found.limit.bound


def test_every_portion_of_a_substance_counts(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 30 mg")
    parts = "product: drug-10, volume: 1 mL\nproduct: mix, volume: 1 mL\n"
    parts += "ingredient: drug, dry: true, amount: 11 mg\n"
    found = only(catalogue, formula(parts + WATER))
    assert (found.value, found.verdict) == (Exact(31), Verdict.BEYOND)
    assert found.components == (0, 1, 2)


def test_a_salt_and_what_it_yields_count_together(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 20 mg")
    found = only(
        catalogue,
        formula(f"product: drug-10, volume: 1 mL\ningredient: drug-salt, dry: true, amount: 20 mg\n{WATER}"),
    )
    assert (found.value, found.verdict, found.components) == (Exact(20), Verdict.WITHIN, (0, 1))
    found = only(catalogue, formula(f"ingredient: drug-salt, dry: true, amount: 41 mg\n{WATER}"))
    assert found.value == Exact(41, 2)
    assert any("0.5 drug" in step for step in found.steps)


def test_a_salt_with_a_limit_of_its_own_is_not_its_base(make: Make) -> None:
    catalogue = make("ingredient: drug-salt, 'on': per-session, hard: 20 mg")
    assert compared(catalogue, formula(f"product: drug-10, volume: 5 mL\n{WATER}")) == []
    found = only(catalogue, formula(f"ingredient: drug-salt, as: drug, dry: true, amount: 11 mg\n{WATER}"))
    assert (found.value, found.verdict) == (Exact(22), Verdict.BEYOND)


def test_a_limit_on_another_basis_goes_through_the_factor_or_not_at_all(make: Make) -> None:
    catalogue = make("ingredient: drug-salt, 'on': per-session, as: drug, hard: 10 mg")
    found = only(catalogue, formula(f"ingredient: drug-salt, dry: true, amount: 20 mg\n{WATER}"))
    assert (found.value, found.verdict) == (Exact(10), Verdict.WITHIN)
    catalogue = make("ingredient: drug, 'on': per-session, as: metal, hard: 10 mg")
    found = only(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}"))
    assert (found.verdict, found.missing, found.value) == (None, "FML405", None)
    assert found.fraction is None
    assert "drug" in found.why
    assert found.help


def test_a_group_is_summed_and_a_row_on_a_member_never_cancels_that(make: Make) -> None:
    catalogue = make(
        "group: drugs, 'on': per-session, hard: 20 mg", "ingredient: drug, 'on': per-session, hard: 15 mg"
    )
    text = formula(f"product: drug-10, volume: 1 mL\ningredient: cousin, dry: true, amount: 11 mg\n{WATER}")
    assert verdicts(catalogue, text) == [("drug 15 mg", "within"), ("drugs 20 mg", "beyond")]
    group = compared(catalogue, text)[1]
    assert (group.value, group.components) == (Exact(21), (0, 1))


def test_levels_are_judged_apart(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 30 mg, soft: 20 mg, min: 5 mg")
    text = formula(f"product: drug-10, volume: 2.5 mL\n{WATER}")
    assert [(one.limit.level, one.verdict.value) for one in compared(catalogue, text)] == [
        ("hard", "within"),
        ("soft", "beyond"),
        ("min", "within"),
    ]


@pytest.mark.parametrize(
    ("rows", "use", "expected"),
    [
        (["hard: 1 mg", "hard: 2 mg, route: intradermal"], {}, "2 mg"),
        (["hard: 2 mg, route: intradermal", "hard: 1 mg"], {}, "2 mg"),
        (["hard: 1 mg", "hard: 2 mg, route: subcutaneous"], {}, "1 mg"),
        (["hard: 1 mg", "hard: 2 mg, site: arm"], {"site": "arm"}, "2 mg"),
        (["hard: 1 mg", "hard: 2 mg, site: arm"], {"site": "leg"}, "1 mg"),
        (["hard: 1 mg", "hard: 2 mg, site: arm"], {}, "1 mg"),
        (["hard: 1 mg", "hard: 2 mg, indication: scar"], {}, "2 mg"),
        (["hard: 1 mg", "hard: 2 mg, indication: scar"], {"indication": "old-scar"}, "2 mg"),
        (["hard: 1 mg", "hard: 2 mg, indication: old-scar"], {}, "1 mg"),
        (
            ["hard: 1 mg, indication: scar", "hard: 2 mg, indication: old-scar"],
            {"indication": "old-scar"},
            "2 mg",
        ),
        (
            ["hard: 2 mg, indication: old-scar", "hard: 1 mg, indication: scar"],
            {"indication": "old-scar"},
            "2 mg",
        ),
        (["hard: 1 mg, site: arm", "hard: 2 mg, route: intradermal"], {"site": "arm"}, "2 mg"),
        (["hard: 1 mg, indication: scar", "hard: 2 mg, site: arm"], {"site": "arm"}, "2 mg"),
        (["hard: 1 mg", "hard: 2 mg, species: equine"], {"species": "equine"}, "2 mg"),
        (["hard: 1 mg"], {"species": "equine"}, None),
    ],
)
def test_the_most_specific_row_wins(
    make: Make, rows: list[str], use: dict[str, str], expected: str | None
) -> None:
    catalogue = make(*(f"ingredient: drug, 'on': per-session, {limit}" for limit in rows))
    found = compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}", **use))
    assert [one.limit.text for one in found] == ([expected] if expected else [])


def test_the_most_specific_row_wins_for_each_level_apart(make: Make) -> None:
    catalogue = make(
        "ingredient: drug, 'on': per-session, hard: 9 mg, soft: 1 mg",
        "ingredient: drug, 'on': per-session, route: intradermal, soft: 5 mg",
    )
    found = compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}"))
    assert sorted(one.limit.text for one in found) == ["5 mg", "9 mg"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("product: water, volume: 1 mL", "30 mg"),
        ('ingredient: adrenaline, strength: "1:1000", volume: 0.05 mL', "50 mg"),
        ('ingredient: adrenaline, strength: "1:1000", volume: 0.0499 mL', "30 mg"),
        ('ingredient: adrenaline, dry: true, concentration: "1:200000"', "50 mg"),
        ('ingredient: adrenaline, dry: true, concentration: "1:200001"', "30 mg"),
        ("ingredient: adrenaline, dry: true, amount: 5 mmol", "30 mg"),
    ],
)
def test_a_row_for_company_holds_only_with_enough_of_it(make: Make, other: str, expected: str) -> None:
    catalogue = make(
        "ingredient: drug, 'on': per-session, hard: 30 mg",
        "ingredient: drug, 'on': per-session, hard: 50 mg, when: {with: adrenaline, at_least: 5 mcg/mL}",
    )
    found = only(catalogue, formula(f"product: drug-10, volume: 1 mL\n{other}\n{WATER}"))
    assert found.limit.text == expected


def test_a_row_for_any_company_and_for_a_group(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 5 mg, when: {with: drugs}")
    assert only(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}")).verdict is Verdict.BEYOND
    catalogue = make("ingredient: drug, 'on': per-session, hard: 5 mg, when: {with: cousin}")
    assert compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}")) == []


BESIDE = "administration: {numbing: {how: separate-injection, product: cousin-10, amount: 1 mL}}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["hard: 30 mg", "hard: 50 mg, when: {with: cousin}"], ["30 mg"]),
        (["hard: 30 mg", "hard: 20 mg, when: {with: cousin}"], ["20 mg"]),
        (["hard: 20 mg, when: {with: cousin}"], ["20 mg"]),
        (["hard: 20 mg, when: {with: cousin, at_least: 1 mg/mL}"], []),
        (["hard: 20 mg, when: {with: stranger}"], []),
        (["min: 5 mg", "min: 2 mg, when: {with: cousin}"], ["5 mg"]),
        (["min: 5 mg", "min: 6 mg, when: {with: cousin}"], ["6 mg"]),
        (["hard: 30 mg", "hard: 20 mmol, when: {with: cousin}"], ["30 mg"]),
    ],
)
def test_company_beside_the_mixture_tightens_a_dose_and_never_loosens_it(
    make: Make, rows: list[str], expected: list[str]
) -> None:
    catalogue = make(*(f"ingredient: drug, 'on': per-session, {limit}" for limit in rows))
    found = compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}", more=BESIDE))
    assert [one.limit.text for one in found] == expected


def test_company_in_the_mixture_does_not_loosen_what_is_given_beside_too(make: Make) -> None:
    catalogue = make(
        "ingredient: cousin, 'on': per-session, hard: 30 mg",
        "ingredient: cousin, 'on': per-session, hard: 50 mg, when: {with: drug}",
    )
    parts = f"product: drug-10, volume: 1 mL\nproduct: cousin-10, volume: 1 mL\n{WATER}"
    assert only(catalogue, formula(parts)).limit.text == "50 mg"
    assert only(catalogue, formula(parts, more=BESIDE)).limit.text == "30 mg"


def test_company_beside_the_mixture_says_nothing_of_a_concentration(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': concentration, hard: 1 mg/mL, when: {with: cousin}")
    assert compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}", more=BESIDE)) == []


@pytest.mark.parametrize(
    ("stock", "expected"),
    [
        ("1 mEq/mL", Verdict.ROUNDING),
        ("84 mg/mL", Verdict.WITHIN),
        ("84.01 mg/mL", Verdict.BEYOND),
        ("1.0001 mEq/mL", Verdict.BEYOND),
        ("1.001 mEq/mL", Verdict.BEYOND),
        ("1 mmol/mL", Verdict.ROUNDING),
        ("0.9998 mEq/mL", Verdict.WITHIN),
    ],
)
def test_a_rounded_factor_excuses_its_own_last_digit(make: Make, stock: str, expected: Verdict) -> None:
    """84.01 g/mol may be 84.00: what a label calls 1 mEq/mL does not exceed that label's 84 mg/mL."""
    catalogue = make("ingredient: soda, 'on': concentration, hard: 84 mg/mL")
    found = only(catalogue, formula(f"ingredient: soda, strength: {stock}, volume: 10 mL"))
    assert found.verdict is expected
    assert bool(found.steps) is ("Eq" in stock or "mmol" in stock)


def test_what_was_not_rounded_has_no_excuse(make: Make) -> None:
    catalogue = make("ingredient: soda, 'on': concentration, hard: 84 mg/mL")
    parts = "ingredient: soda, strength: 84.01 mg/mL, volume: 9.9 mL\n"
    assert (
        only(catalogue, formula(parts + "ingredient: soda, strength: 1 mEq/mL, volume: 0.1 mL")).verdict
        is Verdict.BEYOND
    )
    parts = "ingredient: soda, strength: 84 mg/mL, volume: 9.9 mL\n"
    found = only(catalogue, formula(parts + "ingredient: soda, strength: 1 mEq/mL, volume: 0.1 mL"))
    assert found.verdict is Verdict.ROUNDING


def test_a_limit_is_compared_in_the_unit_it_is_written_in(make: Make) -> None:
    catalogue = make("ingredient: soda, 'on': concentration, hard: 1 mEq/mL")
    same = only(catalogue, formula("ingredient: soda, strength: 1 mEq/mL, volume: 10 mL"))
    assert (same.verdict, same.steps) == (Verdict.WITHIN, ())
    other = only(catalogue, formula("ingredient: soda, strength: 84 mg/mL, volume: 10 mL"))
    assert other.verdict is Verdict.WITHIN


@pytest.mark.parametrize(
    ("limit", "part", "missing", "word"),
    [
        (
            "drug, 'on': concentration, hard: 1 mmol/mL",
            "product: drug-10, volume: 1 mL",
            "FML404",
            "molar mass",
        ),
        (
            "drug-salt, 'on': concentration, hard: 1 mEq/mL",
            "ingredient: drug-salt, dry: true, amount: 1 mg",
            "FML404",
            "valence",
        ),
        (
            "enzyme, 'on': per-session, hard: 1 mg",
            "ingredient: enzyme, dry: true, amount: 5 USP units",
            "FML404",
            "USP",
        ),
        (
            "enzyme, 'on': per-session, hard: 1 IU",
            "ingredient: enzyme, dry: true, amount: 5 USP units",
            "FML404",
            "IU",
        ),
        ("drug, 'on': concentration, hard: 1 % v/v", "product: drug-10, volume: 1 mL", "FML404", "density"),
        ("drug, 'on': concentration, hard: 1 % w/w", "product: drug-10, volume: 1 mL", "FML404", "density"),
        ("drug, 'on': per-kg, hard: 1 mg/kg", "product: drug-10, volume: 1 mL", "weight", "patient_weight"),
        ("drug, 'on': per-area, hard: 1 mg/cm2", "product: drug-10, volume: 1 mL", "area", "area"),
        ("drug, 'on': per-point, hard: 1 mg", "product: drug-10, volume: 1 mL", "point", "volume_per_point"),
        ("drug, 'on': points, hard: '5'", "product: drug-10, volume: 1 mL", "points", "points"),
        ("drug, 'on': sessions, hard: '5'", "product: drug-10, volume: 1 mL", "sessions", "sessions"),
        ("drug, 'on': interval, min: 5 days", "product: drug-10, volume: 1 mL", "interval", "interval"),
    ],
)
def test_what_cannot_be_compared_says_why(make: Make, limit: str, part: str, missing: str, word: str) -> None:
    found = only(make(f"ingredient: {limit}"), formula(f"{part}\n{WATER}"))
    assert (found.verdict, found.missing, found.value) == (None, missing, None)
    assert word in found.why + found.help


def test_a_limit_by_weight_takes_the_density_of_the_mixture(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': concentration, hard: 1 % w/w")
    for volume, density, verdict in (
        ("5 mL", "0.5 g/mL", Verdict.WITHIN),
        ("5.001 mL", "0.5 g/mL", Verdict.BEYOND),
    ):
        text = formula(f"product: drug-10, volume: {volume}\n{WATER}", more=f"density: {density}")
        assert only(catalogue, text).verdict is verdict


def test_a_liquid_by_volume_and_by_mass(make: Make) -> None:
    catalogue = make("ingredient: spirit, 'on': concentration, hard: 10 % v/v")
    assert only(catalogue, formula(f"ingredient: spirit, volume: 1 mL\n{WATER}")).verdict is Verdict.WITHIN
    found = only(catalogue, formula(f"ingredient: spirit, dry: true, amount: 801 mg\n{WATER}"))
    assert found.verdict is Verdict.BEYOND


def test_a_refused_figure_is_not_compared_and_not_asked_for_again(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-kg, hard: 1 mg/kg")
    more = 'administration: {patient_weight: "50,5 kg"}'
    found = only(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}", more=more))
    assert (found.verdict, found.missing) == (None, "")


def test_a_volume_that_cannot_be_read_leaves_doses_open(make: Make) -> None:
    catalogue = make(
        "ingredient: drug, 'on': per-session, hard: 1 mg",
        "ingredient: drug, 'on': concentration, hard: 1 mg/mL",
    )
    found = compared(catalogue, formula("product: drug-10, volume: 1 mL", volume="5 Ml"))
    assert {one.verdict for one in found} == {None}
    catalogue_by_weight = make("ingredient: drug, 'on': concentration, hard: 1 % w/w")
    text = formula(f"product: drug-10, volume: 1 mL\n{WATER}", more="density: 1 mg")
    by_weight = only(catalogue_by_weight, text)
    assert (by_weight.verdict, by_weight.missing) == (None, "")
    more = 'administration: {volume_per_session: "1,5 mL"}'
    found = compared(catalogue, formula(f"product: drug-10, volume: 1 mL\n{WATER}", more=more))
    assert [(one.limit.on, one.verdict) for one in found] == [
        ("per-session", None),
        ("concentration", Verdict.WITHIN),
    ]


def test_separate_numbing_adds_to_doses_and_not_to_concentrations(make: Make) -> None:
    catalogue = make(
        "ingredient: drug, 'on': per-session, hard: 30 mg",
        "ingredient: drug, 'on': concentration, hard: 1 mg/mL",
        "group: drugs, 'on': per-session, hard: 30 mg",
    )
    more = "administration: {numbing: {how: separate-injection, product: mix, amount: 2.1 mL}}"
    text = formula(f"product: drug-10, volume: 1 mL\n{WATER}", more=more)
    assert verdicts(catalogue, text) == [
        ("drug 30 mg", "beyond"),
        ("drug 1 mg/mL", "within"),
        ("drugs 30 mg", "beyond"),
    ]
    assert compared(catalogue, text)[0].value == Exact(31)
    alone = compared(catalogue, formula(WATER, more=more))
    assert [(one.limit.text, one.value, one.components) for one in alone] == [
        ("30 mg", Exact(21), (-1,)),
        ("1 mg/mL", None, ()),
        ("30 mg", Exact(21), (-1,)),
    ]


def test_separate_numbing_that_cannot_be_converted_is_said(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 30 mmol")
    more = "administration: {numbing: {how: separate-injection, product: mix, amount: 2 mL}}"
    found = only(catalogue, formula(WATER, more=more))
    assert (found.verdict, found.missing) == (None, "FML404")


def test_the_species_and_the_route_of_a_policy(make: Make) -> None:
    catalogue = make("ingredient: drug, 'on': per-session, hard: 1 mg")
    case = case_of(formula(f"product: drug-10, volume: 1 mL\n{WATER}", route="transdermal"), catalogue)
    assert (case.in_scope, case.comparisons, case.judged, case.stocks) == (False, (), (), ())


def test_stock_strengths(make: Make) -> None:
    catalogue = make(
        "ingredient: drug, 'on': stock-strength, hard: 10 mg/mL",
        "ingredient: drug-salt, 'on': stock-strength, as: drug, hard: 10 mg/mL",
        "ingredient: soda, 'on': stock-strength, hard: 84 mg/mL",
        "ingredient: enzyme, 'on': stock-strength, hard: 84 mg/mL",
    )
    text = formula(
        "ingredient: drug, strength: 20 mg/mL, volume: 1 mL\n"
        "ingredient: drug-salt, strength: 20 mg/mL, volume: 1 mL\n"
        "ingredient: soda, strength: 1 mEq/mL, volume: 1 mL\n"
        "ingredient: enzyme, strength: 5 USP units/mL, volume: 1 mL\n"
        "ingredient: stranger, strength: 5 mg/mL, volume: 1 mL\n"
        "ingredient: drug, volume: 1 mL\nproduct: drug-10, volume: 1 mL\n"
        "ingredient: drug, strength: 5 Mg/mL, volume: 1 mL\n" + WATER
    )
    case = case_of(text, catalogue)
    assert [(one.portion.id, one.value) for one in case.stocks] == [
        ("drug", Exact(20)),
        ("drug-salt", Exact(10)),
        ("soda", Exact.of("84.01")),
        ("enzyme", None),
        ("drug-10", Exact(10)),
    ]
    assert case.stocks[2].slack is not None
    assert "USP" in case.stocks[3].why
    assert all(one.limit.on != "stock-strength" for one in case.comparisons)
