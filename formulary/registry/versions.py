"""Versions as everybody else reads them: one by its name, or many by a filter."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from formulary.domain.version import Signature, Version
from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.store import queries
from formulary.store.chain import digest
from formulary.store.versions import Filter, whole
from formulary.text import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.store.store import Db, Store

_NAME = re.compile(r"([a-z0-9][a-z0-9.-]*)(?:@([1-9]\d{0,8}))?", re.ASCII)


def versions(store: Store, wanted: Filter = Filter()) -> Iterator[Version]:  # noqa: B008 - it is immutable
    """The versions that a filter lets through, by formula and number, a few in memory at a time."""
    with store.read() as db:
        yield from each(db, wanted)


def each(db: Db, wanted: Filter) -> Iterator[Version]:
    """As ``versions``, on a connection that is open already."""
    for row, signed in whole(db, wanted):
        yield _version(row, signed)


def version(store: Store, name: str) -> Version:
    """The version ``ID@N``; of ``ID`` the approved one, else the newest.

    Raises:
        UsageFaultError: there is no such formula or version.
    """
    with store.read() as db:
        formula, number = locate(db, name)
        for row, signed in whole(db, Filter(formula=formula, number=number, every=True)):
            return _version(row, signed)
    raise _unknown_version(formula, number, number)


def locate(db: Db, name: str) -> tuple[str, int]:
    """Formula and number of a name as people write it.

    Raises:
        UsageFaultError: it is no such name, or there is no such formula or version.
    """
    match = _NAME.fullmatch(name.strip())
    if not match:
        raise UsageFaultError(f"{quoted(name)} names no version", "Write the id of a formula, or `ID@2`.")
    formula, number = match[1], match[2]
    row = queries.formulas(db, [formula]).get(formula)
    if row is None:
        near = did_you_mean(formula, queries.formula_ids(db))
        raise UsageFaultError(
            f"there is no formula {quoted(formula)}", near or "`formulary list` shows them."
        )
    if number and int(number) > row["newest"]:
        raise _unknown_version(formula, int(number), row["newest"])
    return formula, int(number) if number else row["approved"] or row["newest"]


def _unknown_version(formula: str, number: int, newest: int) -> UsageFaultError:
    return UsageFaultError(
        f"there is no version {number} of `{formula}`", f"The newest is `{formula}@{newest}`."
    )


def genuine(body: str, row: Mapping[Any, Any]) -> str:
    """The content of a version, made sure that it is that of its hash: what people see is what they sign.

    Raises:
        EnvironmentFaultError: somebody has changed the database by hand.
    """
    if digest(body) != row["sha256"]:
        raise EnvironmentFaultError(
            f"the content of `{row['formula']}@{row['number']}` is not what was registered",
            "Do not use it. `formulary verify` says what was changed.",
        )
    return body


def _version(row: Mapping[Any, Any], signed: list[Mapping[Any, Any]]) -> Version:
    copied = ("formula", "number", "status", "sha256", "author", "registered_by", "registered_at")
    judged = ("policy", "policy_sha256", "catalogue_sha256")
    return Version(
        **{name: row[name] for name in (*copied, *judged)},
        data=json.loads(genuine(row["body"], row)),
        findings=tuple(json.loads(row["findings"])),
        waivers=tuple(json.loads(row["waivers"])),
        signatures=tuple(Signature(*(one[name] for name in Signature._fields)) for one in signed),
    )
