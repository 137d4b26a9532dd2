"""A row as the audit chain states it: long texts by their SHA-256, everything else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.store import tables
from formulary.store.chain import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHAINED = {
    table.name: table
    for table in tables.metadata.sorted_tables
    if table.name not in ("audit", "component")  # the chain itself; what version.components_sha256 binds
}
"""The tables whose rows events state, parents first."""
HASHED = {
    name: frozenset(column.name for column in table.columns if column.info.get("hashed"))
    for name, table in CHAINED.items()
}
COLUMNS = {name: {column.name for column in table.columns} for name, table in CHAINED.items()}
"""Every column of each table."""

KEYS = {name: tuple(column.name for column in table.primary_key) for name, table in CHAINED.items()}
"""The columns that name a row of each table."""
COMPONENT_FIELDS = ("place", "ingredient", "product", "active")


def image(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, or the part of a row, with every long text replaced by its SHA-256."""
    hashed = HASHED[table]
    return {name: digest(value) if name in hashed else value for name, value in row.items()}


def components_digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """The SHA-256 that binds the component rows of one version, in the order of their key."""
    listed = [[row[name] for name in COMPONENT_FIELDS] for row in rows]
    return digest(canonical(sorted(listed)))
