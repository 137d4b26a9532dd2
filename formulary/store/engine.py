"""Engines that keep what they acknowledge: how SQLite and PostgreSQL are set up for this program."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from formulary.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from formulary.store.address import Address

BUSY_SECONDS = 30
_LOCK = 0x666F726D756C6172  # "formular": one lock for every writer of a database


def make_engine(address: Address) -> Engine:
    """The engine of a registry; transactions of ``writer(engine)`` begin with the lock of the writers.

    Raises:
        EnvironmentFaultError: the driver of PostgreSQL is not installed.
    """
    if address.path is not None:
        return _sqlite(address)
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra
    except ImportError as fault:
        raise EnvironmentFaultError(
            "the driver of PostgreSQL is not installed", "Install it: `pip install 'formulary[postgres]'`."
        ) from fault
    return _postgres(address)


def writer(engine: Engine) -> Engine:
    """The same engine for those who write."""
    return engine.execution_options(write=True)


@contextmanager
def begun(db: Connection) -> Iterator[None]:
    """A transaction of a writer; a copy that was put back into service gets its WAL again first."""
    raw = db.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        use_wal(raw)
    with db.begin():
        yield


def snapshot(engine: Engine) -> Engine:
    """The same engine for many questions about one moment, which any transaction of SQLite answers."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("write"))


def _sqlite(address: Address) -> Engine:
    """SQLite as it was measured: own BEGIN, IMMEDIATE for writers, WAL, every commit on the disk."""
    engine = create_engine(address.url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def connected(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # the driver begins nothing by itself
        for pragma in (
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "synchronous=FULL",
            "wal_autocheckpoint=4000",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")

    return engine


def use_wal(raw: sqlite3.Connection) -> None:
    """Set the journal to WAL, which stays with the file; SQLite does not wait for a lock here."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if raw.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > until:
                raise
        if time.monotonic() > until:
            raise sqlite3.OperationalError("database is locked")
        time.sleep(0.02)


def _postgres(address: Address) -> Engine:
    """PostgreSQL as it was measured: READ COMMITTED, and one advisory lock that writers take first of all."""
    engine = create_engine(
        address.url,
        isolation_level="READ COMMITTED",
        connect_args={"application_name": "formulary", "connect_timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _: Any) -> None:
        with raw.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            (setting,) = cursor.fetchone()
            if setting != "off":
                cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        raw.commit()
        if setting == "off":
            raise EnvironmentFaultError(
                f"{address.name}: the server has synchronous_commit=off, so it can lose what it acknowledged",
                "Set synchronous_commit to on for this database or user.",
            )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if _writes(connection):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine
