"""Reading that is broken off, by Ctrl-C too, says nothing more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from registry_world import put, recipe, small_registry

from formulary.store import queries

if TYPE_CHECKING:
    from formulary.store.store import Db


def interrupted(db: Db) -> None:
    """The first of several events; the others are never asked for."""
    found = queries.events(db)
    next(found)
    raise KeyboardInterrupt


@pytest.mark.parametrize("kind", ["read", "snapshot"])
def test_reading_that_is_interrupted_ends_before_the_connection(
    db_url: str, kind: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by trial: SQLAlchemy wrote a traceback on closing the cursor of a connection that was closed."""
    monkeypatch.setattr(queries, "_AT_ONCE", 1)
    with small_registry(db_url) as store:
        put(store, *(recipe(f"r{number}") for number in range(3)))
    try:
        with store, getattr(store, kind)() as db:
            interrupted(db)
    except KeyboardInterrupt as fault:
        kept = fault  # as the command line keeps it until it has said what happened
    del kept
    assert not caplog.records
