"""Findings for people: the rule, the message, the place, the source line with a caret, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.reports.layout import Line, cells, lay
from formulary.reports.statistics import as_text
from formulary.reports.stream import Stream
from formulary.reports.style import paint, style_of
from formulary.reports.summary import count, shown_name, summary
from formulary.reports.waived import level, shown, words
from formulary.rules import rule
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

_EXCERPT = 120
"""Characters of a source line that are shown, less on a narrower terminal."""


def writer(context: Context) -> Stream:
    """Findings speak first, then the counts."""
    return Stream(context, "", "\n", tail)


def one(outcome: Outcome, context: Context) -> str:
    """Every finding of one document, an empty line after each."""
    name = shown_name(outcome.name)
    blocks = [_block(name, item, context) for item in shown(outcome, context)]
    if outcome.more:
        blocks.append(f"{name}: {count(outcome.more, 'more finding')} not shown\n")
    return "\n".join(blocks)


def _block(name: str, item: Reported, context: Context) -> str:
    finding, span, colour = item.finding, item.span, context.colour
    style = style_of(item)
    mark = f"{level(item)}[{finding.code}] {item.name}:"
    title = Line(finding.message, mark=mark, mark_style=style, hang=4)
    lines = [lay(title, context.width, colour=colour)]
    gutter = " " * len(str(span.line)) if span else " "
    place = f"{name}:{span.line}:{span.column}" if span else name
    lines.append(f"{gutter}{paint('-->', 'cyan', colour=colour)} {place}")
    if span:
        lines += _excerpt(item, gutter, style, context)
    said = words(item.waiver) if item.waiver else finding.help
    if said:
        mark = "= waived:" if item.waiver else "= help:"
        line = Line(said, indent=len(gutter) + 1, mark=mark, mark_style="cyan")
        lines.append(lay(line, context.width, colour=colour))
    return "\n".join(lines) + "\n"


def _excerpt(item: Reported, gutter: str, style: str, context: Context) -> list[str]:
    """The source line and a caret under the value; a long line is cut around the value."""
    span, line = item.span, item.line.rstrip("\r\n")
    if span is None or not line.strip():
        return []
    room = min(_EXCERPT, context.width - len(gutter) - 4) if context.width else _EXCERPT
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, value, after = _cut(line, span.column - 1, end, max(room, 20))
    bar = paint("|", "cyan", colour=context.colour)
    caret = paint("^" * max(1, cells(value)), style, colour=context.colour)
    number = paint(str(span.line), "cyan", colour=context.colour)
    return [
        f"{gutter} {bar}",
        f"{number} {bar} {escape(before + value + after)}",  # together they may be what apart they are not
        f"{gutter} {bar} {' ' * cells(before)}{caret}",
    ]


def _cut(line: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """The line in three parts, before, at and after the value, together not much longer than ``room``."""
    far = 2 * room  # what is farther away is cut off in any case
    before = _shown(line[max(0, start - far) : start])
    value = _shown(line[start : min(end, start + far)])
    after = _shown(line[end : end + far])
    if len(before) + len(value) + len(after) <= room:
        return before, value, after
    if len(value) > room // 2:
        value = f"{value[: room // 2 - 1]}…"
    spare = room - len(value)
    if len(before) > spare // 2:
        before = f"…{before[len(before) - spare // 2 + 1 :]}"
    spare -= len(before)
    return before, value, after if len(after) <= spare else f"{after[: max(0, spare - 1)]}…"


def _shown(text: str) -> str:
    return escape(text.replace("\t", " "))


def tail(tally: Tally, context: Context) -> str:
    """The counts by rule with what each rule is about, where there are several findings; and the verdict."""
    lines = []
    if context.indications:
        lines.append(as_text(tally, context).rstrip("\n") + "\n")
    elif not context.quiet and sum(tally.codes.values()) > 1:
        rules = [rule(code) for code in sorted(tally.codes)]
        width = max(len(item.name) for item in rules) + 1
        for item in rules:
            mark = f"{tally.codes[item.code]:>5} × {item.code} {item.name:<{width}}"
            lines.append(lay(Line(item.summary, mark=mark), context.width, colour=context.colour))
        gravest = next((item for item in rules if item.level is Severity.ERROR), rules[0])
        why = f"`formulary rules {gravest.code}` says why there is such a rule, and what satisfies it."
        lines += [lay(Line(why, "dim", 8), context.width, colour=context.colour), ""]
    lines.append(lay(summary(tally, context), context.width, colour=context.colour))
    return "\n".join(lines) + "\n"
