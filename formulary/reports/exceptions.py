"""The waivers of a project, for people and for programs: those in force, and how sound the file is."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.domain.waiver import Waiver
    from formulary.validation.outcome import Tally

_SOON = 30
"""Days before its end from which a waiver is marked."""


class Register(NamedTuple):
    """The waivers of a file that are in force on a day; ``others`` entries of it are not."""

    file: str
    day: date
    waivers: tuple[Waiver, ...]
    others: int


def days_left(waiver: Waiver, day: date) -> int:
    """How many days a waiver holds after today."""
    return (date.fromisoformat(waiver.expires) - day).days


def lines(register: Register, within: int | None = None) -> Iterator[Line]:
    """Each waiver in two lines, the one that ends first at the top; then how many there are.

    ``within`` says that only those are listed that end within so many days.
    """
    for waiver in register.waivers:
        left = days_left(waiver, register.day)
        what = f"{waiver.recipe}{f', {waiver.component}' if waiver.component else ''}"
        ends = f"until {waiver.expires}, {count(left, 'day')} left" if left else "today is its last day"
        style = "yellow" if left <= _SOON else "green"
        yield Line(f"{what}: {ends}", mark=waiver.rule, mark_style=style)
        yield Line(f"{waiver.reason} (approved by {waiver.approved_by}, {_place(waiver)})", indent=7, hang=7)
    total = f"{count(len(register.waivers), 'waiver')} in force{_ending(register, within)}."
    if register.others:
        entries = "1 entry is" if register.others == 1 else f"{register.others:,} entries are"
        total += f" {entries} not{'' if within is None else ' in force'}: `formulary waivers check` says why."
    yield Line(total)


def _ending(register: Register, within: int | None) -> str:
    ends = "ends" if len(register.waivers) == 1 else "end"
    return "" if within is None else f" {ends} within {count(within, 'day')}"


def _place(waiver: Waiver) -> str:
    return f"{waiver.file}:{waiver.line}"


def record(register: Register) -> dict[str, Any]:
    """The same for programs."""
    return {
        "version": 1,
        "file": register.file,
        "day": register.day.isoformat(),
        "waivers": [
            {
                **{name: value for name, value in waiver._asdict().items() if name not in ("file", "number")},
                "days_left": days_left(waiver, register.day),
            }
            for waiver in register.waivers
        ],
        "not_in_force": register.others,
    }


def verdict(register: Register, tally: Tally, recipes: Sequence[str]) -> Line:
    """What a check of the file comes to; ``recipes`` are the files that it was held against."""
    found = listing(
        count(number, word)
        for number, word in ((tally.errors, "error"), (tally.warnings, "warning"))
        if number
    )
    mark, style = ("Failed:", "red") if tally.errors else ("Passed:", "green")
    beside = f"held against {count(len(recipes), 'file')}" if recipes else "held against no recipe"
    text = f"{count(len(register.waivers), 'waiver')} in force, {beside}: {found or 'nothing to report'}."
    return Line(text, mark=mark, mark_style=style)


def summary(register: Register, tally: Tally, recipes: Sequence[str]) -> str:
    """The same for programs, as the end of a document."""
    counts = {
        "waivers": len(register.waivers),
        "not_in_force": register.others,
        "files": len(recipes),
        "errors": tally.errors,
        "warnings": tally.warnings,
    }
    return json.dumps(counts)
