"""Lists of versions: what people see of each, a page at a time or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.errors import UsageFaultError
from formulary.registry.prepare import searchable
from formulary.registry.versions import locate
from formulary.store.versions import Filter, Place, summaries
from formulary.text import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.store.store import Db

COLUMNS = ("version", "status", "errors", "warnings", "indication", "title")
"""What a table shows; JSON and CSV hold all of it."""

FIELDS = (
    *("version", "formula", "number", "status", "title", "indication", "route", "site", "author"),
    *("registered_by", "registered_at", "approved_at", "ended_at", "sha256", "policy"),
    *("errors", "warnings", "notes", "not_checked", "waived"),
)
"""Every field of a row."""


def listed(db: Db, wanted: Filter, after: str = "", limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The versions that a filter lets through, in order; ``after`` is the last one of the page before.

    Raises:
        UsageFaultError: ``after`` names no version.
    """
    place = Place(*locate(db, after)) if after else None
    for row in summaries(db, wanted, place, limit):
        label = {"version": f"{row['formula']}@{row['number']}"}
        yield label | {name: row[name] for name in FIELDS[1:]}


def indication_id(name: str, catalogue: Catalogue) -> str:
    """The id of an indication, by any of its names.

    Raises:
        UsageFaultError: the catalogue does not know it.
    """
    found = catalogue.resolve(name, "indications")
    if found is None or found.kind != "indications":
        near = did_you_mean(name, catalogue.data["indications"])
        raise UsageFaultError(f"there is no indication {quoted(name)}", near or _LIST)
    return found.id


_LIST = "`formulary catalogue list indications` names them."


def words(text: str) -> tuple[str, ...]:
    """The words of a search, each of which must occur."""
    return tuple(searchable(text).split())
