"""The history of a formula as lines: each act with its person, its reason, and what a version changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.comparison import one
from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.reports.versions import STATUS_STYLES
from formulary.text import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.domain.version import Version
    from formulary.registry.history import Moment
    from formulary.reports.differences import Difference

_DONE = {
    "register": ("registered", ""),
    "submit": ("submitted for review", "blue"),
    "approve": ("approved", "green"),
    "reject": ("rejected", "yellow"),
    "retire": ("retired", "red"),
    "supersede": ("superseded", "dim"),
}
_MOST = 4
"""So many differences are named; `formulary diff` shows all."""


def lines(
    versions: Sequence[Version], moments: Sequence[Moment], changes: Mapping[str, Sequence[Difference]]
) -> Iterator[Line]:
    """What happened, oldest first; ``changes`` are what each version changed, by its label."""
    newest = versions[-1]
    yield Line(f"{newest.data.get('title', '')}", "", 0, newest.formula, "bold")
    for version in versions:
        yield Line(version.status, STATUS_STYLES[version.status], 2, f"{version.label}:")
    yield Line("")
    for item in moments:
        yield from _moment(item)
        if item.act == "register" and item.version in changes:
            yield from _changes(changes[item.version])


def _moment(item: Moment) -> Iterator[Line]:
    done, style = _DONE[item.act]
    by = f" by {item.name} ({item.account})" if item.account else ""
    signed = f", signed ({item.meaning})" if item.meaning else ""
    yield Line(
        f"{done}{by}{signed}", style, 0, f"{moment(item.time)}  @{item.version.rpartition('@')[2]} ", "dim", 6
    )
    if item.reason:
        yield Line(item.reason, "", 6, "reason:", "cyan", 8)
    if item.fingerprint:
        yield Line(f"key {item.fingerprint}", "dim", 6)


def _changes(found: Sequence[Difference]) -> Iterator[Line]:
    """What was changed; volumes and headroom follow from that."""
    shown = [item for item in found if item.part not in ("headroom", "volume")][:_MOST]
    for item in shown:
        yield from one(item, 6)
    if len(found) > len(shown):
        yield Line(f"and {count(len(found) - len(shown), 'more difference')}", "dim", 6)
