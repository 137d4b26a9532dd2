"""From offsets in a text to lines and columns, and from faults of a text to located findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Finding, Located, Span
from formulary.source.limits import MAX_FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.findings import Path


class Refusal(NamedTuple):
    """Why a part of a text is not read, and what to do about it."""

    code: str
    message: str
    help: str


class Fault(NamedTuple):
    """A refusal and its place: offsets in code points (end exclusive) and the path in the data."""

    why: Refusal
    start: int
    end: int
    path: Path = ()
    on_key: bool = False


class Place(NamedTuple):
    """Offsets in code points of a value and of its key (both 0 where there is none), ends exclusive."""

    key_start: int
    key_end: int
    start: int
    end: int


def flat(text: str) -> str:
    """The text with every line break as LF and every offset as it was (CR LF becomes space LF)."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", " \n").replace("\r", "\n")


def span(text: str, start: int, end: int, first_line: int = 1) -> Span:
    """The lines and columns of ``text[start:end]``; ``text`` has only LF as line break (see ``flat``)."""
    start = min(start, len(text))
    end = max(start, min(end, len(text)))
    line = text.count("\n", 0, start)
    column = start - text.rfind("\n", 0, start)
    breaks = text.count("\n", start, end)
    end_column = end - text.rfind("\n", 0, end) if breaks else column + end - start
    return Span(first_line + line, column, first_line + line + breaks, end_column)


def located(text: str, faults: Iterable[Fault], first_line: int = 1) -> tuple[Located, ...]:
    """The faults as findings in the order of the text, as many as one file may have."""
    even = flat(text)
    ordered = sorted(faults, key=lambda fault: fault.start)[:MAX_FINDINGS]
    return tuple(
        Located(
            Finding(fault.why.code, fault.path, fault.why.message, fault.why.help, on_key=fault.on_key),
            span(even, fault.start, fault.end, first_line),
        )
        for fault in ordered
    )


def line_of(text: str, number: int) -> str:
    """The line of that number (from 1) without its line break; empty when there is no such line."""
    lines = flat(text).split("\n")
    return lines[number - 1].rstrip() if 0 < number <= len(lines) else ""
