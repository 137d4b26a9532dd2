"""The rows of the inventory: exact, complete, and the same numbers as the check."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, ROOT
from hypothesis import given
from hypothesis import strategies as st
from support import approved, case_of, data_of, formula, ingredient, product, setting, small

from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, ComponentRow, FormulaRow
from formulary.exports.files import Named, Unusable, batches, below, items
from formulary.exports.filters import Wanted
from formulary.exports.inventory import Entry, Item, entry
from formulary.exports.numbers import full, short
from formulary.exports.produce import Made, Order, of_files
from formulary.units import Exact
from formulary.validation.run import Choice

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue

SOLD = "{ingredient: drug, strength: 30 mg/mL}"
_LIMIT = '- {ingredient: drug, "on": %s, route: any, %s, source: s, evidence: label}\n'
LIMITS = _LIMIT % ("concentration", "hard: 20 mg/mL, soft: 12 mg/mL") + _LIMIT % ("per-kg", "hard: 4 mg/kg")
MADE = """\
product: stock, volume: 3 mL
ingredient: drug, concentration: 1 mg/mL, dry: true
ingredient: water, qs: true
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    codes = "identifiers: {cas: 50-00-0, unii: 1HG84L3525, source: s}"
    return small(
        tmp_path_factory.mktemp("seed"),
        ingredients=ingredient("drug", codes) + ingredient("water", category="vehicle"),
        products=product("stock", SOLD),
        standings=approved("drug"),
        limits=LIMITS,
    )


def found_in(files: list[Named]) -> list[Item | Unusable]:
    return [one for batch in batches(files) for one in items(batch, setting())]


def of(text: str, catalogue: Catalogue) -> Entry:
    return entry(Item(data_of(text), case_of(text, catalogue), ()))


def test_the_columns_are_the_fields_of_the_rows() -> None:
    assert tuple(column.name for column in FORMULA_COLUMNS) == FormulaRow._fields
    assert tuple(column.name for column in COMPONENT_COLUMNS) == ComponentRow._fields
    for column in (*FORMULA_COLUMNS, *COMPONENT_COLUMNS):
        assert column.kind in ("text", "number", "count")
        assert column.what


def test_a_component_says_what_it_brings_and_the_whole_mixture_holds(catalogue: Catalogue) -> None:
    made = of(formula(MADE, volume="7 mL"), catalogue)
    stock, powder, water = made.components
    assert (stock.part, stock.stock, stock.ingredient, stock.role) == (1, "stock", "drug", "active")
    assert (stock.cas, stock.unii, stock.atc) == ("50-00-0", "1HG84L3525", "")
    assert (stock.stated_by, stock.stated, stock.stock_strength) == ("volume", "3 mL", "30 mg/mL")
    assert (stock.amount_exact, stock.amount_unit) == ("90", "mg")
    assert (stock.concentration_exact, stock.concentration) == ("90/7", "12.8571")
    assert (stock.total_exact, stock.total, stock.concentration_unit) == ("97/7", "13.8571", "mg/mL")
    assert (powder.concentration_exact, powder.total_exact) == ("1", "97/7")
    assert (water.stated, water.part_volume_ml_exact, water.role) == ("q.s.", "4", "vehicle")


def test_the_nearest_limit_is_the_one_used_up_furthest(catalogue: Catalogue) -> None:
    made = of(formula(MADE, volume="7 mL"), catalogue)
    for row in made.components[:2]:  # 97/7 of 12 mg/mL: 15.48 % over
        assert (row.limit_on, row.limit_level, row.limit, row.limit_unit) == (
            "concentration",
            "soft",
            "12",
            "mg/mL",
        )
        assert row.headroom_percent == "-15.48"
        assert row.limit_source == "A source, page 1 [label]"
        assert row.standing == "approved"
    assert (made.formula.nearest, made.formula.headroom_percent) == ("drug", "-15.48")
    assert [(one.on, one.level, one.verdict) for one in made.limits] == [
        ("concentration", "soft", "beyond"),
        ("concentration", "hard", "within"),
        ("per-kg", "hard", "not compared"),
    ]
    assert "patient_weight" in made.limits[-1].why


