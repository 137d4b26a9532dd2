"""What happened to a formula, in order: who did what to which version, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.registry.accounts import accounts
from formulary.registry.versions import each, locate
from formulary.store import queries
from formulary.store.versions import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.version import Version
    from formulary.store.store import Db


class Moment(NamedTuple):
    """One act; ``name`` is the printed name of the account, ``fingerprint`` that of the key if it was signed.

    ``act`` is register, submit, approve, reject, retire or supersede, which follows from another act and has
    no account of its own.
    """

    time: str
    version: str
    act: str
    account: str = ""
    name: str = ""
    meaning: str = ""
    fingerprint: str = ""
    reason: str = ""


FIELDS = Moment._fields
"""The fields of a row of a history."""


def history(db: Db, name: str) -> tuple[list[Version], list[Moment]]:
    """The versions of a formula in order, and everything that happened to them; of ``ID@N`` to that one.

    Raises:
        UsageFaultError: there is no such formula or version.
    """
    formula, number = locate(db, name)
    wanted = Filter(formula=formula, number=number if "@" in name else 0, every=True)
    found = list(each(db, wanted))
    names = {one.id: one.name for one in accounts(db)}
    moments = [moment for one in found for moment in _moments(db, one, names)]
    # within a second what follows from another act comes last
    return found, sorted(moments, key=lambda one: (one.time, one.act == "supersede"))


def _moments(db: Db, version: Version, names: dict[str, str]) -> Iterator[Moment]:
    label, place = version.label, (version.formula, version.number)
    by = version.registered_by
    yield Moment(version.registered_at, label, "register", by, names.get(by, by))
    signed = {row["event"]: row for row in queries.signatures(db, *place)}
    for row in queries.decisions(db, *place):
        who = row["account"]
        one = signed.get(row["event"])
        name, meaning, key = names.get(who, who), "", ""
        if one:
            name, meaning, key = one["name"], one["meaning"], one["fingerprint"]
        yield Moment(row["decided_at"], label, row["act"], who, name, meaning, key, row["reason"])
    kept = queries.version_row(db, *place)
    if kept and kept["status"] == "superseded":
        yield Moment(kept["ended_at"], label, "supersede")
