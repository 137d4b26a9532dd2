"""Findings for people: the rule, the message, the place, the source line with a caret, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.style import paint, severity_style
from formulary.rules import codes
from formulary.text import clip, escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

SEPARATOR = "\n"
_WIDTH = 300


def head(context: Context) -> str:  # noqa: ARG001 - the signature of every report
    """Nothing: findings speak first."""
    return ""


def one(outcome: Outcome, context: Context) -> str:
    """Every finding of one document, an empty line after each."""
    blocks = [_block(outcome.name, item, context.colour) for item in outcome.reported]
    if outcome.more:
        blocks.append(f"{escape(outcome.name)}: {outcome.more} more findings are not shown\n")
    return "\n".join(blocks)


def _block(name: str, item: Reported, colour: bool) -> str:  # noqa: FBT001
    finding, span = item.finding, item.span
    style = severity_style(item.severity)
    title = paint(f"{item.severity.value}[{finding.code}]", style, colour=colour)
    lines = [f"{title} {paint(item.name, 'bold', colour=colour)}: {clip(escape(finding.message), _WIDTH)}"]
    gutter = " "
    if span:
        gutter = " " * len(str(span.line))
        arrow = paint("-->", "cyan", colour=colour)
        lines.append(f"{gutter}{arrow} {escape(name)}:{span.line}:{span.column}")
        lines += _excerpt(item, gutter, style, colour)
    else:
        lines.append(f" {paint('-->', 'cyan', colour=colour)} {escape(name)}")
    if finding.help:
        mark = paint("=", "cyan", colour=colour)
        lines.append(
            f"{gutter} {mark} {paint('help:', 'bold', colour=colour)} {clip(escape(finding.help), _WIDTH)}"
        )
    return "\n".join(lines) + "\n"


def _excerpt(item: Reported, gutter: str, style: str, colour: bool) -> list[str]:  # noqa: FBT001
    """The source line and a caret under the value; a long line is cut around the value."""
    span, line = item.span, item.line.rstrip("\r\n")
    if span is None or not line.strip():
        return []
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    from_ = max(0, start - 60) if len(line) > 120 else 0
    until = from_ + 120 if len(line) > 120 else len(line)
    before, value = _shown(line[from_:start]), _shown(line[start : min(end, until)])
    shown = ("…" if from_ else "") + before + value + _shown(line[min(end, until) : until])
    shown += "…" if until < len(line) else ""
    pad = " " * (len(before) + bool(from_))
    bar = paint("|", "cyan", colour=colour)
    caret = paint("^" * max(1, len(value)), style, colour=colour)
    number = paint(str(span.line), "cyan", colour=colour)
    return [f"{gutter} {bar}", f"{number} {bar} {shown}", f"{gutter} {bar} {pad}{caret}"]


def _shown(text: str) -> str:
    return escape(text.replace("\t", " "))


def tail(tally: Tally, context: Context) -> str:
    """The counts, by rule where there are several findings."""
    lines = []
    if not context.quiet and sum(tally.codes.values()) > 1:
        names = codes()
        for code, count in sorted(tally.codes.items()):
            lines.append(f"{count:>7} × {code} {names[code]}")
        lines.append("")
    lines.append(summary(tally, colour=context.colour))
    return "\n".join(lines) + "\n"


def summary(tally: Tally, *, colour: bool) -> str:
    """One sentence on the whole run."""
    where = f"{_count(tally.recipes, 'recipe')} in {_count(tally.files, 'file')}"
    if not (tally.errors or tally.warnings or tally.notes):
        return f"{paint('Clean:', 'green', colour=colour)} {where}, nothing to report."
    kind, style = ("Failed:", "red") if tally.errors else ("Passed:", "green")
    found = [
        _count(number, word)
        for number, word in ((tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note"))
        if number
    ]
    unchecked = f"; {tally.not_checked} could not be checked" if tally.not_checked else ""
    return f"{paint(kind, style, colour=colour)} {where}, {tally.clean} clean: {', '.join(found)}{unchecked}."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
