"""One line a finding, for editors and for grep: path, line, column, severity, code, message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.style import paint, severity_style
from formulary.reports.text import summary
from formulary.text import clip, escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Tally

SEPARATOR = "\n"
_WIDTH = 300


def head(context: Context) -> str:  # noqa: ARG001 - the signature of every report
    """Nothing: findings speak first."""
    return ""


def one(outcome: Outcome, context: Context) -> str:
    """The findings of one document, a line each."""
    lines = []
    for item in outcome.reported:
        place = f"{item.span.line}:{item.span.column}" if item.span else "1:1"
        severity = paint(item.severity.value, severity_style(item.severity), colour=context.colour)
        message = escape(item.finding.message)
        lines.append(
            clip(f"{escape(outcome.name)}:{place}: {severity} {item.finding.code} {message}", _WIDTH)
        )
    if outcome.more:
        lines.append(f"{escape(outcome.name)}:1:1: {outcome.more} more findings are not shown")
    return "\n".join(lines)


def tail(tally: Tally, context: Context) -> str:
    """The counts, unless the run is quiet."""
    return "" if context.quiet else f"{summary(tally, colour=context.colour)}\n"
