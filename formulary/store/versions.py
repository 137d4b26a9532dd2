"""Questions about versions: by status, indication, what they contain, or words; in pages, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select, tuple_

from formulary.store.tables import component, content, formula, judgement, signature, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Select
    from sqlalchemy.sql.elements import ColumnElement

_PAGE = 500


class Filter(NamedTuple):
    """Which versions are asked for; what is empty does not narrow.

    Without ``statuses``, ``every`` and ``as_of`` it is the current one of each formula: the approved, else
    the newest. ``as_of`` (a UTC time) asks for what was approved then. ``words`` must all occur in id, title,
    indication or the names of what is in it, in lower case. ``contains`` are ids of ingredients or products.
    """

    statuses: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    formula: str = ""
    number: int = 0
    as_of: str = ""
    every: bool = False


class Place(NamedTuple):
    """After which version a page begins."""

    formula: str
    number: int


def summaries(
    db: Connection, wanted: Filter, after: Place | None, limit: int | None
) -> Iterator[Mapping[Any, Any]]:
    """The versions without their content: their own columns and the counts of the last judgement."""
    counts = (
        judgement.c[name] for name in ("policy", "errors", "warnings", "notes", "not_checked", "waived")
    )
    row = version.c
    shown = (row.formula, row.number, row.status, row.title, row.indication, row.route, row.site)
    when = (row.author, row.registered_by, row.registered_at, row.approved_at, row.ended_at, row.sha256)
    query = _narrowed(select(*shown, *when, *counts), wanted).join(judgement, _LAST_JUDGEMENT)
    yield from _paged(db, query, after, limit)


def whole(db: Connection, wanted: Filter) -> Iterator[tuple[Mapping[Any, Any], list[Mapping[Any, Any]]]]:
    """The versions with content and last judgement, each with its signatures; a page in memory at a time."""
    columns = [column for column in judgement.c if column.name not in ("formula", "number", "round")]
    query = _narrowed(select(version, content.c.body, *columns), wanted)
    query = query.join(content, content.c.sha256 == version.c.sha256).join(judgement, _LAST_JUDGEMENT)
    after: Place | None = None
    while True:
        rows = list(_paged(db, query, after, _PAGE))
        signed = _signatures(db, [Place(row["formula"], row["number"]) for row in rows])
        for row in rows:
            yield row, signed.get((row["formula"], row["number"]), [])
        if len(rows) < _PAGE:
            return
        after = Place(rows[-1]["formula"], rows[-1]["number"])


_LAST_JUDGEMENT = and_(
    judgement.c.formula == version.c.formula,
    judgement.c.number == version.c.number,
    judgement.c.round == version.c.round,
)


def _signatures(db: Connection, places: list[Place]) -> dict[tuple[str, int], list[Mapping[Any, Any]]]:
    if not places:
        return {}
    row = signature.c
    query = select(signature).where(row.formula >= places[0].formula, row.formula <= places[-1].formula)
    found: dict[tuple[str, int], list[Mapping[Any, Any]]] = {}
    for one in db.execute(query.order_by(row.event)).mappings():
        found.setdefault((one["formula"], one["number"]), []).append(one)
    return found


def _paged(
    db: Connection, query: Select[Any], after: Place | None, limit: int | None
) -> Iterator[Mapping[Any, Any]]:
    key = (version.c.formula, version.c.number)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    query = query.order_by(*key).limit(limit)
    with db.execute(query.execution_options(yield_per=_PAGE)) as found:
        yield from found.mappings()


def _narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    row = version.c
    if not (wanted.statuses or wanted.every or wanted.as_of):
        current = func.coalesce(formula.c.approved, formula.c.newest)
        query = query.join(formula, and_(formula.c.id == row.formula, current == row.number))
    if wanted.statuses:
        query = query.where(row.status.in_(wanted.statuses))
    if wanted.indications:
        query = query.where(row.indication.in_(wanted.indications))
    if wanted.formula:
        query = query.where(row.formula == wanted.formula)
    if wanted.number:
        query = query.where(row.number == wanted.number)
    if wanted.as_of:
        ended = or_(row.ended_at == "", row.ended_at > wanted.as_of)
        query = query.where(row.approved_at != "", row.approved_at <= wanted.as_of, ended)
    for word in wanted.words:
        query = query.where(row.search.contains(word, autoescape=True))
    for name in wanted.contains:
        query = query.where(_contains(name))
    return query


def _contains(name: str) -> ColumnElement[bool]:
    row = component.c
    here = and_(row.formula == version.c.formula, row.number == version.c.number)
    return exists().where(here, or_(row.ingredient == name, row.product == name))
