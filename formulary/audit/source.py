"""What is audited: events and rows, from a database or from a bundle, and the shape that the rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.store.chain import Event

Row = tuple[Any, ...]
"""The values of a row, in the order of its table's columns."""


class Shape(NamedTuple):
    """A table: its columns, those that name a row, that may change, that are stated by their SHA-256."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    changeable: tuple[str, ...] = ()
    hashed: frozenset[str] = frozenset()

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that are written once."""
        return tuple(name for name in self.columns if name not in self.changeable)


class Source(Protocol):
    """Where events and rows come from; nothing changes meanwhile, however often it is asked."""

    def events(self) -> Iterator[Event]:
        """The events in the order of their numbers."""

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table, as they stand; of ``version`` and ``component`` in the order of their key."""


class Fault(NamedTuple):
    """One thing that is not as it was recorded; ``seq`` is the first event that it concerns, 0 for none."""

    seq: int
    message: str


def named(shape: Shape, row: Mapping[str, Any]) -> str:
    """A row by its table and key: ``version scar@2``, ``account ana``."""
    values = [str(row.get(name, "?")) for name in shape.key]
    return f"{shape.name} {'@'.join(values[:2])}{''.join(f' {value}' for value in values[2:])}"
