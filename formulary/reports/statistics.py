"""What a collection covers, for people and as data: indications, ingredients, room to the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.layout import Line, lay
from formulary.reports.summary import count
from formulary.rules import rule
from formulary.text import listing
from formulary.validation.facts import BANDS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Tally

_BAR, _BESIDE_BAR = 30, 34
_BANDS = {
    "over": "over a limit",
    "0-10": "less than 10 % left",
    "10-25": "10 to 25 % left",
    "25-50": "25 to 50 % left",
    "50-75": "50 to 75 % left",
    "75-100": "75 % left or more",
    "none": "no limit to compare with",
}


def as_data(tally: Tally, context: Context) -> dict[str, object]:
    """The statistics as data; counts are of recipes, those under ``rules`` of findings."""
    found = tally.statistics
    return {
        "indications": {"covered": _by_name(found.indications), "missing": _missing(tally, context)},
        "ingredients": _by_name(found.substances),
        "headroom": {band: found.headroom[band] for band in BANDS},
        "rules": _by_name(tally.codes),
    }


def as_text(tally: Tally, context: Context) -> str:
    """The statistics for people, an empty line after them; nothing where nobody asked for them."""
    if not context.indications:
        return ""
    lines = [lay(line, context.width, colour=context.colour, whole=True) for line in _lines(tally, context)]
    return "\n".join(lines) + "\n\n"


def _by_name(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _missing(tally: Tally, context: Context) -> list[str]:
    return [name for name in context.indications if name not in tally.statistics.indications]


def _lines(tally: Tally, context: Context) -> Iterator[Line]:
    found = tally.statistics
    missing = _missing(tally, context)
    covered = len(context.indications) - len(missing)
    yield Line(f"Indications: {covered} of {len(context.indications)} covered", "bold")
    yield from _counted(found.indications)
    if missing:
        yield Line(listing(missing), indent=2, mark="no recipe for:", mark_style="yellow", hang=4)
    yield Line(f"Ingredients in use: {len(found.substances)}", "bold")
    yield from _counted(found.substances)
    yield Line(f"Room to the nearest limit, of {count(sum(found.headroom.values()), 'recipe')}", "bold")
    most = max((1, *found.headroom.values()))
    longest = max(1, min(_BAR, context.width - _BESIDE_BAR)) if context.width else _BAR
    for band in BANDS:
        number = found.headroom[band]
        bar = "█" * -(-number * longest // most)
        yield Line(f"{_BANDS[band]:<24}  {bar}".rstrip(), mark=f"{number:>7,}")
    yield Line(f"Findings by rule: {sum(tally.codes.values()):,}", "bold")
    for code, number in _by_count(tally.codes):
        yield Line(f"{code} {rule(code).name}", mark=f"{number:>7,}")


def _counted(counts: Counter[str]) -> Iterator[Line]:
    for name, number in _by_count(counts):
        yield Line(name, mark=f"{number:>7,}")
