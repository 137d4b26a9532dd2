"""Alembic's entry: migrate on the connection that the program opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from formulary.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the transaction is the caller's
    render_as_batch=True,
)
context.run_migrations()
