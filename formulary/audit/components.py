"""The rows by which formulas are found by what they contain, held against the hash in their version."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from formulary.audit.replay import body_of
from formulary.audit.source import Fault
from formulary.store.chain import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.audit.source import Row, Shape, Source

_LAST = 1 << 62
_compact = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # of whole numbers and texts RFC 8785


def component_faults(source: Source, version: Shape) -> list[Fault]:
    """Every version whose component rows are others than it states, and rows of no version."""
    groups = groupby(source.rows("component"), key=_VERSION)
    name, rows = next(groups, _NONE)
    stated = version.columns.index("components_sha256")
    wrong: dict[Row, str] = {}
    for row in source.rows("version"):
        key = _VERSION(row)
        while name is not None and _order(name) < _order(key):
            wrong[name] = "component rows of {}, which is no version"
            name, rows = next(groups, _NONE)
        mine: list[Row] = []
        if name == key:
            mine = list(rows)
            name, rows = next(groups, _NONE)
        if components_digest(mine) != row[stated]:
            wrong[key] = "the component rows of {} are not those that the event states (by their SHA-256)"
    while name is not None:
        wrong[name] = "component rows of {}, which is no version"
        name, rows = next(groups, _NONE)
    return _placed(source, wrong) if wrong else []


_VERSION = itemgetter(0, 1)
_NONE: tuple[Any, Iterator[Row]] = (None, iter(()))


def _order(key: Row) -> tuple[str, int]:
    """The order of the tables, also where a hand has put a value of another type."""
    name, number = key
    return str(name), number if isinstance(number, int) else _LAST


def _placed(source: Source, wrong: Mapping[Row, str]) -> list[Fault]:
    """Each with the event that added the version, or that would come after the last."""
    added: dict[Row, int] = {}
    last = 0
    for event in source.events():
        last = event.seq
        for change in (body_of(event.body) or {"changes": []})["changes"]:
            if change.get("add") == "version":
                added[change["row"]["formula"], change["row"]["number"]] = event.seq
    return [
        Fault(added.get(key, last + 1), text.format("@".join(map(str, key)))) for key, text in wrong.items()
    ]


def components_digest(rows: list[Row]) -> str:
    """As ``store.images.components_digest``, for rows in the order of their columns, and quicker."""
    try:
        return digest(_compact(sorted(row[2:] for row in rows)))
    except TypeError:
        return ""  # a value of another type than the column's, which only a hand puts there
