"""A history with every kind of act, and an attacker who owns the database and undoes each attack again."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from registry_world import KEYS, act, approve_new, put, recipe, small_registry
from sqlalchemy import create_engine, inspect, text

from formulary.audit.registry import SHAPES, Registry
from formulary.audit.verify import Audited, audit
from formulary.registry.keys import revoke
from formulary.store import queries
from formulary.store.chain import GENESIS, Event, event_hash
from formulary.store.store import open_store
from formulary.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from formulary.audit.source import Row


T = TypeVar("T")


def some(items: Sequence[T]) -> list[T]:
    """All of them where there is time, else a few: the last and some before."""
    step = 1 if os.environ.get("FORMULARY_SOAK") else max(1, len(items) // 4)
    return list(reversed(items))[::step]


def write_history(url: str) -> None:
    """Reviews, approvals, a rejection, versions superseded and retired, a key that was revoked, a draft."""
    with small_registry(url) as store:
        approve_new(store, recipe("scar"))
        approve_new(store, recipe("scar", title="Another scar"), by="jo", approver="kim")
        put(store, recipe("hair"))
        act(store, "submit", "hair", "mira")
        act(store, "reject", "hair", "kim")
        act(store, "submit", "hair", "mira")
        approve_new(store, recipe("knee", author="{name: Ada}"))
        act(store, "retire", "knee", "kim", "a better one is there")
        revoke(store, KEYS["jo"].key.fingerprint, "laptop lost", "mira")
        put(store, recipe("last"))


def audited(db: Connection, *marks: int) -> Audited:
    """The audit of what a connection sees, what it has changed included."""
    return audit(Registry(db), SHAPES, frozenset(marks))


@contextmanager
def attacking(url: str, end: str = "ROLLBACK") -> Iterator[Connection]:
    """A connection that no trigger, key or check holds back; what it does is undone in the end, or kept."""
    sqlite = url.startswith("sqlite")
    engine = create_engine(url if sqlite else url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        if sqlite:
            db.exec_driver_sql("PRAGMA foreign_keys=OFF")
            db.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        db.exec_driver_sql("BEGIN")
        disarm_sqlite(db) if sqlite else _disarm_postgres(db)
        try:
            yield db
        finally:
            db.exec_driver_sql(end)
    engine.dispose()


def disarm_sqlite(db: Connection) -> None:
    for (name,) in db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _disarm_postgres(db: Connection) -> None:
    db.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for table in metadata.tables:
        for found in inspect(db).get_check_constraints(table):
            db.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{found["name"]}"')


def table_rows(db: Connection, table: str) -> list[dict[str, Any]]:
    """Every row of a table, in the order of its key."""
    return [dict(row) for row in queries.rows(db, table)]


def set_value(db: Connection, table: str, row: dict[str, Any], column: str, value: object) -> None:
    """Write another value into one column of one row."""
    named = metadata.tables[table]
    query = named.update().values({column: value})
    for key in named.primary_key:
        query = query.where(key == row[key.name])
    assert db.execute(query).rowcount == 1


def another(value: object) -> object:
    """The value with one byte changed."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value + 1000
    middle = len(str(value)) // 2
    char = str(value)[middle : middle + 1]
    return f"{str(value)[:middle]}{'y' if char == 'x' else 'x'}{str(value)[middle + 1 :]}"


def events(db: Connection) -> list[Event]:
    """The events as they stand."""
    return list(queries.events(db))


def stating(db: Connection, table: str, row: dict[str, Any], column: str) -> int:
    """The number of the last event that states a column of a row; for the key the one that added it."""
    keys = [key.name for key in metadata.tables[table].primary_key]
    found = 0
    for event in events(db):
        for change in json.loads(event.body)["changes"]:
            added = change.get("add") == table and all(change["row"][key] == row[key] for key in keys)
            changed = change.get("change") == table and all(change["key"][key] == row[key] for key in keys)
            if added or (changed and column in change["row"]):
                found = event.seq
    return found


def rewrite(db: Connection, start: int, bodies: dict[int, str]) -> None:
    """Put other bodies in the place of some events and make the chain from the first of them on anew."""
    kept = [event for event in events(db) if event.seq >= start]
    prev = kept[0].prev
    db.execute(text("DELETE FROM audit WHERE seq >= :seq"), {"seq": start})
    for event in kept:
        body = bodies.get(event.seq, event.body)
        made = event_hash(event.seq, prev, body)
        row = {"seq": event.seq, "body": body, "prev": prev, "hash": made}
        db.execute(metadata.tables["audit"].insert(), row)
        prev = made


class Memory:
    """A source that lives in memory and is changed at will."""

    def __init__(self, events: list[Event], rows: dict[str, list[Row]]) -> None:
        self.kept, self.tables = events, rows

    def events(self) -> Iterator[Event]:
        """The events."""
        return iter(self.kept)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows."""
        return iter(self.tables[table])


def remembered(url: str) -> Memory:
    """What an audit reads of a registry."""
    with open_store(url) as store, store.snapshot() as db:
        source = Registry(db)
        tables = {name: list(source.rows(name)) for name in (*SHAPES, "component")}
        return Memory(list(source.events()), tables)


def chained(bodies: list[str]) -> list[Event]:
    """A chain made anew around some bodies."""
    made, prev = [], GENESIS
    for seq, body in enumerate(bodies, 1):
        made.append(Event(seq, body, prev, event_hash(seq, prev, body)))
        prev = made[-1].hash
    return made
