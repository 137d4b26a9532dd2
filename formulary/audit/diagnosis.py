"""Which row is not what the events say, and by which event: asked only where something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.audit.replay import body_of
from formulary.audit.source import Fault, named
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.audit.source import Row, Shape, Source

Stated = dict[str, tuple[Any, int]]
"""What events say of a row: each column's value and the event that stated it last."""


def diagnose(source: Source, shape: Shape, rows: Iterator[Row]) -> list[Fault]:
    """Every difference of one table, the earliest event first; ``rows`` are as events state them."""
    stated, last = _stated(source, shape)
    found: list[Fault] = []
    for values in rows:
        row = dict(zip(shape.columns, values, strict=True))
        expected = stated.pop(tuple(row[name] for name in shape.key), None)
        if expected is None:
            message = f"{named(shape, row)} is in the table, and no event states it"
            found.append(Fault(last + 1, message))
        else:
            found.extend(_differences(shape, row, expected))
    for expected in stated.values():
        row = {name: value for name, (value, _) in expected.items()}
        seq = min(seq for _, seq in expected.values())
        found.append(Fault(seq, f"{named(shape, row)} is stated by the event and missing in the table"))
    return sorted(found)


def _stated(source: Source, shape: Shape) -> tuple[dict[Row, Stated], int]:
    stated: dict[Row, Stated] = {}
    last = 0
    for event in source.events():
        last = event.seq
        for change in (body_of(event.body) or {"changes": []})["changes"]:
            row = {name: (value, event.seq) for name, value in change["row"].items()}
            if change.get("add") == shape.name:
                stated[tuple(change["row"][name] for name in shape.key)] = row
            elif change.get("change") == shape.name:
                stated[tuple(change["key"][name] for name in shape.key)].update(row)
    return stated, last


def _differences(shape: Shape, row: dict[str, Any], expected: Stated) -> Iterator[Fault]:
    for name, value in row.items():
        says, seq = expected[name]
        if value != says or type(value) is not type(says):
            where = f"{named(shape, row)}: `{name}`"
            if name in shape.hashed:
                yield Fault(seq, f"{where} is not the text that the event states (by its SHA-256)")
            else:
                yield Fault(seq, f"{where} is {quoted(str(value))}, the event states {quoted(str(says))}")
