"""Whether a database is sound in itself: its pages, its references, its triggers, its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from formulary.store import schema
from formulary.store.triggers import REFUSAL, statements

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
    """That each trigger is there as it was made, and no other; one that does nothing can bear its name."""
    if sqlite:
        found = db.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = db.execute(
            text(
                "SELECT tgname, CASE WHEN tgqual IS NULL THEN proname ELSE 'at times' END FROM pg_trigger"
                " JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema::regnamespace"
            )
        )
    present = {row[0]: row[1] for row in found}
    wanted = {sql.split('"')[1]: sql if sqlite else REFUSAL for sql in statements(sqlite=sqlite)}
    wrong = sorted(name for name in {*present, *wanted} if present.get(name) != wanted.get(name))
    return Check("triggers", f"missing, switched off or not ours: {', '.join(wrong)}" if wrong else "")
