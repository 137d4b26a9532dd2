"""What an inventory comes to: counted as its formulas pass, for the charts on top of a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.exports.held import held, nearest
from formulary.reports.explanation import limit_words

if TYPE_CHECKING:
    from formulary.exports.inventory import Entry
    from formulary.units import Exact

SHOWN = 15
"""How many rows a chart has at most."""
MOST_WAIVERS = 20
"""How many of the waivers are listed, those that expire first."""


class Close(NamedTuple):
    """A formula that is near or over a limit; ordered by how much of the limit is used."""

    used: Exact
    number: int
    title: str
    what: str
    text: str
    over: bool


class Glance(NamedTuple):
    """What an overview needs of one formula; ``used`` are the names of its actives by their ids."""

    title: str
    status: str
    indication: str
    errors: int
    warnings: int
    not_checked: int
    waived: int
    used: dict[str, str]
    policy: Followed
    close: Close | None
    waivers: tuple[dict[str, Any], ...]


class Followed(NamedTuple):
    """A policy that formulas are under."""

    id: str
    name: str
    effective: str
    review_by: str


def glance(entry: Entry) -> Glance:
    """What counts of a formula."""
    row, policy = entry.formula, entry.item.case.policy
    used = {one.ingredient: one.ingredient_name for one in entry.components if one.role == "active"}
    used.pop("", None)
    return Glance(
        *(row.title, row.status, row.indication_name or row.indication),
        *(row.errors, row.warnings, row.not_checked, row.waived),
        used,
        Followed(policy.id, policy.name, policy.effective, policy.review_by),
        _close(entry),
        entry.item.waivers,
    )


def _close(entry: Entry) -> Close | None:
    found = nearest(entry.item.case.comparisons)
    used = found.fraction if found else None
    if found is None or used is None:
        return None
    near = held(found)
    text = f"{near.value} of {near.bound} {near.unit}".rstrip()
    what = f"{near.target}, {limit_words(found.limit)}"
    return Close(used, 0, entry.formula.title, what, text, near.verdict == "beyond")


class Overview:
    """The counts of an inventory."""

    def __init__(self) -> None:
        self.formulas = 0
        self.clean = 0
        self.with_errors = 0
        self.with_warnings = 0
        self.with_gaps = 0
        self.indications: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.statuses: Counter[str] = Counter()
        self.ingredients: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.policies: Counter[Followed] = Counter()
        self.waivers = 0
        self._close: list[Close] = []
        self._expiring: list[tuple[int, int, dict[str, str]]] = []

    def add(self, number: int, one: Glance) -> None:
        """Count one formula, which stands at this number in the page."""
        self.formulas += 1
        self.with_errors += one.errors > 0
        self.with_warnings += one.warnings > 0 and not one.errors
        self.with_gaps += one.not_checked > 0
        self.clean += not (one.errors or one.warnings or one.not_checked or one.waived)
        self.indications[one.indication][one.status] += 1
        self.statuses[one.status] += 1
        self.names |= one.used
        self.ingredients.update(one.used.keys())
        self.policies[one.policy] += 1
        if one.close:
            self._add_close(one.close._replace(number=-number))
        for waiver in one.waivers:
            self._add_waiver(number, one.title, waiver)

    def _add_close(self, close: Close) -> None:
        if len(self._close) < SHOWN:
            heappush(self._close, close)
        else:
            heappushpop(self._close, close)

    def _add_waiver(self, number: int, title: str, waiver: dict[str, Any]) -> None:
        self.waivers += 1
        expires = str(waiver.get("expires", ""))
        words = {key: str(waiver.get(key, "")) for key in ("rule", "component", "reason", "approved_by")}
        digits = int(expires.replace("-", "") or 0) if expires.replace("-", "").isdecimal() else 0
        item = (-digits, -self.waivers, {**words, "expires": expires, "number": str(number), "title": title})
        if len(self._expiring) < MOST_WAIVERS:
            heappush(self._expiring, item)
        else:
            heappushpop(self._expiring, item)

    @property
    def close(self) -> list[Close]:
        """The formulas that use most of a limit, the furthest first."""
        return sorted(self._close, reverse=True)

    @property
    def expiring(self) -> list[dict[str, str]]:
        """The waivers, the first to expire first."""
        return [item[2] for item in sorted(self._expiring, reverse=True)]
