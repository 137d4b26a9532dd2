"""Policies that build on another: the rows of the child on top of those of its base.

A row of the child replaces the base's row on the same thing in the same use, level by level.
A standing of the child is asked before those of the base, which still hold where the child is silent.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from formulary.catalogue.faults import Fault
from formulary.source.canonical import canonical_bytes
from formulary.text import did_you_mean, listing
from formulary.units import Quantity, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from formulary.source.document import Document

    Rows = list[dict[str, Any]]

_LEVELS = ("hard", "soft", "min")


def extension_faults(
    documents: Sequence[Document], shipped: Mapping[str, Any], elsewhere: Collection[str] = ()
) -> Iterator[Fault]:
    """Policies of one id, bases that do not exist, and policies that extend themselves in a circle.

    ``elsewhere`` are the ids of policies whose files have other faults.
    """
    found: dict[str, Document] = {}
    for document in documents:
        data: Any = document.data
        if not data["format"].startswith("policy/"):
            continue
        if data["id"] in shipped:
            message = f"policy `{data['id']}` ships with the catalogue and cannot be changed"
            yield Fault(document, ("id",), message, f"Use an id of its own, and `extends: {data['id']}`.")
        elif data["id"] in found:
            yield Fault(document, ("id",), f"a second policy `{data['id']}`", "Use an id of its own.")
        else:
            found[data["id"]] = document
    bases = {name: _base(document) for name, document in found.items()}
    for name, document in found.items():
        base = bases[name]
        if base and base not in {*found, *shipped, *elsewhere}:
            known = sorted({*found, *shipped} - {name})
            advice = did_you_mean(base, known) or (f"On record: {listing(known)}." if known else "")
            yield Fault(document, ("extends",), f"there is no policy `{base}` to extend", advice)
        elif circle := _circle(name, bases):
            way = " extends ".join(f"`{one}`" for one in circle)
            yield Fault(
                document, ("extends",), f"policies in a circle: {way}", "Let one of them stand alone."
            )


def _base(document: Document) -> str:
    data: Any = document.data
    return str(data.get("extends", ""))


def _circle(name: str, bases: Mapping[str, str]) -> list[str]:
    """The way from a policy over its bases back to itself; empty if there is none."""
    way = [name]
    while base := bases.get(way[-1], ""):
        if base == name:
            return [*way, name]
        if base in way:
            return []
        way.append(base)
    return []


def resolve(policies: Mapping[str, dict[str, Any]], shipped: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each policy with the rows of its bases; ``shipped`` are compiled policies, resolved already.

    The bases must exist and make no circle.
    """
    done: dict[str, dict[str, Any]] = {}

    def one(name: str) -> dict[str, Any]:
        if name not in policies:
            return _flat(shipped[name])
        if name not in done:
            child = policies[name]
            done[name] = extended(one(child["extends"]), child) if "extends" in child else dict(child)
        return done[name]

    return {name: one(name) for name in policies}


def _flat(policy: Mapping[str, Any]) -> dict[str, Any]:
    tables = ("standings", "limits")
    return {**policy, **{table: [row for rows in policy[table].values() for row in rows] for table in tables}}


def extended(base: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """The child with the base's rows below its own; it is due for review when the first of them is."""
    limits = _stated(child, "limits")
    standings = _stated(child, "standings")
    groups = {row["group"] for row in child.get("combined", ())}
    settings = {_setting(row) for row in child.get("beyond_use", ())}
    routes = {route for row in child.get("osmolality", ()) for route in row["routes"]}
    made = {
        **child,
        "lineage": [*base.get("lineage", (base["id"],)), child["id"]],
        "review_by": min(child["review_by"], base["review_by"]),
        "standings": [*standings, *_stated(base, "standings")],
        "limits": [*limits, *_remaining(_stated(base, "limits"), limits)],
        "combined": [
            *child.get("combined", ()),
            *(row for row in base.get("combined", ()) if row["group"] not in groups),
        ],
        "beyond_use": [
            *child.get("beyond_use", ()),
            *(row for row in base.get("beyond_use", ()) if _setting(row) not in settings),
        ],
    }
    if "osmolality" in base:
        made["osmolality"] = [
            *child.get("osmolality", ()),
            *({**row, "routes": left} for row in base["osmolality"] if (left := _beyond(row, routes))),
        ]
    if "max_actives" in base:
        made.setdefault("max_actives", base["max_actives"])
    return made


def _stated(policy: Mapping[str, Any], table: str) -> Rows:
    """The rows of a policy, each with the policy that states it."""
    return [{"stated_by": policy["id"], **row} for row in policy.get(table, ())]


def _beyond(row: Mapping[str, Any], routes: set[str]) -> list[str]:
    """The routes of a row that the child does not speak of."""
    return [route for route in row["routes"] if route not in routes]


def _setting(row: Mapping[str, Any]) -> tuple[str, ...]:
    tested = "tested" if row.get("sterility_test") else ""
    return (row["setting"], row.get("storage", ""), row.get("sterilization", ""), tested)


def _remaining(rows: Rows, above: Rows) -> Rows:
    """The base's limits without the levels that the child states on the same thing in the same use."""
    taken = {(limit_key(row), level) for row in above for level in _LEVELS if level in row}
    kept = []
    for row in rows:
        key = limit_key(row)
        left = {name: value for name, value in row.items() if (key, name) not in taken}
        if any(level in left for level in _LEVELS):
            kept.append(left)
    return kept


def limit_key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a limit is on and for which use: two rows with one key are about the same."""
    when = row.get("when", {})
    least = parse(when["at_least"]) if "at_least" in when else None
    threshold = (least.unit.kind, least.base.fraction) if isinstance(least, Quantity) else None
    return (
        *(row.get(key, "") for key in ("ingredient", "group", "on", "route", "indication", "site")),
        row.get("species", "human"),
        when.get("with", ""),
        threshold,
    )


def sha256(policy: Mapping[str, Any], sources: Mapping[str, Any]) -> str:
    """The SHA-256 over everything that an extended policy resolves to, each source written out."""
    return hashlib.sha256(canonical_bytes(_with_sources(policy, sources))).hexdigest()


def _with_sources(value: Any, sources: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {
            key: sources[item] if key == "source" and isinstance(item, str) else _with_sources(item, sources)
            for key, item in value.items()
            if key != "sha256"
        }
    return [_with_sources(item, sources) for item in value] if isinstance(value, list) else value
