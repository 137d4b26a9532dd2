"""Questions about single rows: accounts, formulas, contents, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from formulary.store import tables
from formulary.store.chain import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

_AT_ONCE = 500
"""How many values stand in one question, and how many rows are fetched at once."""


def registry(db: Connection) -> Mapping[Any, Any]:
    """The registry's own row."""
    return db.execute(select(tables.registry)).mappings().one()


def accounts(db: Connection) -> list[tuple[str, str, str, str]]:
    """Id, printed name, time and maker of every account, by id."""
    row = tables.account.c
    found = db.execute(select(row.id, row.name, row.created_at, row.created_by).order_by(row.id))
    return [tuple(one) for one in found]


def formulas(db: Connection, ids: Sequence[str]) -> dict[str, Mapping[Any, Any]]:
    """The rows of these formulas, by id."""
    found: dict[str, Mapping[Any, Any]] = {}
    for some in _batches(ids):
        rows = db.execute(select(tables.formula).where(tables.formula.c.id.in_(some))).mappings()
        found.update({row["id"]: row for row in rows})
    return found


def formula_ids(db: Connection) -> Sequence[str]:
    """The id of every formula."""
    return db.execute(select(tables.formula.c.id)).scalars().all()


def live(db: Connection, ids: Sequence[str]) -> dict[str, list[Mapping[Any, Any]]]:
    """Number, status and content of the versions of these formulas that are not over, by formula."""
    row = tables.version.c
    wanted = select(row.formula, row.number, row.status, row.sha256)
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for some in _batches(ids):
        these = wanted.where(row.formula.in_(some), row.status.in_(("draft", "in-review", "approved")))
        for one in db.execute(these.order_by(row.formula, row.number)).mappings():
            found.setdefault(one["formula"], []).append(one)
    return found


def known_contents(db: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of the contents that are stored already."""
    column = tables.content.c.sha256
    return {
        found
        for some in _batches(hashes)
        for found in db.execute(select(column).where(column.in_(some))).scalars()
    }


def version_row(db: Connection, formula: str, number: int) -> Mapping[Any, Any] | None:
    """The row of one version."""
    row = tables.version.c
    wanted = select(tables.version).where(row.formula == formula, row.number == number)
    return db.execute(wanted).mappings().first()


def content(db: Connection, sha256: str) -> str:
    """A recipe's canonical JSON."""
    row = tables.content.c
    body: str = db.execute(select(row.body).where(row.sha256 == sha256)).scalar_one()
    return body


def judgement(db: Connection, formula: str, number: int, round_: int) -> Mapping[Any, Any]:
    """The verdict on one version in one round."""
    row = tables.judgement.c
    wanted = select(tables.judgement).where(row.formula == formula, row.number == number, row.round == round_)
    return db.execute(wanted).mappings().one()


def decisions(db: Connection, formula: str, number: int) -> list[Mapping[Any, Any]]:
    """What was decided about one version, in order."""
    row = tables.decision.c
    wanted = select(tables.decision).where(row.formula == formula, row.number == number)
    return list(db.execute(wanted.order_by(row.event)).mappings())


def signatures(db: Connection, formula: str, number: int) -> list[Mapping[Any, Any]]:
    """The signatures of one version, in order."""
    row = tables.signature.c
    wanted = select(tables.signature).where(row.formula == formula, row.number == number)
    return list(db.execute(wanted.order_by(row.event)).mappings())


def keys(db: Connection, account: str = "") -> list[Mapping[Any, Any]]:
    """The trusted keys, or those of one account, by account and time."""
    row = tables.key.c
    wanted = select(tables.key).order_by(row.account, row.valid_from, row.fingerprint)
    return list(db.execute(wanted.where(row.account == account) if account else wanted).mappings())


def events(db: Connection, after: int = 0) -> Iterator[Event]:
    """The events of the audit chain after a number, in order, a few in memory at a time."""
    row = tables.audit.c
    wanted = select(row.seq, row.body, row.prev, row.hash).where(row.seq > after).order_by(row.seq)
    with db.execute(wanted.execution_options(yield_per=_AT_ONCE)) as found:
        for one in found:
            yield Event(*one)


def rows(db: Connection, table: str) -> Iterator[Mapping[Any, Any]]:
    """Every row of one table, in the order of its key, a few in memory at a time."""
    named = tables.metadata.tables[table]
    wanted = select(named).order_by(*named.primary_key)
    with db.execute(wanted.execution_options(yield_per=_AT_ONCE)) as found:
        yield from found.mappings()


def tuples(db: Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """Every row of one table as a tuple, in the order of its key, some thousands in memory at a time."""
    named = tables.metadata.tables[table]
    wanted = select(named).order_by(*named.primary_key)
    with db.execute(wanted.execution_options(yield_per=10 * _AT_ONCE)) as found:
        yield from map(tuple, found)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
