"""One unit of work: changes to rows, each stated by an audit event, all stored together or not at all."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, text

from formulary.store import tables
from formulary.store.chain import EMPTY, Head, canonical, link
from formulary.store.images import COLUMNS, KEYS, image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    Clock = Callable[[], datetime]

_INSERTS = {table.name: table.insert() for table in tables.metadata.sorted_tables}  # parents first
_ORDER = {name: place for place, name in enumerate(_INSERTS)}
_LAST = select(tables.audit.c.seq, tables.audit.c.hash).order_by(tables.audit.c.seq.desc()).limit(1)


class Work:
    """Collects what a command does; ``Store.write`` stores it. A row that it adds, it does not change again.

    ``db`` is the connection to read by, which sees the registry as nobody else can change it meanwhile;
    ``now`` is the time of this work, by the clock of the database's machine.
    """

    def __init__(self, db: Connection, clock: Clock | None = None) -> None:
        self.db = db
        self.head = head(db)
        self.now = stamp(clock() if clock else clock_of(db))
        self._stated: list[dict[str, Any]] = []
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._updates: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)

    @property
    def next_event(self) -> int:
        """The number of the event that will be written next."""
        return self.head.seq + 1

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Add a row, every column of it; the next event states it."""
        if row.keys() != COLUMNS[table]:  # a default of the database would stand in no event
            raise AssertionError(
                f"a row of {table} with other columns: {sorted(row.keys() ^ COLUMNS[table])}"
            )
        self._rows[table].append(row)
        self._stated.append({"add": table, "row": image(table, row)})

    def add_components(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add the component rows of a version, which states their digest itself."""
        self._rows["component"].extend(rows)

    def change(self, table: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Change some columns of one row; the next event states it."""
        renamed = {f"key_{name}": value for name, value in key.items()}
        self._updates[table, tuple(values)].append({**renamed, **values})
        self._stated.append({"change": table, "key": dict(key), "row": image(table, values)})

    def event(self, act: str, by: str, **more: Any) -> int:
        """Write the event that states every change since the one before; its number."""
        body = canonical({"act": act, "at": self.now, "by": by, "changes": self._stated, **more})
        made = link(self.head, body)
        self._rows["audit"].append(made._asdict())
        self.head = Head(made.seq, made.hash)
        self._stated = []
        return made.seq

    def flush(self) -> None:
        """Send what was collected: changes first, so that a new draft finds the place of the old one free."""
        if self._stated:
            raise AssertionError("a change without an event")
        for (name, columns), values in self._updates.items():
            table = tables.metadata.tables[name]
            statement = table.update().values({column: bindparam(column) for column in columns})
            for column in KEYS[name]:
                statement = statement.where(table.c[column] == bindparam(f"key_{column}"))
            self.db.execute(statement, values)
        for name in sorted(self._rows, key=_ORDER.__getitem__):
            rows = self._rows[name]
            self.db.execute(_INSERTS[name], rows if len(rows) > 1 else rows[0])  # one alone goes quicker
        self._rows.clear()
        self._updates.clear()


def head(db: Connection) -> Head:
    """The end of the audit chain."""
    row = db.execute(_LAST).first()
    return Head(row.seq, row.hash) if row else EMPTY


def stamp(moment: datetime) -> str:
    """A time as the registry writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock_of(db: Connection) -> datetime:
    """The time on the machine of the database, so that people who share a server share a clock."""
    if db.dialect.name == "postgresql":
        moment: datetime = db.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment
    return datetime.now(UTC)
