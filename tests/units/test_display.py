"""Numbers for people: never 0 for a little, never equal for unequal, a leading zero and no trailing one."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.units import (
    Exact,
    Quantity,
    amount_text,
    exact_text,
    find_unit,
    label_text,
    normalized_text,
    pair_text,
    parse,
    quantity_text,
)
from formulary.units._factors import UNITS
from formulary.units.display import rounded_text

positive = st.builds(Exact, st.integers(1, 10**18), st.integers(1, 10**18))
WRITTEN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


@given(positive)
def test_a_number_is_written_well_and_nearly_right(value: Exact) -> None:
    for text in (exact_text(value), rounded_text(value, 3), rounded_text(value, 20)):
        assert WRITTEN.fullmatch(text)
        assert Exact.of(text) > 0
        assert abs(Exact.of(text) - value) / value <= Exact(1, 100)
    assert exact_text(-value) == f"-{exact_text(value)}"
    assert abs(Exact.of(exact_text(value)) - value) / value <= Exact(1, 10**5)


@given(st.integers(0, 10**30), st.integers(0, 12))
def test_what_ends_within_twelve_decimals_is_written_in_full(digits: int, decimals: int) -> None:
    value = Exact(digits, 10**decimals)
    assert Exact.of(exact_text(value)) == value
    assert exact_text(value, approx=True) == exact_text(value)


@given(positive, positive)
def test_a_pair_is_never_equal_unless_it_is(value: Exact, limit: Exact) -> None:
    first, second = (Exact.of(text) for text in pair_text(value, limit))
    assert (first < second, first == second) == (value < limit, value == limit)


@given(positive, st.integers(1, 10**40), st.booleans())
def test_a_hair_beyond_the_limit_shows(limit: Exact, hair: int, below: bool) -> None:  # noqa: FBT001
    value = limit + (-limit if below else limit) / (hair + 1)
    first, second = (Exact.of(text) for text in pair_text(value, limit))
    assert first != second
    assert (first < second) is below


def test_pairs_known_to_have_gone_wrong() -> None:
    assert pair_text(Exact(20) + Exact(1, 3 * 10**9), Exact(20)) == ("20.0000000003", "20")
    assert pair_text(Exact.of("20.0000000000001"), Exact(20)) == ("20.0000000000001", "20")
    assert pair_text(Exact(2, 3), Exact.of("0.6666668")) == ("0.666666666667", "0.6666668")
    assert pair_text(Exact(1, 3), Exact(2, 6)) == ("0.333333", "0.333333")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Exact(0), "0"),
        (Exact(1, 2), "0.5"),
        (Exact(100), "100"),
        (Exact(-5, 2), "-2.5"),
        (Exact(1, 10**12), "0.000000000001"),
        (Exact(1, 10**13), "0.0000000000001"),
        (Exact(1, 3), "0.333333"),
        (Exact(2, 3), "0.666667"),
        (Exact(-2, 3), "-0.666667"),
        (Exact(1, 3 * 10**20), "0.00000000000000000000333333"),
        (Exact(999999999, 7), "142857143"),
        (Exact(2999999, 3), "1000000"),
        (Exact(100, 3), "33.3333"),
        (Exact(10**6 * 3 + 1, 3), "1000000"),
    ],
)
def test_numbers(value: Exact, text: str) -> None:
    assert exact_text(value) == text
    ends = Exact.of(text) == value
    assert exact_text(value, approx=True) == (text if ends else f"≈ {text}")


def test_halves_round_to_the_even_digit() -> None:
    assert rounded_text(Exact.of("0.125"), 2) == "0.12"
    assert rounded_text(Exact.of("0.375"), 2) == "0.38"
    assert rounded_text(Exact.of("9.999"), 2) == "10"
    assert rounded_text(Exact(0), 2) == "0"


@pytest.mark.parametrize(
    ("written", "normalized"),
    [
        ("5 mg", "5 mg"),
        ("5 mL", "5 mL"),
        ("1 g", "1 g (1000 mg)"),
        ("250 mg/5 mL", "250 mg/5 mL (50 mg/mL)"),
        ("1 mg/3 mL", "1 mg/3 mL (≈ 0.333333 mg/mL)"),
        ("2% w/v", "2% w/v (20 mg/mL)"),
        ("2 %w/v", "2 %w/v (20 mg/mL)"),
        ("5 mL/100 mL", "5 mL/100 mL (5% v/v)"),
        ("25 mg/g", "25 mg/g (2.5% w/w)"),
        ("0.1 ng/L", "0.1 ng/L (0.0000000001 mg/mL)"),
        ("1:100000", "1:100000 (10 mcg/mL)"),
        ("1:300,000", "1:300000 (≈ 3.33333 mcg/mL)"),
        ("12 months", "12 months (48 weeks)"),
        ("1 month", "1 month (4 weeks)"),
        ("28 days", "28 days"),
        ("2 weeks", "2 weeks"),
        ("90 min", "90 min"),
        ("1 ug", "1 ug (0.001 mg)"),
    ],
)
def test_the_authors_spelling_and_the_plain_unit(written: str, normalized: str) -> None:
    quantity = parse(written)
    assert isinstance(quantity, Quantity)
    assert normalized_text(quantity) == normalized


@pytest.mark.parametrize(
    ("base", "unit", "text"),
    [
        (Exact(50), "mg/5 mL", "250 mg/5 mL"),
        (Exact(50), "% w/v", "5% w/v"),
        (Exact(1440), "days", "1 day"),
        (Exact(2880), "days", "2 days"),
        (Exact(10080), "weeks", "1 week"),
        (Exact(40320), "week", "4 weeks"),
        (Exact(1), "USP units", "1 USP unit"),
        (Exact(150), "USP units", "150 USP units"),
        (Exact(1), "USP units/mL", "1 USP units/mL"),
        (Exact(0), "mg", "0 mg"),
    ],
)
def test_quantities(base: Exact, unit: str, text: str) -> None:
    found = find_unit(unit)
    assert found is not None
    assert quantity_text(base, found) == text


def test_labels_say_units() -> None:
    for unit, text in (
        ("IU/mL", "1500 units/mL"),
        ("USP units/mL", "1500 USP units/mL"),
        ("mcg", "1500000 mcg"),
    ):
        found = find_unit(unit)
        assert found is not None
        assert label_text(Exact(1500), found) == text
    milliliters = find_unit("mg/3 mL")
    assert milliliters is not None
    assert label_text(Exact(1, 7), milliliters) == "≈ 0.428571 mg/3 mL"


@given(st.sampled_from(sorted(UNITS)), st.integers(0, 10**9 - 1), st.integers(0, 9))
def test_what_is_printed_reads_back_as_the_same_amount(symbol: str, digits: int, decimals: int) -> None:
    unit = find_unit(symbol)
    assert unit is not None
    amount = Exact(digits, 10**decimals)
    again = parse(amount_text(amount, unit))
    assert isinstance(again, Quantity)
    assert again.kind == unit.kind
    assert again.base == amount * unit.factor
    assert again.base.fraction == Fraction(digits, 10**decimals) * unit.factor.fraction
