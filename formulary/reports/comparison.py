"""The differences of two formulas as lines for people, as rows, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.reports.differences import PARTS
from formulary.reports.layout import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.reports.differences import Difference

_SHORT = 100
"""Characters of both sides together that are read at a glance; longer ones stand one above the other."""


def lines(before: str, after: str, found: Sequence[Difference]) -> Iterator[Line]:
    """The differences under the headings of their parts; ``before`` and ``after`` name the two."""
    yield Line(f"{before} -> {after}", "bold")
    if not found:
        yield Line("The two are the same formula.")
    for part, heading in PARTS.items():
        of_part = [item for item in found if item.part == part]
        if of_part:
            yield Line("")
            yield Line(heading, "bold")
            for item in of_part:
                yield from one(item)


def one(item: Difference, indent: int = 2) -> Iterator[Line]:
    """The line of one difference, or two where its sides are long."""
    note, hang = f" ({item.note})" if item.note else "", indent + 4
    if item.before and item.after and len(item.before) + len(item.after) <= _SHORT:
        yield Line(f"{item.what}: {item.before} -> {item.after}{note}", "", indent, "~", "yellow", hang)
        return
    if item.before:
        yield Line(f"{item.what}: {item.before}", "", indent, "-", "red", hang)
    if item.after:
        yield Line(f"{item.what}: {item.after}{note}", "", indent, "+", "green", hang)


def data(before: dict[str, str], after: dict[str, str], found: Sequence[Difference]) -> dict[str, Any]:
    """The same for machines; ``before`` and ``after`` say which two were compared."""
    return {"version": 1, "from": before, "to": after, "differences": [item._asdict() for item in found]}