def test_a_limit_used_up_exactly_has_no_headroom(catalogue: Catalogue) -> None:
    made = of(formula("product: stock, volume: 4 mL\ningredient: water, qs: true"), catalogue)
    assert made.components[0].headroom_percent == "0"


@pytest.mark.parametrize(
    ("bounds", "level", "headroom", "limits"),
    [
        ("hard: 20 mg/mL, min: 1 mg/mL", "hard", "40", [("hard", "40"), ("min", "")]),
        ("min: 1 mg/mL", "", "", [("min", "")]),
    ],
)
def test_a_minimum_is_no_limit_to_be_near_to(
    bounds: str, level: str, headroom: str, limits: list[tuple[str, str]], tmp_path: Path
) -> None:
    seed = small(
        tmp_path / "seed",
        ingredients=ingredient("drug") + ingredient("water", category="vehicle"),
        products=product("stock", SOLD),
        limits=_LIMIT % ("concentration", bounds),
    )
    made = of(formula("product: stock, volume: 4 mL\ningredient: water, qs: true"), seed)
    assert (made.formula.nearest_level, made.formula.headroom_percent) == (level, headroom)
    assert [(one.level, one.headroom_percent) for one in made.limits] == limits


def test_what_cannot_be_worked_out_is_said(catalogue: Catalogue) -> None:
    text = formula("ingredient: drug, volume: 1 mL\ningredient: no-such, volume: 1 mL", volume="2 mL")
    made = of(text, catalogue)
    assert not made.complete
    assert made.components[0].concentration_exact == made.components[0].amount == ""
    assert made.components[0].ingredient == "drug"
    assert made.components[1].role == "unknown"
    assert "no-such: the catalogue does not know it" in made.formula.missing


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_an_exact_number_is_read_back_as_itself(n: int, d: int) -> None:
    value = Exact(n, d)
    assert Exact.of(full(value)) == value
    rest = Fraction(n, d).denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assert ("/" in full(value)) == (rest != 1)
    assert (short(value) == "0") == (n == 0)


def test_every_shipped_recipe_is_exported_or_named() -> None:
    folder = str(ROOT / "seed/recipes")
    files = below(folder, sorted(str(path) for path in (ROOT / "seed/recipes").glob("*.yaml")))
    found = found_in(files)
    assert not [one for one in found if isinstance(one, Unusable)]
    made = [entry(one) for one in found if isinstance(one, Item)]
    assert len(made) == len(files)
    assert [one.item.file for one in made] == [file.name for file in files]
    assert all("/" not in file.name for file in files)


def test_an_id_is_exported_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(CLEAN, "utf-8")
    files = below(str(tmp_path), [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")])
    order = Order(Choice("us", forced=False, select=(), ignore=()), Wanted(), "json", {})
    first, second = of_files(files, order, 1)
    assert isinstance(first, Made)
    assert second == Unusable("b.yaml", "FML801", "the id `example` is that of a.yaml")
    _, again = of_files([*files[:1], *files[:1]], order, 1)
    assert again == Unusable("a.yaml", "FML801", "the id `example` is that of a.yaml")


def test_what_is_no_recipe_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: recipe/1\nid: a\n", "utf-8")
    (tmp_path / "b.ndjson").write_text('{"format": "recipe/1"}\n[\n', "utf-8")
    files = below(str(tmp_path), [str(tmp_path / "a.yaml"), str(tmp_path / "b.ndjson")])
    found = found_in(files)
    assert [(one.where, one.code) for one in found if isinstance(one, Unusable)] == [
        ("a.yaml", "FML101"),
        ("b.ndjson:1", "FML101"),
        ("b.ndjson:2", "FML003"),
    ]
