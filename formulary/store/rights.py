"""What a PostgreSQL user may do who works with a registry without owning it: add, and hardly change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.errors import UsageFaultError
from formulary.store import tables
from formulary.store.triggers import CHANGEABLE

if TYPE_CHECKING:
    from sqlalchemy import Connection


def grant(db: Connection, role: str) -> None:
    """Let a role read everything, add rows, and change only the columns that may change; never delete.

    Raises:
        UsageFaultError: the database is embedded and has no roles.
    """
    if db.dialect.name != "postgresql":
        raise UsageFaultError(
            "an embedded registry has no users to grant anything to",
            "Its file's permissions say who may write.",
        )
    quote = db.dialect.identifier_preparer.quote_identifier
    to = f"TO {quote(role)}"
    schema = quote(str(db.exec_driver_sql("SELECT current_schema").scalar_one()))
    db.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} {to}")
    db.exec_driver_sql(f"GRANT SELECT ON {schema}.alembic_version {to}")
    for name in tables.metadata.tables:
        db.exec_driver_sql(f"GRANT SELECT, INSERT ON {schema}.{quote(name)} {to}")
        columns = ", ".join(quote(column) for column in sorted(CHANGEABLE.get(name, ())))
        if columns:
            db.exec_driver_sql(f"GRANT UPDATE ({columns}) ON {schema}.{quote(name)} {to}")
