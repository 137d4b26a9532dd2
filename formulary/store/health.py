"""Whether a database is sound in itself: its pages, its references, its triggers, its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from formulary.store import schema, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


class Check(NamedTuple):
    """One thing that was looked at; ``fault`` is empty where it is as it must be."""

    what: str
    fault: str


def checks(db: Connection) -> Iterator[Check]:
    """Everything that can be said without the audit chain, which ``verify`` recomputes."""
    revision = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    current = schema.REVISIONS[-1]
    yield Check("schema", "" if revision == current else f"it is {revision}, not {current}")
    sqlite = db.dialect.name == "sqlite"
    if sqlite:
        found = [row[0] for row in db.exec_driver_sql("PRAGMA integrity_check(10)")]
        yield Check("pages", "" if found == ["ok"] else "; ".join(found))
        orphans = db.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        yield Check("references", f"{len(orphans)} rows lead nowhere" if orphans else "")
    yield from _settings(db, sqlite=sqlite)
    yield _triggers(db, sqlite=sqlite)


def _settings(db: Connection, *, sqlite: bool) -> Iterator[Check]:
    if sqlite:
        mode = db.exec_driver_sql("PRAGMA journal_mode").scalar()
        # A copy for auditors is in mode delete; nothing writes to it.
        yield Check("journal", "" if mode in ("wal", "delete") else f"its mode is {mode}")
        return
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        value = db.execute(text("SELECT current_setting(:name)"), {"name": setting}).scalar()
        yield Check(
            setting, "it is off, so the server can lose what it acknowledged" if value == "off" else ""
        )


def _triggers(db: Connection, *, sqlite: bool) -> Check:
    if sqlite:
        found = db.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = db.execute(
            text(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema::regnamespace"
            )
        )
    present = {row[0] for row in found}
    kinds = ("update", "delete") if sqlite else ("update", "delete", "truncate")
    wanted = {f"{table}_no_{kind}" for table in tables.metadata.tables for kind in kinds}
    missing = sorted(wanted - present)
    return Check("triggers", f"missing or switched off: {', '.join(missing)}" if missing else "")
