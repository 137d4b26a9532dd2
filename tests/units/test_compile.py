"""The table of factors against Pint, and that nothing but the compiler ever needs Pint."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pint
import pytest

from formulary.units import Exact, find_unit
from formulary.units import compile as compiling
from formulary.units._factors import COUNTED, FOREIGN, PLAIN, SPELLINGS, UNITS
from formulary.units.vocabulary import ATOMS, RATES

PACKAGE = Path(compiling.__file__).parents[1]


@pytest.fixture(scope="module")
def made() -> compiling.Registry:
    return compiling.registry()


def test_the_committed_table_is_what_the_vocabulary_compiles_to() -> None:
    assert compiling.render(compiling.rows()) == compiling.TARGET.read_text("utf-8")


def test_main_writes_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling, "TARGET", tmp_path / "_factors.py")
    assert compiling.main() == 0
    assert (tmp_path / "_factors.py").read_text("utf-8") == (PACKAGE / "units" / "_factors.py").read_text(
        "utf-8"
    )
    assert capsys.readouterr().out == f"{len(UNITS)} units written to _factors.py\n"


def test_every_factor_is_pints_own(made: compiling.Registry) -> None:
    for atom in ATOMS:
        kind, n, d = UNITS[atom.symbol]
        assert kind == atom.kind
        assert compiling.factor(made, atom.pint, compiling.base_expression(kind)) == Fraction(n, d)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("kg", "1000000"), ("ng", "1/1000000"), ("dL", "100"), ("mcL", "1/1000"), ("mol", "1000"),
        ("h", "60"), ("month", "40320"), ("mm2", "1/100"), ("% w/v", "10"), ("% v/v", "1/100"),
        ("% w/w", "1/100"), ("g/L", "1"), ("mcg/mL", "1/1000"), ("g/100 mL", "10"), ("mg/5 mL", "1/5"),
        ("mL/g", "1/1000"), ("g/kg", "1000"), ("mcg/cm2", "1/1000"), ("g/day", "1000"), ("mEq/L", "1/1000"),
        ("USP units/L", "1/1000"), ("mg/3 mL", "1/3"), ("mg/0.5 mL", "2"), ("mg/100 g", "1/100000"),
    ],
)  # fmt: skip
def test_factors_worked_out_by_hand(unit: str, factor: str) -> None:
    found = find_unit(unit)
    assert found is not None
    assert found.factor == Exact.of(factor)


def test_kinds_do_not_convert_in_pint_either(made: compiling.Registry) -> None:
    for one, other in (
        ("IU", "USP_unit"),
        ("IU", "gram"),
        ("Eq", "mole"),
        ("mole", "gram"),
        ("USP_unit", "katal"),
    ):
        with pytest.raises(pint.DimensionalityError):
            made.Quantity(Fraction(1), one).to(other)


def test_definitions_cannot_be_replaced_unseen(made: compiling.Registry) -> None:
    with pytest.raises(pint.RedefinitionError):
        made.define("gram = 2 * kilogram")


def test_a_float_from_pint_is_not_taken(made: compiling.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "parse_expression", lambda text: 0.5 if text == "gram" else 1)
    with pytest.raises(TypeError, match="float for gram"):
        compiling.factor(made, "gram", "milligram")


def test_the_table_is_whole() -> None:
    symbols = {*UNITS}
    assert {*SPELLINGS.values(), *FOREIGN.values(), *PLAIN.values(), *COUNTED} <= symbols
    assert len(symbols) == len(ATOMS) + sum(
        1
        for rate in RATES
        for _ in rate.over
        for atom in ATOMS
        if atom.kind in rate.of and atom.symbol not in rate.without
    )
    assert all(n > 0 and d > 0 for _, n, d in UNITS.values())


def test_only_the_compiler_imports_pint() -> None:
    importers = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "import pint" in (text := path.read_text("utf-8")) or "from pint" in text
    ]
    assert importers == ["units/compile.py"]


def test_reading_quantities_imports_nothing_heavy() -> None:
    code = (
        "import sys; from formulary.units import *; "
        "parse('250 mg/5 mL'); convert(parse('1 g'), find_unit('mg')); normalized_text(parse('1 g')); "
        "heavy = 'pint fractions decimal dataclasses inspect rapidfuzz'.split(); "
        "lazy = [f'formulary.units.{name}' for name in ('vocabulary', 'refused', 'bridges')]; "
        "print(sorted({*heavy, *lazy} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
