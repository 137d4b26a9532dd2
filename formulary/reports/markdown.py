"""A comment for a pull request: the verdict, then a table for each file; the gravest findings fit first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.reports.gravest import Gravest, marked
from formulary.reports.markup import code, prose
from formulary.reports.place import within
from formulary.reports.summary import count, shown_name, summary
from formulary.reports.waived import advice, level, shown, weight
from formulary.text import clip, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

ROOM = 50_000
"""Characters of all rows; a comment on GitHub holds 65,536 in all."""

_LONGEST = 600
_TABLE = "| line | level | rule | what is wrong |\n|---:|---|---|---|"


def one(outcome: Outcome, context: Context) -> str:
    """A row for each finding, marked with how grave it is, as JSON with the file that it belongs to."""
    file = code(shown_name(within(outcome.name, context.root)))
    return marked((weight(item), json.dumps((file, _row(item)))) for item in shown(outcome, context))


def _row(item: Reported) -> str:
    finding = item.finding
    line = str(item.span.line) if item.span else ""
    words = prose(clip(escape(finding.message), _LONGEST))
    said = advice(item)
    help_ = f"<br>*{prose(clip(escape(said), _LONGEST))}*" if said else ""
    return f"| {line} | {level(item)} | {finding.code} {item.name} | {words}{help_} |"


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
        last = ""
        for entry in kept.entries:
            file, row = json.loads(entry)
            if file != last:
                yield f"\n{file}\n\n{_TABLE}\n"
                last = file
            yield f"{row}\n"
        if kept.left_out or tally.more:
            yield f"\n{count(kept.left_out + tally.more, 'more finding')} did not fit here.\n"
