"""What a database refuses, in words: what happened, where, what was and was not stored, what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from formulary.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.store.address import Address

_NOTHING = "Nothing of this command was stored; what was stored before is there."
_DISK = f"{_NOTHING} Make room on the disk, then run it again."
_READ_ONLY = f"{_NOTHING} Make the file and its folder writable, or name another registry with `--db`."
_LOCKED = f"{_NOTHING} Another program holds it; run the command again when that has ended."
_BROKEN = (
    "Put the newest backup in its place (`formulary db backup` makes them), and keep this file for inquiry."
)
_SQLITE = {  # the beginning of SQLite's own message: ours, and what to do
    "database or disk is full": ("the disk is full", _DISK),
    "disk I/O error": ("the disk cannot be read or written", _DISK),
    "attempt to write a readonly database": ("it may only be read", _READ_ONLY),
    "unable to open database file": ("the file cannot be opened or made", _READ_ONLY),
    "database is locked": ("it has been locked for 30 seconds", _LOCKED),
    "database table is locked": ("it has been locked for 30 seconds", _LOCKED),
    "locking protocol": ("it is locked", _LOCKED),
    "file is not a database": ("the file is not a registry", "Name the right file with `--db`."),
    "database disk image is malformed": ("the file is damaged", _BROKEN),
}
_POSTGRES = {  # SQLSTATE, or the class that it begins with
    "53100": ("the disk of the server is full", _DISK),
    "53": ("the server is short of memory or connections", f"{_NOTHING} Try again later."),
    "25006": (
        "it may only be read (a standby, or a read-only session)",
        f"{_NOTHING} Name the primary server.",
    ),
    "28": ("the server refuses the user or the password", "Check both; a password belongs into ~/.pgpass."),
    "3D000": ("there is no such database on the server", "Make it with `createdb`, or name another."),
    "42501": (
        "the user lacks a right there",
        f"{_NOTHING} The owner grants it: `formulary db init --grant USER`.",
    ),
    "55P03": ("it has been locked for 30 seconds", _LOCKED),
    "57014": ("the server ended the statement", f"{_NOTHING} Run the command again."),
    "57": ("the server is shutting down or starting", f"{_NOTHING} Run the command again when it is up."),
    "08": ("the connection was lost", f"{_NOTHING} Run the command again."),
}
_UNREACHABLE = "Check that the server runs and that host, port and user are right."


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn what SQLAlchemy raises into a fault of the environment that names the registry."""
    try:
        yield
    except PoolTimeoutError as fault:
        raise EnvironmentFaultError(f"{address.name}: no connection is free", _NOTHING) from fault
    except (DBAPIError, sqlite3.Error) as fault:
        message, advice = _words(fault)
        said = EnvironmentFaultError(f"{address.name}: {message}", advice)
        raise said from None  # what the driver says may hold the password
    except SQLAlchemyError as fault:
        raise EnvironmentFaultError(
            f"{address.name}: internal fault: {type(fault).__name__}", f"{_NOTHING} Please report it."
        ) from fault


def _words(fault: DBAPIError | sqlite3.Error) -> tuple[str, str]:
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    text = str(cause).strip()
    if isinstance(cause, sqlite3.Error):
        return next((found for start, found in _SQLITE.items() if start in text), (_first(text), _NOTHING))
    state = getattr(cause, "sqlstate", None) or ""
    found = _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or _by_text(text)
    if found:
        return found
    if isinstance(fault, OperationalError) and not state:
        return "the server cannot be reached", _UNREACHABLE
    return _first(text), _NOTHING


def _by_text(text: str) -> tuple[str, str] | None:
    """Faults of the connection itself come without an SQLSTATE."""
    for part, state in (
        ("authentication failed", "28"),
        ("no password supplied", "28"),
        ("does not exist", "3D000"),
        ("starting up", "57"),
        ("shutting down", "57"),
        ("too many", "53"),
        ("server closed the connection", "08"),
        ("the connection is lost", "08"),
    ):
        if part in text:
            return _POSTGRES[state]
    return None


def _first(text: str) -> str:
    return text.partition("\n")[0]
