"""A comment for a pull request: the verdict, then a table for each file, those with errors first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.reports.gravest import Gravest, marked
from formulary.reports.markup import code, prose
from formulary.reports.place import within
from formulary.reports.summary import count, shown_name, summary
from formulary.reports.waived import advice, level, shown, weight
from formulary.text import clip, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

ROOM = 50_000
"""Characters of all rows; a comment on GitHub holds 65,536 in all."""

_LONGEST = 600
_ORDER = tuple(Severity)
_TABLE = "| line | level | rule | what is wrong |\n|---:|---|---|---|"


def one(outcome: Outcome, context: Context) -> str:
    """A row for each finding, marked with how grave it is, as JSON with that and the file it belongs to."""
    file = code(shown_name(within(outcome.name, context.root)))
    found = ((weight(item), _row(item)) for item in shown(outcome, context))
    return marked((weighs, json.dumps((file, _ORDER.index(weighs), row))) for weighs, row in found)


def _row(item: Reported) -> str:
    finding = item.finding
    line = str(item.span.line) if item.span else ""
    said_level = f"**{level(item)}**" if weight(item) is Severity.ERROR else level(item)
    words = prose(clip(escape(finding.message), _LONGEST))
    said = advice(item)
    help_ = f"<br>*{prose(clip(escape(said), _LONGEST))}*" if said else ""
    return f"| {line} | {said_level} | {finding.code} {item.name} | {words}{help_} |"


def _by_file(entries: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The rows of each file; files whose gravest finding weighs more come first, else their order holds."""
    rows: dict[str, list[str]] = {}
    gravest: dict[str, int] = {}
    for entry in entries:
        file, weighs, row = json.loads(entry)
        rows.setdefault(file, []).append(row)
        gravest[file] = min(weighs, gravest.get(file, weighs))
    return sorted(rows.items(), key=lambda item: gravest[item[0]])


def writer(context: Context) -> _Comment:
    """Holds the gravest rows back until all are known: what they come to stands above them."""
    return _Comment(context)


class _Comment:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._gravest = Gravest(ROOM, by_length=True)

    def add(self, text: str) -> str:
        self._gravest.add(text)
        return ""

    def end(self, tally: Tally) -> Iterator[str]:
        kept = self._gravest.kept()
        verdict = summary(tally, self._context)
        yield f"### formulary\n\n**{verdict.mark}** {prose(verdict.text)}\n"
        for file, rows in _by_file(kept.entries):
            yield f"\n{file}\n\n{_TABLE}\n"
            yield from (f"{row}\n" for row in rows)
        if kept.left_out or tally.more:
            yield f"\n{count(kept.left_out + tally.more, 'more finding')} did not fit here.\n"
