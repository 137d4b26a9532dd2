"""One line a finding, for editors and for grep: path, line, column, severity, code, message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.layout import LONGEST, lay
from formulary.reports.statistics import as_text
from formulary.reports.stream import Stream
from formulary.reports.style import paint, style_of
from formulary.reports.summary import count, shown_name, summary
from formulary.reports.waived import level, shown
from formulary.text import clip, escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Tally


def writer(context: Context) -> Stream:
    """Findings speak first, then the counts."""
    return Stream(context, "", "\n", tail)


def one(outcome: Outcome, context: Context) -> str:
    """The findings of one document, a line each."""
    name = shown_name(outcome.name)
    lines = []
    for item in shown(outcome, context):
        place = f"{name}:{item.span.line}:{item.span.column}: " if item.span else f"{name}:1:1: "
        severity = level(item)
        room = LONGEST - len(place) - len(severity) - 1
        rest = clip(f"{item.finding.code} {escape(item.finding.message)}", room)
        lines.append(f"{place}{paint(severity, style_of(item), colour=context.colour)} {rest}")
    if outcome.more:
        lines.append(f"{name}:1:1: {count(outcome.more, 'more finding')} not shown")
    return "\n".join(lines)


def tail(tally: Tally, context: Context) -> str:
    """The statistics if they are asked for, and the verdict."""
    return f"{as_text(tally, context)}{lay(summary(tally, context), context.width, colour=context.colour)}\n"
