"""Which database is meant: a URL, or the embedded file in the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.text import clip, escape, quoted, without_password

_FORMS = "Write `sqlite:///registry.db` or `postgresql://user@host/database`."
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")


class Address(NamedTuple):
    """Where a registry is. ``path`` is the file of an embedded one, None for a server."""

    url: URL
    path: Path | None

    @property
    def name(self) -> str:
        """The file, or the URL without its password; safe to print."""
        public = self.url.set(drivername="postgresql").render_as_string(hide_password=True)
        shown = self.path if self.path is not None else public
        return clip(escape(without_password(str(shown))), 200)


def address(given: str) -> Address:
    """The address in a URL; an empty one is the embedded file in the data folder, which is made if need be.

    Raises:
        UsageFaultError: it is no URL of SQLite or PostgreSQL.
        EnvironmentFaultError: the data folder cannot be made.
    """
    if not given:
        return _file(_default())
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # whose own words may hold the password
        shown = quoted(without_password(given))
        raise UsageFaultError(f"{shown} is not the URL of a database", _FORMS) from None
    if url.drivername in _POSTGRES:
        return Address(url.set(drivername="postgresql+psycopg"), None)
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise UsageFaultError(f"formulary keeps no registry in {quoted(url.drivername)}", _FORMS)
    if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.query:
        raise UsageFaultError("a registry needs a file", "Write `sqlite:///registry.db`, without parameters.")
    return _file(Path(url.database))


def _file(path: Path) -> Address:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link is kept, so that the message names what was given
    return Address(URL.create("sqlite", database=str(whole)), whole)


def _default() -> Path:
    import platformdirs  # noqa: PLC0415 - a URL needs none

    folder = Path(platformdirs.user_data_dir("formulary", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"the folder of the registry, {folder}, cannot be made: {reason}",
            "Name another place: `--db sqlite:///registry.db`, or FORMULARY_DB.",
        ) from fault
    return folder / "registry.db"
