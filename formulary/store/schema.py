"""The schema of a database: which one it has, making it, and bringing it up to date by Alembic."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from formulary.errors import EnvironmentFaultError
from formulary.store.engine import use_wal, writer
from formulary.store.triggers import drop_triggers, install_triggers
from formulary.store.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from formulary.store.address import Address
    from formulary.store.work import Clock

REVISIONS = ("0001",)
"""Every schema that was ever released, the current one last; a test compares it with Alembic's scripts."""

VERSIONS = (str(Path(__file__).parent / "migrations" / "versions"),)
"""The folders of the migrations."""


class State(Enum):
    """What a database holds: nothing, another program's tables, or a registry of one schema or another."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    OLD = "old"
    CURRENT = "current"
    NEW = "new"


def state(engine: Engine) -> State:
    """What a database holds."""
    with engine.connect() as db:
        return _state(db)


def _state(db: Connection) -> State:
    found = inspect(db)
    if not found.has_table("alembic_version"):
        return State.FOREIGN if found.get_table_names() else State.EMPTY
    revision = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision == REVISIONS[-1]:
        return State.CURRENT
    return State.OLD if revision in REVISIONS else State.NEW


def initialise(engine: Engine, where: Address, clock: Clock | None, approvers: int) -> bool:
    """Make the tables and the first event; False where a registry is there, made by whomever."""
    with _migrating(engine) as db:
        found = _state(db)
        if found is State.FOREIGN:
            raise EnvironmentFaultError(
                f"{where.name}: the database holds tables of another program",
                "Nothing was changed. Give the registry a database of its own.",
            )
        if found is not State.EMPTY:
            return False
        _upgrade(db)
        work = Work(db, clock)
        row = {"id": secrets.token_hex(16), "created_at": work.now, "approvers": approvers}
        work.add("registry", row)
        work.event("init", "")
        work.flush()
        return True


def upgrade(engine: Engine) -> None:
    """Bring an older schema up to date; all of it or nothing."""
    with _migrating(engine) as db:
        if _state(db) is State.OLD:
            _upgrade(db)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which SQLite may rebuild tables: its foreign keys wait until the end."""
    with writer(engine).connect() as db:
        raw = db.connection.driver_connection
        if db.dialect.name == "sqlite" and raw is not None:
            use_wal(raw)
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with db.begin():
                yield db
                if db.dialect.name == "sqlite" and db.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise EnvironmentFaultError(
                        "a row would lose the row that it belongs to",
                        "Nothing was changed. Please report it.",
                    )
        finally:
            if db.dialect.name == "sqlite" and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")


def _upgrade(db: Connection) -> None:
    """Run the migrations on a connection; triggers are taken away before and put back after."""
    from alembic import command  # noqa: PLC0415 - only a new or an old database pays for it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "formulary.store:migrations")
    config.set_main_option("version_locations", os.pathsep.join(VERSIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    drop_triggers(db)
    command.upgrade(config, "head")
    install_triggers(db)
