"""JSON to plain data by the standard decoder, refusing duplicate keys, fractions and what is not JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from formulary.source import hygiene
from formulary.source.json_faults import faults, too_deep, too_many
from formulary.source.json_help import syntax_fault
from formulary.source.limits import MAX_DEPTH, MAX_INTEGER, MAX_NODES
from formulary.source.mistaken import EMPTY
from formulary.source.places import Fault

_ESCAPED_TEXT = re.compile(r"\\[ubf]")
_BRACKETS = str.maketrans("", "", "".join(map(chr, (c for c in range(0x80) if chr(c) not in "{}[]"))))


class _FaultyError(Exception):
    """The text is JSON, but something in it is refused; a second pass finds out what and where."""


def read(text: str, *, plain_text: bool) -> tuple[object, list[Fault]]:
    """The data of a JSON text, or its faults; ``plain_text`` as in ``hygiene.Clean``."""
    if deeper_than_allowed(text):
        return None, [too_deep(text)]
    try:
        data = _DECODER.decode(text)
        if len(text) > 2 * MAX_NODES and _nodes(data) > MAX_NODES:  # no node is shorter than two characters
            return None, [too_many(text)]
        if not plain_text or ("\\" in text and _ESCAPED_TEXT.search(text)):
            data = _normalized(data)
    except _FaultyError:
        return None, _faults(text)
    except json.JSONDecodeError as error:
        return None, [syntax_fault(text, error) if text.strip() else Fault(EMPTY, 0, 0)]
    return data, []


def _faults(text: str) -> list[Fault]:
    """The faults of a text that reading gave up before its end, where its syntax may be wrong as well."""
    try:
        _TOLERANT.decode(text)
    except json.JSONDecodeError as error:
        return [syntax_fault(text, error)]
    return faults(text)


def deeper_than_allowed(text: str) -> bool:
    """Whether brackets nest too deep, up to the first error of syntax; linear, without recursion."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    if "\\" in text:
        text = text.replace("\\\\", "").replace('\\"', "")
    depth = 0
    for bracket in "".join(text.split('"')[::2]).translate(_BRACKETS):
        if bracket in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif bracket in "}]":
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _FaultyError
    return found


def _integer(digits: str) -> int:
    if len(digits) > 17 or not -MAX_INTEGER <= (number := int(digits)) <= MAX_INTEGER:
        raise _FaultyError
    return number


def _refused(_text: str) -> Any:
    raise _FaultyError


def _normalized(value: Any) -> Any:
    """The data with every string in form NFC; its depth is limited already."""
    if isinstance(value, str):
        if hygiene.refusal(value):
            raise _FaultyError
        return hygiene.nfc(value)
    if isinstance(value, list):
        return [_normalized(item) for item in value]
    if isinstance(value, dict):
        return _object([(_normalized(key), _normalized(item)) for key, item in value.items()])
    return value


def _nodes(data: Any) -> int:
    """How many keys and values there are, the document itself included; counts no further than the limit."""
    nodes, todo = 1, [data]
    while todo and nodes <= MAX_NODES:
        value = todo.pop()
        if isinstance(value, dict):
            nodes += 2 * len(value)
            todo.extend(value.values())
        elif isinstance(value, list):
            nodes += len(value)
            todo.extend(value)
    return nodes


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_refused, parse_int=_integer, parse_constant=_refused
)
_TOLERANT = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
