"""A registry's database as what is audited, as of one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.audit.source import Shape
from formulary.store import queries
from formulary.store.chain import digest
from formulary.store.images import CHAINED, HASHED, KEYS
from formulary.store.tables import metadata
from formulary.store.triggers import CHANGEABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.audit.source import Row
    from formulary.store.chain import Event
    from formulary.store.store import Db


def _shape(name: str) -> Shape:
    columns = tuple(column.name for column in metadata.tables[name].columns)
    changeable = tuple(column for column in columns if column in CHANGEABLE.get(name, ()))
    return Shape(name, columns, KEYS[name], changeable, HASHED[name])


SHAPES = {name: _shape(name) for name in CHAINED}
"""Every table whose rows events state."""


class Registry:
    """The source of an audit: a connection that sees the database as it stood when the audit began."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def events(self) -> Iterator[Event]:
        """The events in the order of their numbers."""
        return queries.events(self._db)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table as events state them: long texts by their SHA-256."""
        return hashed(self.raw_rows(table), SHAPES.get(table))

    def raw_rows(self, table: str) -> Iterator[Row]:
        """The rows of a table as they are."""
        return queries.tuples(self._db, table)


def hashed(rows: Iterator[Row], shape: Shape | None) -> Iterator[Row]:
    """The rows with each column that is stated by its hash replaced by that."""
    places = [shape.columns.index(name) for name in shape.hashed] if shape else []
    if not places:
        return rows
    return (_hashed(row, places) for row in rows)


def _hashed(row: Row, places: list[int]) -> Row:
    values: list[Any] = list(row)
    for place in places:
        values[place] = digest(values[place]) if isinstance(values[place], str) else values[place]
    return tuple(values)
