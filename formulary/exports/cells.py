"""Cells that stay text: nothing that comes from a recipe can become a formula or act on a screen."""

from __future__ import annotations

import re

from formulary.text import UNPRINTABLE, escape

LONGEST = 32_000
"""Characters in a cell; spreadsheets take 32,767 and cut the rest off in silence."""

_HIDDEN = re.compile(f"[{UNPRINTABLE}\r]")
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain(text: str) -> str:
    """The text with hidden and acting characters as visible escapes; line breaks and tabs of notes stay."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda match: escape(match[0]), text)


def clipped(text: str) -> str:
    """The text made plain, at most as long as a cell can be, with an ellipsis for what is left out."""
    shown = plain(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def neutral(text: str) -> str:
    """The text for a CSV cell: an apostrophe before what a spreadsheet would run as a formula."""
    shown = clipped(text)
    return f"'{shown}" if shown.startswith(_STARTS) else shown
