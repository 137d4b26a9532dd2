"""Exact against fractions.Fraction, which is right and slow."""

from __future__ import annotations

import copy
import operator
import pickle
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.units import ONE, ZERO, Exact

if TYPE_CHECKING:
    from collections.abc import Callable

wide = st.integers(-(10**30), 10**30)
rationals = st.builds(Fraction, wide, wide.filter(bool))
small = st.builds(Fraction, st.integers(-20, 20), st.integers(1, 12))
ARITHMETIC = (operator.add, operator.sub, operator.mul, operator.truediv)
COMPARISON = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)


@pytest.mark.parametrize("act", ARITHMETIC)
@given(first=rationals | small, second=rationals | small)
def test_arithmetic(act: Callable[..., object], first: Fraction, second: Fraction) -> None:
    if act is operator.truediv and not second:
        with pytest.raises(ZeroDivisionError):
            act(Exact.of(first), Exact.of(second))
        return
    right = act(first, second)
    for left in (
        act(Exact.of(first), Exact.of(second)),
        act(Exact.of(first), second),
        act(first, Exact.of(second)),
    ):
        assert isinstance(left, Exact)
        assert left.fraction == right
        assert left.d > 0


@pytest.mark.parametrize("act", COMPARISON)
@given(first=small, second=small)
def test_comparison(act: Callable[..., bool], first: Fraction, second: Fraction) -> None:
    right = act(first, second)
    assert act(Exact.of(first), Exact.of(second)) is right
    assert act(Exact.of(first), second) is right
    assert act(first, Exact.of(second)) is right


@given(rationals | small | st.integers().map(Fraction))
def test_one_number(value: Fraction) -> None:
    exact = Exact.of(value)
    assert hash(exact) == hash(value)
    assert (-exact).fraction == -value
    assert abs(exact).fraction == abs(value)
    assert bool(exact) is bool(value)
    assert Exact.of(str(exact)) == exact
    assert (exact.reduced().n, exact.reduced().d) == (value.numerator, value.denominator)
    assert pickle.loads(pickle.dumps(exact)) == exact  # noqa: S301 - just written
    assert copy.deepcopy(exact) == exact


@given(st.lists(small, max_size=60))
def test_sums_stay_exact_and_small(values: list[Fraction]) -> None:
    total = sum((Exact.of(value) / 7**9 for value in values), ZERO)
    assert total.fraction == sum(values) / 7**9
    assert total.d < 1 << 512


def test_numbers_over_one_denominator_keep_it() -> None:
    """Thousands of doses in mg with three decimals are added up; none of the sums may grow."""
    total = sum((Exact(part, 1000) for part in range(1, 10_000)), Exact(0, 1000))
    assert (total.n, total.d) == (sum(range(1, 10_000)), 1000)
    assert (Exact(5, 7) - Exact(2, 7)).d == 7


@given(whole=st.integers(0, 10**9 - 1), decimals=st.text("0123456789", max_size=9))
def test_decimals_are_read_as_they_stand(whole: int, decimals: str) -> None:
    text = f"{whole}.{decimals}" if decimals else str(whole)
    assert Exact.of(text).fraction == Fraction(text)
    assert Exact.of(f"-{text}").fraction == -Fraction(text)


def test_hash_where_the_denominator_is_the_modulus() -> None:
    for value in (Fraction(1, 2**61 - 1), Fraction(-3, 2 * (2**61 - 1)), Fraction(-1)):
        assert hash(Exact.of(value)) == hash(value)


@pytest.mark.parametrize(
    "text", ["", "1,5", "1e3", ".5", "5.", "nan", "inf", "+1", " 1", "1\n", "1/0", "1/2/3", "\u0665", "0x1"]
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an exact number"):
        Exact.of(text)


def test_text_of_any_length_is_harmless() -> None:
    with pytest.raises(ValueError, match="not an exact number"):
        Exact.of("9" * 1_000_000)


@pytest.mark.parametrize("other", [0.5, Decimal("0.5"), "0.5", None, 1j])
def test_nothing_inexact_gets_in(other: object) -> None:
    if not isinstance(other, str):
        with pytest.raises(TypeError):
            Exact.of(other)  # type: ignore[arg-type]
    for act in (*ARITHMETIC, operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            act(ONE, other)
        with pytest.raises(TypeError):
            act(other, ONE)


def test_equality_with_a_float_is_an_error_not_a_false() -> None:
    for other in (0.5, 1.0, Decimal(1)):
        with pytest.raises(TypeError):
            operator.eq(ONE, other)
    assert ONE != "1"
    assert ONE is not None
    assert Exact(1) in [None, Exact(1)]


def test_the_constructor_takes_integers() -> None:
    assert (Exact(3, -6).n, Exact(3, -6).d) == (-3, 6)
    assert Exact(3, -6) == Fraction(-1, 2)
    assert Exact.of(ONE) is ONE
    assert repr(Exact(2, 4)) == "Exact(2, 4)"
    assert str(Exact(2, 4)) == "1/2"
    with pytest.raises(ZeroDivisionError):
        Exact(1, 0)
    for wrong in (1.0, "1", True):
        with pytest.raises(TypeError):
            Exact(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            Exact(1, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("parts", [(1.5, 1), (1, 1.5), (None, 1)])
def test_what_only_looks_like_a_fraction_does_not_mix(parts: tuple[object, object]) -> None:
    other = SimpleNamespace(numerator=parts[0], denominator=parts[1])
    with pytest.raises(TypeError):
        operator.add(ONE, other)


def test_an_exact_never_changes() -> None:
    with pytest.raises(AttributeError):
        ONE.n = 2
    with pytest.raises(AttributeError):
        ONE.extra = 2  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del ONE.n
    assert (ONE.n, ONE.d, ZERO.n) == (1, 1, 0)
