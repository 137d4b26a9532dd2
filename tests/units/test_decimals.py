"""Random decimals through reading, converting, comparing and printing, each step against Fraction.

Three hundred on every run; a hundred thousand when FORMULARY_SOAK is set, as `make soak` does.
"""

from __future__ import annotations

import os
import random
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from formulary.units import (
    Converted,
    Exact,
    Quantity,
    Verdict,
    amount_text,
    convert,
    exact_text,
    find_unit,
    judge,
    pair_text,
    parse,
)
from formulary.units._factors import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 100_000 if os.environ.get("FORMULARY_SOAK") else 300
BY_KIND = {kind: [s for s in UNITS if UNITS[s][0] == kind] for kind, _, _ in UNITS.values()}


def factor(symbol: str) -> Fraction:
    _, n, d = UNITS[symbol]
    return Fraction(n, d)


def decimals(seed: int) -> Iterator[tuple[random.Random, str]]:
    """Decimals of every length that is read, the short ones as often as the long ones."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(COUNT):
        whole = str(dice.randrange(10 ** dice.randrange(10)))
        below = "".join(dice.choices("0123456789", k=dice.randrange(10)))
        yield dice, f"{whole}.{below}" if below else whole


@pytest.mark.parametrize("seed", range(3))
def test_read_convert_print(seed: int) -> None:
    for dice, number in decimals(seed):
        symbol = dice.choice(list(UNITS))
        start = parse(f"{number} {symbol}")
        assert isinstance(start, Quantity)
        assert start.base.fraction == Fraction(number) * factor(symbol)
        wanted = dice.choice(BY_KIND[start.kind])
        unit = find_unit(wanted)
        assert unit is not None
        there = convert(start, unit)
        assert isinstance(there, Converted)
        assert there.value.fraction == Fraction(number) * factor(symbol) / factor(wanted)
        printed = exact_text(there.value)
        if len(printed.partition(".")[2]) <= 12 and Fraction(printed) == there.value.fraction:
            again = parse(amount_text(there.value, unit))
            assert not isinstance(again, Quantity) or again.base == start.base
        assert (printed == "0") == (Fraction(number) == 0)


@pytest.mark.parametrize("seed", range(3, 6))
def test_compare(seed: int) -> None:
    for dice, number in decimals(seed):
        kind = dice.choice(list(BY_KIND))
        one, other = dice.choices(BY_KIND[kind], k=2)
        ratio = factor(one) / factor(other)
        limit = (
            Fraction(number)
            * ratio
            * dice.choice([1, 1, Fraction(999_999_999, 10**9), Fraction(10**9 + 1, 10**9)])
        )
        value = Exact.of(number) * Exact.of(ratio)
        right = Fraction(number) * ratio <= limit
        assert (judge(value, Exact.of(limit)) is Verdict.WITHIN) is right
        first, second = (Fraction(text) for text in pair_text(value, Exact.of(limit)))
        assert (first <= second) is right
        assert (first == second) is (value == limit)
