"""What came of a piece of work as bytes, and back: JSON, so that reading it can run no code."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from dataclasses import fields
from typing import Any

from formulary.findings import Span
from formulary.validation.collection import Entry
from formulary.validation.facts import Facts
from formulary.validation.outcome import Tally
from formulary.validation.pieces import Done
from formulary.validation.statistics import Statistics
from formulary.validation.waiving import Met


def pack(done: Done) -> bytes:
    """The texts, counts and entries of a piece of work."""
    data = (done.texts, _counts(done.tally), done.entries)
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> Done:
    """What ``pack`` was given; it made the bytes, which somebody has made sure of before."""
    texts, counts, entries = json.loads(zlib.decompress(packed))
    return Done(tuple(map(tuple, texts)), _tally(counts), tuple(map(_entry, entries)))


def _counts(counted: Tally | Statistics) -> dict[str, Any]:
    """Every field that is not empty; one of a new type must be taught to both ways here."""
    found: dict[str, Any] = {}
    for item in fields(counted):
        value = getattr(counted, item.name)
        if isinstance(value, Statistics):
            found[item.name] = _counts(value)
        elif isinstance(value, (int, Counter)):
            if value:
                found[item.name] = value
        elif isinstance(value, set):
            if value:
                found[item.name] = sorted(value)
        else:
            raise TypeError(f"{item.name} of {type(counted).__name__} cannot be packed")
    return found


def _tally(data: dict[str, Any]) -> Tally:
    tally = Tally()
    for name, value in data.items():
        if name == "statistics":
            tally.statistics = Statistics(**{key: Counter(counts) for key, counts in value.items()})
        elif name == "met":
            tally.met = {Met(*one) for one in value}
        else:
            setattr(tally, name, Counter(value) if isinstance(value, dict) else value)
    return tally


def _entry(data: list[Any]) -> Entry:
    file, (id_, span, line, indication, substances, headroom, kind, amounts), *rest = data
    facts = Facts(id_, Span(*span), line, indication, tuple(substances), headroom, kind, amounts)
    return Entry(file, facts, *rest)
