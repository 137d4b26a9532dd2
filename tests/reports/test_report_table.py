"""Tables for people: what does not fit beside stands below, and nothing is lost but the end of a title."""

from __future__ import annotations

import pytest

from formulary.reports.table import table

COLUMNS = ("version", "status", "valid_until", "title")
ROWS = [
    {
        "version": "hair-density@1",
        "status": "draft",
        "valid_until": "2027-11-26T09:30:00Z",
        "title": "A long title that goes on and on",
    },
    {"version": "b@12", "status": "approved", "valid_until": "", "title": "Short"},
]


def test_without_a_terminal_a_row_is_one_line() -> None:
    assert list(table(ROWS, COLUMNS)) == [
        "version         status    valid until              title",
        "hair-density@1  draft     2027-11-26 09:30:00 UTC  A long title that goes on and on",
        "b@12            approved                           Short",
    ]


def test_what_does_not_fit_stands_below() -> None:
    assert list(table(ROWS, COLUMNS, width=60)) == [
        "version         status    valid until",
        "    title",
        "hair-density@1  draft     2027-11-26 09:30:00 UTC",
        "    A long title that goes on and on",
        "b@12            approved",
        "    Short",
    ]


@pytest.mark.parametrize("width", [20, 33, 60, 75, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_all_columns_are_there(width: int) -> None:
    lines = list(table(ROWS, COLUMNS, width=width))
    assert max(map(len, lines)) <= width
    shown = "\n".join(lines)
    for word in ("version", "status", "title", "hair-density@1", "approved", "A long", "Short"):
        assert word in shown
