"""How a volume is drawn: with marks that are there, and what cannot be drawn is said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.units import Exact
from formulary.worksheet.job import syringe_of
from formulary.worksheet.syringes import USUAL, setting


def drawn(volume: str, *syringes: str) -> str:
    found = setting(Exact.of(volume), tuple(map(syringe_of, syringes)) or USUAL)
    parts = [f"{draw.times}x{draw.volume} in {draw.syringe.size}" for draw in found.draws]
    state = "too small" if found.too_small else "" if found.exact else "between"
    return f"{' + '.join(parts)} {state}".strip()


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ("0.57", "1x57/100 in 1"),
        ("1", "1x1 in 1"),
        ("2.1", "1x21/10 in 3"),
        ("2.15", "1x21/10 in 3 + 1x1/20 in 1"),
        ("5.1", "1x5 in 10 + 1x1/10 in 1"),
        ("20", "1x20 in 20"),
        ("20.37", "1x20 in 60 + 1x37/100 in 1"),
        ("75", "1x60 in 60 + 1x15 in 20"),
        ("120", "2x60 in 60"),
        ("1.06925", "1x1 in 3 + 1x7/100 in 1 between"),
        ("0.01", "1x1/100 in 1"),
        ("0.009", "too small"),
        ("0.015", "1x1/100 in 1 between"),
    ],
)
def test_the_usual_syringes_draw_it_so(volume: str, expected: str) -> None:
    assert drawn(volume) == expected


def test_only_the_syringes_at_hand_are_used() -> None:
    assert drawn("2.1", "1 mL") == "2x1 in 1 + 1x1/10 in 1"
    assert drawn("2.1", "5 mL by 0.5 mL") == "1x2 in 5 between"
    assert drawn("0.4", "5 mL by 0.5 mL") == "too small"


@given(
    volume=st.fractions(Fraction(1, 10**6), 500, max_denominator=10**6),
    chosen=st.sets(st.sampled_from(USUAL), min_size=1).map(lambda found: tuple(sorted(found))),
)
def test_what_is_drawn_is_on_marks_and_as_near_as_the_finest_scale_allows(
    volume: Fraction, chosen: tuple[object, ...]
) -> None:
    syringes = tuple(one for one in USUAL if one in chosen)
    found = setting(Exact(volume.numerator, volume.denominator), syringes)
    finest = min(one.mark.fraction for one in syringes)
    if found.too_small:
        assert volume < finest
        assert not found.draws
        return
    for draw in found.draws:
        assert 0 < draw.volume.fraction <= draw.syringe.size.fraction
        assert (draw.volume.fraction / draw.syringe.mark.fraction).denominator == 1
        assert draw.syringe in syringes
    total = sum(draw.volume.fraction * draw.times for draw in found.draws)
    assert total == found.total.fraction
    assert found.exact == (total == volume)
    assert abs(total - volume) <= finest / 2
