"""What an import found, in words: each formula, each fault at its cell, and what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}


class Noted(NamedTuple):
    """One fault: where (`B7`), its code, its weight, what is wrong and what to do."""

    place: str
    code: str
    severity: str
    message: str
    help: str


class Result(NamedTuple):
    """What came of an import. ``formulas`` are ids with their numbers of components.

    ``written`` is the folder, empty where nothing was written; ``blocked`` says that nothing can be.
    """

    formulas: Sequence[tuple[str, int]]
    faults: Sequence[Noted]
    written: str
    blocked: bool


def lines(result: Result) -> Iterator[Line]:
    """The report."""
    for one in result.faults:
        yield Line(
            one.message, mark=f"{one.place}: {one.code} {one.severity}:", mark_style=_STYLES[one.severity]
        )
        if one.help:
            yield Line(one.help, mark="help:", mark_style="dim", indent=2)
    if result.faults:
        yield Line("")
    for id_, parts in result.formulas:
        yield Line(f"{id_}, {count(parts, 'component')}")
    if result.formulas:
        yield Line("")
    yield Line(_summary(result))


def _summary(result: Result) -> str:
    found = [
        count(number, word)
        for word in ("error", "warning", "note")
        if (number := sum(one.severity == word for one in result.faults))
    ]
    what = f"{count(len(result.formulas), 'formula')} read: {listing(found) or 'nothing against them'}."
    if result.written:
        return f"{what} Written to {result.written}; `formulary validate {result.written}` checks them again."
    if result.blocked:
        return f"{what} Nothing was written: first correct what could not be carried over."
    return f"{what} Nothing was written; `--write DIR` writes them."


def data(result: Result) -> dict[str, object]:
    """The report as data."""
    return {
        "version": 1,
        "formulas": [{"id": id_, "components": parts} for id_, parts in result.formulas],
        "findings": [one._asdict() for one in result.faults],
        "written": result.written,
    }
