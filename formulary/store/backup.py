"""Copies of an embedded registry that are whole and current, also while others write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.store.engine import BUSY_SECONDS
from formulary.text import escape

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.store.address import Address


def backup(where: Address, target: Path) -> None:
    """Write a copy, which takes its name when it is complete and opens on read-only media too.

    Raises:
        UsageFaultError: the registry is on a server, or there is a file of that name.
        EnvironmentFaultError: the copy cannot be written, or the registry cannot be read.
    """
    if where.path is None:
        raise UsageFaultError(
            "a registry on a server is backed up by PostgreSQL itself",
            f"`pg_dump --format=custom --file=registry.dump '{where.name.replace(':***', '')}'`.",
        )
    if target.exists() or target.is_symlink():
        raise UsageFaultError(f"{escape(str(target))} is there already", "A backup overwrites nothing.")
    aside = target.with_name(f".{target.name[:80]}.{os.getpid()}.tmp")
    try:
        with closing(sqlite3.connect(where.path, timeout=BUSY_SECONDS, isolation_level=None)) as source:
            source.execute("VACUUM INTO ?", (str(aside),))
        with closing(sqlite3.connect(aside, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        with aside.open("rb+") as stream:
            os.fsync(stream.fileno())
        aside.rename(target)
    except (sqlite3.Error, OSError) as fault:
        raise EnvironmentFaultError(
            f"{escape(str(target))}: the copy cannot be written: {fault}",
            "No copy was made, and the registry is as it was. Name another place.",
        ) from fault
    finally:
        aside.unlink(missing_ok=True)
