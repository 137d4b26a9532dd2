"""What the database itself refuses: to change or remove what is written once, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect

from formulary.store import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

CHANGEABLE = {
    "registry": {"approvers"},
    "account": {"name", "name_skeleton"},
    "key": {"revoked_at", "revoked_reason"},
    "formula": {"newest", "approved", "open"},
    "version": {"status", "round", "approved_at", "ended_at"},
}
"""The columns that may change; a table that is not named is only ever added to."""

_RAISE = "formulary: {table} is written once"
REFUSAL = "formulary_refuse"
"""The function of PostgreSQL that every trigger calls."""

_FUNCTION = f"""\
CREATE OR REPLACE FUNCTION {REFUSAL}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'formulary: %% is written once', TG_TABLE_NAME; END $$"""


def install_triggers(db: Connection) -> None:
    """Put the triggers of every table in place; those of the same name are replaced."""
    drop_triggers(db)
    sqlite = db.dialect.name == "sqlite"
    if not sqlite:
        db.exec_driver_sql(_FUNCTION)
    for statement in statements(sqlite=sqlite):
        db.exec_driver_sql(statement)


def statements(*, sqlite: bool) -> Iterator[str]:
    """What makes each trigger; its name is the first that stands in quotes."""
    return _sqlite() if sqlite else _postgres()


def drop_triggers(db: Connection) -> None:
    """Take the triggers away, for the time of a migration."""
    present = set(inspect(db).get_table_names())
    for table in tables.metadata.tables:
        if table not in present:
            continue
        for what in ("update", "delete", "truncate"):
            on = "" if db.dialect.name == "sqlite" else f' ON "{table}"'
            db.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{table}_no_{what}"{on}')


def _fixed(table: str) -> str:
    """`` OF a, b``: the columns that never change; empty where none does."""
    changeable = CHANGEABLE.get(table)
    if not changeable:
        return ""
    columns = [
        f'"{item.name}"' for item in tables.metadata.tables[table].columns if item.name not in changeable
    ]
    return f" OF {', '.join(columns)}"


def _sqlite() -> Iterator[str]:
    for table in tables.metadata.tables:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_RAISE.format(table=table)}'); END"
        yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE{_fixed(table)} ON "{table}" {refuse}'
        yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}'


def _postgres() -> Iterator[str]:
    call = f"EXECUTE FUNCTION {REFUSAL}()"
    for table in tables.metadata.tables:
        for what, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            fixed = _fixed(table) if what == "UPDATE" else ""
            name = f'"{table}_no_{what.lower()}"'
            yield f'CREATE TRIGGER {name} BEFORE {what}{fixed} ON "{table}" FOR EACH {each} {call}'
