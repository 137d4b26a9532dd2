"""Lines for people: escaped, at most 300 characters, wrapped to the terminal where there is one, coloured."""

from __future__ import annotations

from typing import NamedTuple

from formulary.reports.style import paint
from formulary.text import clip, escape, together

LONGEST = 300
"""Characters in a line of a report, colours not counted."""

_NARROWEST = 40


class Line(NamedTuple):
    """A line before it is laid out: a mark in a style of its own, then the text.

    A wrapped text goes on ``hang`` columns in; 0 is under its beginning. Where there is no room for it beside
    the mark it begins on the next line.
    """

    text: str
    style: str = ""
    indent: int = 0
    mark: str = ""
    mark_style: str = ""
    hang: int = 0


def lay(line: Line, width: int = 0, *, colour: bool = False, whole: bool = False) -> str:
    """The line as text without a line break at its end; ``width`` 0 is where nothing is wrapped.

    ``whole`` keeps a longer text, for pages that are not made from somebody's file.
    """
    mark = clip(escape(line.mark), LONGEST // 2)
    lead = line.indent + (len(mark) + 1 if mark else 0)
    text = escape(line.text) if whole else clip(escape(line.text), LONGEST - lead)
    head = " " * line.indent
    if mark:
        head += paint(mark, line.mark_style, colour=colour) + " " * bool(text)
    if not width or not text.strip() or lead + len(text) <= width:
        return head + paint(text, line.style, colour=colour)
    alone = " " * line.indent + paint(mark.rstrip(" "), line.mark_style, colour=colour)
    return _wrapped(text, (head, alone), lead, line, max(width, _NARROWEST), colour=colour)


def _wrapped(text: str, heads: tuple[str, str], lead: int, line: Line, width: int, *, colour: bool) -> str:
    """The text beside its head, or below it: the first of ``heads`` has room for it, the second none."""
    from textwrap import wrap  # noqa: PLC0415 - only a terminal pays for it

    below = lead > width // 2
    hang = line.hang or (line.indent + 8 if below else lead)
    first = "" if below else " " * (lead - hang)
    pieces = wrap(first + together(text), width - hang, break_long_words=False, break_on_hyphens=False)
    margins = [heads[0], *(" " * hang for _ in pieces[1:])]
    if below:
        margins[0] = " " * hang
    painted = [
        margin + paint(piece.lstrip().replace("\u00a0", " "), line.style, colour=colour)
        for margin, piece in zip(margins, pieces, strict=True)
    ]
    return "\n".join([heads[1], *painted] if below else painted)


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - only text beyond ASCII pays for it

    return sum(0 if combining(char) else 2 if east_asian_width(char) in ("W", "F") else 1 for char in text)
