"""What holds for a mixture as a whole: how many actives, whose pH meets whose, how concentrated it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import approved, formula, ingredient, outcome_of, product, small, solved

from formulary.findings import Severity
from formulary.mixture.osmolality import least_osmolality
from formulary.units import Exact

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding

GRADE = "source: s, evidence: expert"
NAMES = ("drug", "kin", "saltwater", "herb")
PH = {
    "acid": '{low: "2.5", high: "4.5"}',
    "neutral": '{low: "6.0", high: "7.0"}',
    "broad": '{low: "5.0", high: "7.2"}',
    "mild": '{low: "6.5", high: "8.0"}',
    "base": '{low: "8.0", high: "9.0"}',
    "edge": '{low: "7.0", high: "8.5"}',
}


def cabinet(folder: Path, policy: str = "") -> Catalogue:
    heavy = "molar_mass: {value: '100', source: s, evidence: register}"
    stocks = "".join(
        product(name, "{ingredient: drug, strength: 10 mg/mL}", f"ph: {ph}") for name, ph in PH.items()
    )
    stocks += product("blank", "{ingredient: kin, strength: 1 mg/mL}")
    stocks += product("water", "{ingredient: saltwater, strength: 9 mg/mL}", 'ph: {low: "9.0", high: "9.5"}')
    stocks += product("strong", "{ingredient: drug, strength: 100 mg/mL}")
    stocks += product("stated", "{ingredient: drug, strength: 1 mg/mL}", "osmolality: 900 mOsm/kg")
    stocks += product("milk", "{ingredient: drug, strength: 100 mg/mL}", form="suspension")
    stocks += product("pair", "{ingredient: drug, strength: 1 mg/mL}, {ingredient: kin, strength: 1 mg/mL}")
    return small(
        folder,
        ingredients=ingredient("drug", heavy)
        + ingredient("kin", heavy)
        + ingredient("herb")
        + ingredient("saltwater", heavy, category="vehicle"),
        products=stocks,
        standings=approved(*NAMES),
        policy=policy,
    )


def found(catalogue: Catalogue, code: str, *parts: str, route: str = "subcutaneous") -> list[Finding]:
    listed = "\n".join(part if "," in part else f"product: {part}, volume: 1 mL" for part in parts)
    outcome = outcome_of(formula(listed, f"{len(parts)} mL", route=route), catalogue)
    return [item.finding for item in outcome.reported if item.finding.code == code]


@pytest.mark.parametrize(
    ("parts", "conflict"),
    [
        (("base", "acid"), True),
        (("acid", "base"), True),
        (("base", "neutral"), True),
        (("mild", "acid"), True),
        (("mild", "neutral"), False),  # both may be 6.5 to 7
        (("edge", "neutral"), False),  # both may be 7
        (("base", "mild"), False),
        (("base", "broad"), False),  # both may be alkaline
        (("acid", "neutral"), False),  # both are acidic
        (("broad", "acid"), False),  # on the whole acidic
        (("base", "base"), False),
        (("water", "acid"), False),  # a diluent holds no buffer
    ],
)
def test_alkaline_and_acidic_stocks(parts: tuple[str, ...], conflict: bool, tmp_path: Path) -> None:  # noqa: FBT001
    assert bool(found(cabinet(tmp_path), "FML506", *parts)) is conflict


def test_one_alkaline_stock_against_two(tmp_path: Path) -> None:
    (finding,) = found(cabinet(tmp_path), "FML506", "acid", "base", "neutral")
    assert finding.message.startswith("base (pH 8.0 to 9.0) meets acid (pH 2.5 to 4.5) and neutral")
    assert finding.path == ("components", 1, "product")
    assert not finding.not_checked


def test_two_alkaline_stocks_against_one_are_one_finding(tmp_path: Path) -> None:
    (finding,) = found(cabinet(tmp_path), "FML506", "edge", "base", "acid")
    assert finding.component == "base"


def test_an_unknown_ph_is_said_once(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path)
    (finding,) = found(catalogue, "FML506", "acid", "blank", "strong", "water")
    assert (finding.severity, finding.not_checked) == (Severity.NOTE, True)
    assert "the pH of blank and strong suits" in finding.message
    assert found(catalogue, "FML506", "blank", "water") == []
    powder = "ingredient: kin, amount: 1 mg, dry: true"
    assert found(catalogue, "FML506", "acid", "water", powder) == []


MOST = f"max_actives: {{value: 2, note: A rule of the house., {GRADE}}}\n"


@pytest.mark.parametrize(
    ("parts", "many"),
    [
        (("acid", "base", "water"), False),
        (("acid", "base", "blank"), True),
        (("acid", "acid", "base"), False),  # the same stock twice
        (("pair", "base", "water"), False),  # a ready combination counts once
    ],
)
def test_many_actives(parts: tuple[str, ...], many: bool, tmp_path: Path) -> None:  # noqa: FBT001
    assert bool(found(cabinet(tmp_path, MOST), "FML504", *parts)) is many


def test_a_policy_that_is_not_for_the_route_counts_nothing(tmp_path: Path) -> None:
    assert found(cabinet(tmp_path, MOST), "FML504", "acid", "base", "blank", route="transdermal") == []


def test_what_is_said_of_too_many(tmp_path: Path) -> None:
    (finding,) = found(cabinet(tmp_path, MOST), "FML504", "acid", "base", "blank")
    assert (finding.path, finding.on_key) == (("components",), True)
    assert (finding.value, finding.limit, finding.path) == ("3", "2", ("components",))
    assert "A rule of the house. Limit from A source, page 1." in finding.help


def test_without_a_number_nothing_is_too_many(tmp_path: Path) -> None:
    assert found(cabinet(tmp_path), "FML504", "acid", "base", "blank", "strong") == []


WINDOW = f"osmolality: [{{routes: [subcutaneous], high: 500 mOsm/kg, {GRADE}}}]\n"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("strong", "water"), "at least 545 mOsm/kg, above the 500 advised for subcutaneous use (strong 500"),
        (("stated", "acid"), ""),  # (900 + 100) / 2
        (("stated", "stated", "acid"), "at least 633"),
        (("milk", "water"), ""),  # what is suspended is not dissolved
    ],
)
def test_osmolality(parts: tuple[str, ...], words: str, tmp_path: Path) -> None:
    findings = found(cabinet(tmp_path, WINDOW), "FML507", *parts)
    assert bool(findings) is bool(words)
    assert all(words in finding.message for finding in findings)


def test_only_the_routes_of_the_policy(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path, WINDOW)
    assert found(catalogue, "FML507", "strong", "stated", route="intradermal") == []
    assert found(catalogue, "FML507", "strong", "stated")


def test_exactly_at_the_limit_passes_and_a_hair_above_never_reads_as_equal(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path, WINDOW)
    at, above = (f"ingredient: drug, strength: {mg} mg/mL, volume: 1 mL" for mg in ("50", "50.00001"))
    assert found(catalogue, "FML507", at) == []
    (finding,) = found(catalogue, "FML507", above)
    assert "at least 500.0001 mOsm/kg, above the 500" in finding.message


def test_what_cannot_be_counted_is_said(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path, WINDOW)
    (finding,) = found(catalogue, "FML507", "ingredient: herb, strength: 1 mg/mL, volume: 1 mL", "water")
    assert (finding.severity, finding.not_checked) == (Severity.NOTE, True)
    assert "what herb adds" in finding.message


def test_a_stated_osmolality_counts_unless_the_molecules_are_more(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path)
    parts = "product: stated, volume: 1 mL\nproduct: strong, volume: 3 mL"
    estimate = least_osmolality(solved(formula(parts, "4 mL"), catalogue), catalogue)
    assert estimate is not None
    assert estimate.parts == ((0, Exact.of(225)), (1, Exact.of(750)))
    assert estimate.least == Exact.of(975)


def test_without_a_volume_there_is_no_estimate(tmp_path: Path) -> None:
    catalogue = cabinet(tmp_path)
    parts = "ingredient: drug, amount: 1 mg\nproduct: strong, volume: 1 mL"
    assert least_osmolality(solved(formula(parts, "4 mL"), catalogue), catalogue) is None
