"""Colours for a terminal, as plain SGR codes."""

from __future__ import annotations

from formulary.findings import Severity

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "green": "32",
    "cyan": "36",
}
_OF = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def paint(text: str, style: str, *, colour: bool) -> str:
    """The text in a style, or as it is where colours are off or the style is empty."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and text and style else text


def severity_style(severity: Severity) -> str:
    """The style of a severity."""
    return _OF[severity]
