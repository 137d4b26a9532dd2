"""Where the values of a JSON text stand, found by scanning no further than the question needs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from formulary.source.hygiene import nfc
from formulary.source.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulary.findings import Path

_COMMA = r"[ \t\n\r]*,?[ \t\n\r]*"
_KEY = r'("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*:[ \t\n\r]*'
_NEXT = re.compile(_COMMA).match
_NEXT_KEY = re.compile(_COMMA + _KEY).match
# The decoder's own scanner, in C, is the fastest way over a value; numbers need not be numbers here.
_DECODER: Any = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_SCAN: Callable[[str, int], tuple[Any, int]] = _DECODER.scan_once


def find(text: str, path: Path, known: dict[Path, Place]) -> None:
    """Add to ``known`` the places along ``path``, as far as it exists.

    ``text`` was read without a fault.
    """
    if path in known:
        return
    if () not in known:
        start = _next(text, 0)
        known[()] = Place(0, 0, start, len(text.rstrip(" \t\n\r")))
    for depth in range(len(path)):
        if path[: depth + 1] not in known:
            above = path[:depth]
            start = known[above].start
            if text[start] == "{":
                _mapping(text, start, above, known)
            elif text[start] == "[":
                _list(text, start, above, known)
            if path[: depth + 1] not in known:
                return


def _next(text: str, start: int) -> int:
    """Where the next value or the end stands: past white space and a comma between two of them."""
    match = _NEXT(text, start)
    return match.end() if match else start


def _mapping(text: str, start: int, above: Path, known: dict[Path, Place]) -> None:
    match = _NEXT_KEY(text, start + 1)
    while match:
        (here, key_end), value = match.span(1), match.end()
        written = text[here:key_end]
        key = written[1:-1] if "\\" not in written else _SCAN(text, here)[0]
        end = _SCAN(text, value)[1]
        known[(*above, key if key.isascii() else nfc(key))] = Place(here, key_end, value, end)
        match = _NEXT_KEY(text, end)


def _list(text: str, start: int, above: Path, known: dict[Path, Place]) -> None:
    here = _next(text, start + 1)
    number = 0
    while text[here] != "]":
        end = _SCAN(text, here)[1]
        known[(*above, number)] = Place(0, 0, here, end)
        number += 1
        here = _next(text, end)
