"""Where an ingredient or a product is used: directly, or through a product that holds it."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError
from formulary.registry.versions import locate
from formulary.store import contents
from formulary.text import alternatives, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.store.store import Db

COLUMNS = ("version", "status", "active", "through", "title")
"""What a table shows."""

FIELDS = ("version", "status", "components", "through", "active", "title")
"""Every field of a row; component 0 is what numbs beside the formula."""


class Sought(NamedTuple):
    """What is looked for: an id, and whether it is an ingredient's or a product's."""

    id: str
    kind: str


def sought(name: str, catalogue: Catalogue, db: Db) -> Sought:
    """What a name stands for; a name that only recipes know is looked for as they write it.

    Raises:
        UsageFaultError: neither the catalogue nor any recipe knows it.
    """
    found = catalogue.resolve(name, "ingredients")
    if found and found.kind != "indications":
        return Sought(found.id, found.kind.removesuffix("s"))
    for kind in ("ingredient", "product"):
        if contents.is_used(db, kind, name):
            return Sought(name, kind)
    near = alternatives(catalogue.nearest(name, "ingredients", "products"))
    raise UsageFaultError(
        f"there is no ingredient or product {quoted(name)}",
        near or "`formulary catalogue search` finds parts of names.",
    )


def where_used(
    db: Db, what: Sought, *, every: bool = False, after: str = "", limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """The current version of each formula that contains it, or every version, in order.

    ``through`` are the products that bring it, empty where it is a component itself; ``active`` says whether
    it is there for its effect in one of them. ``after`` and ``limit`` make a page, as for a list.

    Raises:
        UsageFaultError: ``after`` names no version.
    """
    place = locate(db, after) if after else None
    rows = contents.where_used(db, what.kind, what.id, after=place, every=every)
    for (formula, number), parts in islice(groupby(rows, lambda row: (row["formula"], row["number"])), limit):
        listed = list(parts)
        yield {
            "version": f"{formula}@{number}",
            "status": listed[0]["status"],
            "components": sorted({row["place"] + 1 for row in listed}),
            "through": sorted({row["product"] for row in listed if row["product"]}),
            "active": any(row["active"] for row in listed),
            "title": listed[0]["title"],
        }
