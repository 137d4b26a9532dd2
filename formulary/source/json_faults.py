"""What is refused in a text that is JSON, and where: the slow second pass over a file with a fault."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from formulary.source import hygiene
from formulary.source.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from formulary.source.places import Fault, Refusal
from formulary.source.scalars import integer
from formulary.source.yaml_help import TOO_DEEP, TOO_MANY, duplicate_key
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|[^\s{}\[\]:,"]+', re.DOTALL)
_INTEGER = re.compile(r"-?[0-9]+")
_WORDS = frozenset(["true", "false", "null"])
_CONSTANTS = frozenset(["NaN", "Infinity", "-Infinity"])


class _Node(NamedTuple):
    token: re.Match[str]
    path: Path
    on_key: bool = False
    repeated: bool = False


def too_deep(text: str) -> Fault:
    """The place of the first bracket that is one level too deep."""
    depth = 0
    start = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            depth += 1
            start = token.start()
            if depth > MAX_DEPTH:
                break
        elif token[0] in "}]":
            depth -= 1
    return Fault(TOO_DEEP, start, start + 1)


def too_many(text: str) -> Fault:
    """The place of the first node that is one too many."""
    node = next(islice(_nodes(text), MAX_NODES, None))
    return Fault(TOO_MANY, *node.token.span(), node.path, node.on_key)


def faults(text: str) -> list[Fault]:
    """The faults of a text that the decoder accepts, in order, as many as one file may have."""
    found: list[Fault] = []
    for node in _nodes(text):
        why = _refusal(node.token[0])
        if why is None and node.repeated:
            why = duplicate_key(str(node.path[-1]))
        if why is not None:
            found.append(Fault(why, *node.token.span(), node.path, node.on_key))
            if len(found) == MAX_FINDINGS:
                break
    if not found:  # pragma: no cover - silence here would pass for a clean file
        raise RuntimeError("the first pass refused a text in which the second finds no fault")
    return found


def _refusal(source: str) -> Refusal | None:
    if source[0] == '"':
        return hygiene.refusal(_text(source))
    if source in "{[" or source in _WORDS:
        return None
    if _INTEGER.fullmatch(source):
        why = integer(source)
        return why if isinstance(why, Refusal) else None
    if source in _CONSTANTS:
        return Refusal("FML003", f"`{source}` is not JSON", "Write a value, or leave the key out.")
    return Refusal(
        "FML103",
        f"the number {quoted(source)} is not exact: readers round fractions in their own ways",
        f'Write it as text, with its unit if it has one: `"{source[:20]} mg"`.',
    )


def _text(source: str) -> str:
    """The text that a string of JSON stands for."""
    return str(json.loads(source)) if "\\" in source else source[1:-1]


def _nodes(text: str) -> Iterator[_Node]:
    """Every key and every value, in order."""
    path: list[str | int] = []
    seen: list[set[str] | None] = []  # the keys so far of each open mapping, None for a list
    key_next = False
    for token in _TOKEN.finditer(text):
        char = token[0][0]
        if char == ",":
            key_next = seen[-1] is not None
            if not key_next:
                path[-1] = int(path[-1]) + 1
        elif char in "}]":
            seen.pop()
            path.pop()
        elif key_next:
            key = hygiene.nfc(_text(token[0]))
            path[-1] = key
            keys = seen[-1] if seen[-1] is not None else set()
            yield _Node(token, tuple(path), on_key=True, repeated=key in keys)
            keys.add(key)
            key_next = False
        else:
            yield _Node(token, tuple(path))
            if char in "{[":
                key_next = char == "{"
                seen.append(set() if key_next else None)
                path.append("" if key_next else 0)
