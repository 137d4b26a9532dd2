"""Formulas from the registry: versions as they were stored, with the findings and waivers of their check."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from formulary.domain.build import build
from formulary.exports.files import Unusable
from formulary.exports.inventory import Found, Item, granted
from formulary.registry.versions import each
from formulary.rules.case import make_case
from formulary.shape.check import check
from formulary.store.versions import Filter
from formulary.store.work import head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.policies import Policy
    from formulary.domain.version import Version
    from formulary.exports.filters import Wanted
    from formulary.store.store import Db
    from formulary.validation.setting import Setting


BATCH = 64
"""Versions in a piece of work."""


def source(db: Db) -> dict[str, Any]:
    """What the formulas are from: the registry, with the size and the head of its audit chain."""
    end = head(db)
    return {"kind": "registry", "audit_events": end.seq, "audit_head": end.hash}


def batches(db: Db, wanted: Wanted) -> Iterator[tuple[Version, ...]]:
    """The versions of a status or a time, in small pieces of work; the other filters look at the items."""
    found = each(db, Filter(statuses=wanted.status, as_of=wanted.as_of, every=wanted.every))
    while batch := tuple(islice(found, BATCH)):
        yield tuple(_as_of(version, wanted.as_of) for version in batch) if wanted.as_of else batch


def _as_of(version: Version, time: str) -> Version:
    """The version as it stood: it was approved then, and signed by who had signed until then."""
    signed = tuple(one for one in version.signatures if one.signed_at <= time)
    return version._replace(status="approved", signatures=signed)


def item(version: Version, setting: Setting) -> Item | Unusable:
    """A version as it was stored, to export; the exact numbers are worked out again."""
    faults = check("recipe", version.data)
    if faults:
        return Unusable(version.label, faults[0].code, faults[0].message)
    case = make_case(build(version.data), setting.catalogue, _policy(version, setting))
    found = tuple(map(_found, version.findings))
    return Item(version.data, case, found, tuple(map(granted, version.waivers)), version=version)


def _policy(version: Version, setting: Setting) -> Policy:
    """The policy that the version was checked under, unless another was asked for or it is no more."""
    known = version.policy in setting.catalogue.data["policies"] and not setting.forced
    return setting.catalogue.policy(version.policy) if known else setting.policy


def _found(finding: dict[str, Any]) -> Found:
    return Found(
        finding["code"],
        finding["name"],
        finding["severity"],
        finding["message"],
        finding.get("component", ""),
        bool(finding.get("not_checked")),
        "waiver" in finding,
    )
