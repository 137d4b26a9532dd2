"""Every schema that was ever released, with data in it, is brought up to date and loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import here
from registry_world import KEYS, put, recipe

from formulary.registry.versions import version, versions
from formulary.store.health import checks
from formulary.store.schema import REVISIONS
from formulary.store.store import open_store
from formulary.store.versions import Filter

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASED = Path(__file__).parent / "released"
STATUSES = {
    "asked@1": "in-review",
    "example@1": "superseded",
    "example@2": "approved",
    "failing@1": "draft",
    "gone@1": "retired",
}


def restore(url: str, script: str) -> None:
    """The database that a script describes."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            db.executescript(script)
        return
    import psycopg  # noqa: PLC0415 - as in conftest

    with psycopg.connect(url) as connection:
        connection.execute(script.encode())


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_released_schema_is_upgraded_with_all_that_it_holds(
    revision: str, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    if engine == "postgresql":
        new: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        url = new()
    restore(url, (RELEASED / f"{revision}.{engine}.sql").read_text("utf-8"))
    done = here("--db", url, "db", "upgrade")
    assert done.code == 0, done
    with open_store(url) as store:
        assert {one.label: one.status for one in versions(store, Filter(every=True))} == STATUSES
        found = version(store, "example")
        assert [one.fingerprint for one in found.signatures] == [KEYS["jo"].key.fingerprint]
        assert version(store, "asked").author == "Ada Ö."
        with store.read() as db:
            assert [one for one in checks(db) if one.fault and one.what != "fsync"] == []
    done = here("--db", url, "verify")
    assert done.code == 0, done
    with open_store(url) as store:
        assert put(store, recipe("next"))[0].label == "next@1"
