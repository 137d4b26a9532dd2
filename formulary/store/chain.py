"""The audit chain: the hash of an event binds it to its place and to every event before it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

GENESIS = "0" * 64
"""What stands before the first event."""


class Event(NamedTuple):
    """One link: ``body`` is JSON in RFC 8785 form, kept as it was hashed."""

    seq: int
    body: str
    prev: str
    hash: str


class Head(NamedTuple):
    """The end of a chain: the number of its events, and the hash of the last."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)


def link(head: Head, body: str) -> Event:
    """The event that follows ``head``."""
    seq = head.seq + 1
    return Event(seq, body, head.hash, event_hash(seq, head.hash, body))


def event_hash(seq: int, prev: str, body: str) -> str:
    """SHA-256 over the format's name, the number, the hash before and the body, in hexadecimal."""
    return digest(f"formulary-audit-v1\n{seq}\n{prev}\n{body}")


def canonical(data: Mapping[str, Any] | list[Any]) -> str:
    """JSON as RFC 8785 writes it, of what this program states: names of ASCII letters, and no floats.

    For these Python's own writer gives the same text, many times quicker; a test compares the two.
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal; of one that an audit read from a damaged file too."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
