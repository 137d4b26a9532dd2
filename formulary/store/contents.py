"""Questions about what versions contain, by the indexes of the component rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select, tuple_

from formulary.store.tables import component, formula, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

_AT_ONCE = 1000


def is_used(db: Connection, kind: str, name: str) -> bool:
    """Whether any version contains this ingredient or product."""
    column = component.c[kind]
    return db.execute(select(column).where(column == name).limit(1)).first() is not None


def where_used(
    db: Connection, kind: str, name: str, *, after: tuple[str, int] | None = None, every: bool = False
) -> Iterator[Mapping[Any, Any]]:
    """The component rows with this ingredient or product, of current or of all versions, in order."""
    part, row = component.c, version.c
    wanted = select(
        *(part.formula, part.number, part.place, part.ingredient, part.product, part.active),
        *(row.status, row.title),
    ).join(version, and_(row.formula == part.formula, row.number == part.number))
    if not every:
        current = func.coalesce(formula.c.approved, formula.c.newest)
        wanted = wanted.join(formula, and_(formula.c.id == part.formula, current == part.number))
    if after is not None:
        wanted = wanted.where(tuple_(part.formula, part.number) > tuple_(*after))
    wanted = wanted.where(part[kind] == name).order_by(part.formula, part.number, part.place, part.ingredient)
    yield from db.execution_options(yield_per=_AT_ONCE).execute(wanted).mappings()
