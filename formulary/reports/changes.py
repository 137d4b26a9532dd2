"""What changes between two policies, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.reports.layout import Line
from formulary.reports.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.catalogue.changes import Change
    from formulary.catalogue.policies import Policy

_STYLES = {"tighter": "green", "looser": "red", "added": "cyan", "removed": "yellow", "changed": "yellow"}


def lines(before: Policy, after: Policy, found: Sequence[Change]) -> Iterator[Line]:
    """The changes under the names of what they are about, then how many there are."""
    yield Line(f"{before.id} (from {before.effective}) -> {after.id} (from {after.effective})", "bold")
    target = None
    for change in found:
        if change.target != target:
            target = change.target
            if target:
                yield Line(target, "bold")
        style = _STYLES[change.effect]
        yield Line(_words(change), indent=2, mark=f"{change.effect}:", mark_style=style, hang=4)
        for sign, source in (("-", change.source_before), ("+", change.source_after)):
            if source:
                yield Line(f"{sign} {source}", "dim", indent=4, hang=6)
    yield Line(_total(found))


def _words(change: Change) -> str:
    if change.effect == "added":
        return f"{change.what}: {change.after}"
    if change.effect == "removed":
        return f"{change.what}: {change.before}"
    return f"{change.what}: {change.before} -> {change.after}"


def _total(found: Sequence[Change]) -> str:
    if not found:
        return "The two say the same."
    counts = [count(sum(item.part == part for item in found), part) for part in ("standing", "limit")]
    tighter = sum(item.effect == "tighter" for item in found)
    looser = sum(item.effect == "looser" for item in found)
    judged = f", {tighter} of them tighter and {looser} looser" if tighter or looser else ""
    return f"Changed: {' and '.join(counts)}{judged}."


def data(before: Policy, after: Policy, found: Sequence[Change]) -> dict[str, Any]:
    """The same for machines; both values of each change are there, empty where a policy is silent."""
    return {
        "version": 1,
        "from": _policy(before),
        "to": _policy(after),
        "changes": [change._asdict() for change in found],
    }


def _policy(policy: Policy) -> dict[str, str]:
    return {
        "id": policy.id,
        "effective": policy.effective,
        "review_by": policy.review_by,
        "sha256": policy.sha256,
    }
