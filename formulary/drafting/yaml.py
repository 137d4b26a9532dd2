"""Text as YAML that every reader reads as the same text."""

from __future__ import annotations

import json
import re
from textwrap import fill

from formulary.text import escape

_NAME = r"[A-Za-z][A-Za-z0-9._/()%-]*(?: [A-Za-z0-9._/()%-]+)*"
_QUANTITY = r"[0-9]+(?:\.[0-9]+)? [A-Za-z%][A-Za-z0-9%/ ]*"
_PLAIN = re.compile(f"{_NAME}|{_QUANTITY}")
_LONGEST = 110
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def scalar(text: str) -> str:
    """The text plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=escape(text) != text)


def slug(text: str) -> str:
    """An id made from a name: lower-case letters and digits joined by hyphens; empty where none is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64].rstrip("-")


def wrapped(line: str) -> str:
    """The line, a long comment broken into several."""
    margin = line[: len(line) - len(line.lstrip())]
    if len(line) <= _LONGEST or not line.startswith(f"{margin}# "):
        return line
    prefix = f"{margin}# "
    return fill(
        line.removeprefix(prefix),
        _LONGEST,
        initial_indent=prefix,
        subsequent_indent=prefix,
        break_long_words=False,
        break_on_hyphens=False,
    )
