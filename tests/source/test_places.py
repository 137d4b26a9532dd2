"""Offsets to lines and columns, and the limits that the design fixes."""

from __future__ import annotations

import pytest

from formulary.source import limits
from formulary.source.places import Fault, Refusal, flat, line_of, located, span

WHY = Refusal("FML003", "wrong", "Right it.")


def test_the_limits_are_those_of_the_design() -> None:
    assert limits.MAX_BYTES == 262_144
    assert limits.MAX_DEPTH == 16
    assert limits.MAX_NODES == 20_000
    assert limits.MAX_COMPONENTS == 200
    assert limits.MAX_FINDINGS == 100
    assert limits.MAX_INTEGER == 9_007_199_254_740_991
    assert limits.MAX_MARKS == 30


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (0, 0, (1, 1, 1, 1)),
        (0, 2, (1, 1, 1, 3)),
        (1, 4, (1, 2, 2, 2)),
        (3, 4, (2, 1, 2, 2)),
        (2, 3, (1, 3, 2, 1)),
        (7, 7, (3, 2, 3, 2)),
        (9, 12, (3, 2, 3, 2)),
        (4, 2, (2, 2, 2, 2)),
    ],
)
def test_a_span_stays_within_its_text(start: int, end: int, place: tuple[int, ...]) -> None:
    assert span("ab\ncd\ne", start, end) == place


def test_every_break_is_one_and_keeps_the_offsets() -> None:
    assert flat("a\r\nb\rc\nd") == "a \nb\nc\nd"
    assert [line_of("a\r\nb\rc\nd", number) for number in range(6)] == ["", "a", "b", "c", "d", ""]


def test_findings_come_in_the_order_of_the_text_and_not_too_many() -> None:
    found = located("x" * 300, [Fault(WHY, place, place + 1) for place in range(299, 0, -1)], 7)
    assert [place.span.column for place in found if place.span] == list(range(2, 102))
    assert found[0].span == (7, 2, 7, 3)
