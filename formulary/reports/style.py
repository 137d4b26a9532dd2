"""Colours for a terminal, as plain SGR codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity

if TYPE_CHECKING:
    from formulary.validation.outcome import Reported

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


def style_of(item: Reported) -> str:
    """The style of a finding; one that is waived stands back."""
    return "dim" if item.waiver else severity_style(item.severity)


def severity_style(severity: Severity) -> str:
    """The style of a severity."""
    return _OF[severity]
