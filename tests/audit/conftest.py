"""One history of every kind of act on each engine, and a connection of its attacker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from audit_world import Memory, attacking, remembered, write_history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a registry with a history of every kind of act."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path_factory.mktemp('audit') / 'registry.db'}"
    else:
        made = request.getfixturevalue("new_postgres_url")()
    write_history(made)
    return made


@pytest.fixture
def db(url: str) -> Iterator[Connection]:
    """The attacker's connection."""
    with attacking(url) as connection:
        yield connection


@pytest.fixture(scope="package")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """The same history, in memory."""
    url = f"sqlite:///{tmp_path_factory.mktemp('honest') / 'registry.db'}"
    write_history(url)
    return remembered(url)
