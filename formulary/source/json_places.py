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

_BETWEEN = re.compile(r"[ \t\n\r]*[:,]?[ \t\n\r]*").match
# The decoder's own scanner, in C, is the fastest way over a value; numbers need not be numbers here.
_DECODER: Any = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_SCAN: Callable[[str, int], tuple[Any, int]] = _DECODER.scan_once


def find(text: str, path: Path, known: dict[Path, Place]) -> None:
    """Add to ``known`` the places along ``path``, as far as it exists.

    ``text`` was read without a fault.
    """
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
    """Where the next key, value or end stands: past white space and one sign between two of them."""
    match = _BETWEEN(text, start)
    return match.end() if match else start


def _mapping(text: str, start: int, above: Path, known: dict[Path, Place]) -> None:
    here = _next(text, start + 1)
    while text[here] != "}":
        key, key_end = _SCAN(text, here)
        value = _next(text, key_end)
        end = _SCAN(text, value)[1]
        known[(*above, key if key.isascii() else nfc(key))] = Place(here, key_end, value, end)
        here = _next(text, end)


def _list(text: str, start: int, above: Path, known: dict[Path, Place]) -> None:
    here = _next(text, start + 1)
    number = 0
    while text[here] != "]":
        end = _SCAN(text, here)[1]
        known[(*above, number)] = Place(0, 0, here, end)
        number += 1
        here = _next(text, end)
