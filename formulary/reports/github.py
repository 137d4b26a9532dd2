"""Commands to GitHub's runner, which shows them as annotations beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.reports.layout import lay
from formulary.reports.place import within
from formulary.reports.stream import Stream
from formulary.reports.summary import count, summary
from formulary.reports.waived import advice, shown, weight
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

_SHOWN = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def writer(context: Context) -> Stream:
    """Commands stream, then the counts as a line of the log."""
    return Stream(context, "", "\n", tail)


def one(outcome: Outcome, context: Context) -> str:
    """The findings of one document, a command each."""
    file = escape(within(outcome.name, context.root))
    commands = [_command(item, file) for item in shown(outcome, context)]
    if outcome.more:
        commands.append(f"::notice {_properties(file=file)}::{count(outcome.more, 'more finding')} not shown")
    return "\n".join(commands)


def _command(item: Reported, file: str) -> str:
    finding, span = item.finding, item.span
    place = {"line": span.line, "endLine": span.end_line} if span else {}
    if span and span.line == span.end_line:  # GitHub takes columns within one line only
        place |= {"col": span.column, "endColumn": span.end_column}
    properties = _properties(
        file=file, **place, title=f"{finding.code} {item.name}{' (waived)' if item.waiver else ''}"
    )
    where = f"{file}:{span.line}:{span.column}" if span else file
    lines = (f"{finding.code} {finding.message}", advice(item))
    words = f"{where}: " + "\n".join(escape(text) for text in lines if text)  # a log shows no properties
    return f"::{_COMMANDS[weight(item)]} {properties}::{words.translate(_DATA)}"


def _properties(**values: str | int) -> str:
    return ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in values.items())


def tail(tally: Tally, context: Context) -> str:
    """The counts, and that GitHub shows some of the annotations only."""
    lines = []
    if max(tally.errors, tally.warnings) > _SHOWN:
        lines.append(
            f"GitHub shows {_SHOWN} errors and {_SHOWN} warnings of a step beside the code; this log has all."
        )
    lines.append(lay(summary(tally, context)))
    return "\n".join(lines) + "\n"
