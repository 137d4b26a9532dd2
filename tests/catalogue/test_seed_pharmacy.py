"""The reference data read as a pharmacist reads it: recomputed where it can be, and judged by itself."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import formula, outcome_of

from formulary.catalogue.load import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).parents[2] / "seed"
_MASSES = """
H 1.008, C 12.011, N 14.007, O 15.999, S 32.06, P 30.974, F 18.998, Cl 35.45, I 126.90, Na 22.990, K 39.098,
Mg 24.305, Ca 40.078, Cr 51.996, Mn 54.938, Co 58.933, Cu 63.546, Zn 65.38, Se 78.971
"""
WEIGHTS = dict(re.findall(r"(\w+) ([0-9.]+)", _MASSES))
"""IUPAC standard atomic weights, abridged."""


@cache
def ingredients() -> tuple[dict[str, Any], ...]:
    files = sorted((SEED / "ingredients").glob("*.yaml"))
    return tuple(entry for path in files for entry in yaml.safe_load(path.read_text())["ingredients"])


def mass(formulas: str) -> Fraction:
    """The molar mass of a formula such as `2C7H8N4O2.C2H8N2.2H2O`."""
    total = Fraction(0)
    for part in formulas.split("."):
        found = re.fullmatch(r"([0-9]*)((?:[A-Z][a-z]?[0-9]*)+)", part)
        assert found, part
        elements = re.findall(r"([A-Z][a-z]?)([0-9]*)", found[2])
        one = sum(Fraction(WEIGHTS[element]) * int(count or 1) for element, count in elements)
        total += one * int(found[1] or 1)
    return total


def where(figure: dict[str, Any]) -> str:
    return figure["source"]["where"] if isinstance(figure["source"], dict) else ""


def test_every_molar_mass_that_names_a_formula_is_that_of_the_formula() -> None:
    checked = 0
    for entry in ingredients():
        figure = entry.get("molar_mass")
        if figure and "IUPAC" in where(figure):
            checked += 1
            computed = mass(where(figure).partition(",")[0])
            assert abs(computed - Fraction(figure["value"])) <= Fraction("0.011"), entry["id"]
    assert checked > 80


def test_every_moiety_factor_is_the_quotient_of_its_formulas() -> None:
    checked = 0
    for entry in ingredients():
        for moiety in entry.get("moieties", ()):
            found = re.match(r"(two )?(\S+) (?:in|for each) (\S+?),", where(moiety))
            assert found, (entry["id"], moiety["name"])
            checked += 1
            error = abs(mass(found[2]) * (2 if found[1] else 1) / mass(found[3]) - Fraction(moiety["factor"]))
            assert error < Fraction("0.00006"), (entry["id"], moiety["name"])
    assert checked > 30


def products() -> Iterator[str]:
    catalogue = shipped()
    for name in catalogue.ids("products"):
        product = catalogue.product(name)
        if any(content.active and content.per_ml is not None for content in product.contents):
            yield name


@pytest.mark.parametrize("name", list(products()))
def test_no_vial_that_ships_is_stronger_than_the_strongest_marketed(name: str) -> None:
    """The trace elements of Multitrace-4 Concentrate were found to be called five times too strong."""
    parts = f"product: {name}, volume: 1 mL\nproduct: sodium-chloride-0.9, qs: true"
    outcome = outcome_of(formula(parts, indication="skin-sagging"), shipped())
    assert not [item.finding.message for item in outcome.reported if item.finding.code == "FML307"]


@pytest.mark.parametrize(
    "stock",
    [
        "dexamethasone-sodium-phosphate, strength: 4 mg/mL, as: dexamethasone-phosphate",
        "dexamethasone-sodium-phosphate, strength: 10.93 mg/mL",
        "betamethasone-sodium-phosphate, strength: 3.95 mg/mL",
        "magnesium-sulfate, strength: 4.06 mEq/mL",
        "magnesium-sulfate, strength: 2.03 mmol/mL",
        "sodium-bicarbonate, strength: 1 mEq/mL",
        "vitamin-a-palmitate, strength: 15 mg/mL, as: retinol",
        "vitamin-a-palmitate, strength: 27.5 mg/mL",
        "zinc-sulfate, strength: 12.32 mg/mL",
        "cyanocobalamin, strength: 1 mg/mL",
    ],
)
def test_a_strength_as_a_vial_states_it_is_no_warning(stock: str) -> None:
    parts = f"ingredient: {stock}, volume: 1 mL\nproduct: sodium-chloride-0.9, qs: true"
    outcome = outcome_of(formula(parts, indication="skin-sagging"), shipped())
    found = [item for item in outcome.reported if item.finding.code == "FML307"]
    assert {item.severity for item in found} <= {"note"}


def test_what_is_on_the_lists_of_safety_risks_is_prohibited_by_name() -> None:
    policy = shipped().policy("us")
    listed = (
        *("AOD-9604", "BPC-157", "LL-37", "CJC-1295", "dihexa", "DSIP", "epitalon", "GHK-Cu", "ibutamoren"),
        *("ipamorelin", "kisspeptin-10", "KPV", "melanotan II", "mechano growth factor", "MOTs-C", "selank"),
        *("semax", "thymosin alpha-1", "LKKTETQ"),
    )
    for name in listed:
        found = shipped().resolve(name, "ingredients")
        assert found, name
        assert [row.standing for row in policy.standings(found.id)] == ["prohibited"], name


@pytest.mark.parametrize("brand", ["Aqualyx", "Kabelline", "Lipo Lab", "Lipodissolve"])
def test_a_brand_that_fda_warned_of_is_known_by_its_name(brand: str) -> None:
    outcome = outcome_of(formula(f"product: {brand}, volume: 10 mL", indication="localized-fat"), shipped())
    refused = {item.finding.component for item in outcome.reported if item.finding.code == "FML202"}
    assert refused == {"phosphatidylcholine", "sodium-deoxycholate"}
