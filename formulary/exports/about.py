"""What an export says of itself: by what it was judged, what was asked for, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from formulary.exports.files import Unusable
    from formulary.exports.inventory import Entry

MOST_NAMED = 100
"""How many formulas that could not be exported, or not completely, are named; all are counted."""


class Counted(NamedTuple):
    """What counts of one formula; ``moment`` is the newest time in it, ``missing`` is what it lacks."""

    label: str
    status: str
    components: int
    moment: str
    missing: str


@dataclass(slots=True)
class Tally:
    """Counts, complete when the last entry has been written.

    ``moment`` is the newest time in the data (UTC, empty where there is none), the only one that an export
    may print.
    """

    formulas: int = 0
    components: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    not_exported: int = 0
    incomplete: int = 0
    named: list[tuple[str, str, str]] = field(default_factory=list)
    moment: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing from the export."""
        return not (self.not_exported or self.incomplete)

    def add(self, one: Counted) -> None:
        """Count one formula that is exported."""
        self.formulas += 1
        self.components += one.components
        self.statuses[one.status] = self.statuses.get(one.status, 0) + 1
        self.moment = max(self.moment, one.moment)
        if one.missing:
            self.incomplete += 1
            self._name(one.label, "incomplete", one.missing)

    def leave_out(self, unusable: Unusable) -> None:
        """Count one that cannot be exported."""
        self.not_exported += 1
        self._name(unusable.where, unusable.code, unusable.message)

    def _name(self, where: str, code: str, why: str) -> None:
        if len(self.named) < MOST_NAMED:
            self.named.append((where, code, why))


class About(NamedTuple):
    """``policies`` are (id, effective, SHA-256); ``filters`` are those that were asked for, by name.

    ``source`` says where the formulas come from: ``{"kind": "files"}``, or the registry with the size and
    head of its audit chain. ``options`` are those of the format, such as the release of FHIR.
    """

    version: str
    catalogue: str
    policies: tuple[tuple[str, str, str], ...]
    filters: dict[str, str]
    source: dict[str, Any]
    tally: Tally
    options: dict[str, str] = {}  # noqa: RUF012 - never changed

    def head(self) -> dict[str, Any]:
        """What is known before the first formula."""
        policies = [{"id": i, "effective": effective, "sha256": sha} for i, effective, sha in self.policies]
        return {
            "version": 1,
            "tool": {"name": "formulary", "version": self.version},
            "policies": policies,
            "catalogue": {"sha256": self.catalogue},
            "source": self.source,
            "filters": self.filters,
            "options": self.options,
        }

    def summary(self) -> dict[str, Any]:
        """What is known after the last one."""
        tally = self.tally
        return {
            "formulas": tally.formulas,
            "components": tally.components,
            "statuses": dict(sorted(tally.statuses.items())),
            "newest": tally.moment,
            "complete": tally.complete,
            "not_exported": tally.not_exported,
            "incomplete": tally.incomplete,
            "missing": [{"where": where, "code": code, "why": why} for where, code, why in tally.named],
        }


def counted(entry: Entry) -> Counted:
    """What counts of a formula."""
    row, version = entry.formula, entry.item.version
    signed = (one.signed_at for one in version.signatures) if version else ()
    return Counted(
        label=row.file or f"{row.formula}@{row.version}",
        status=row.status,
        components=len(entry.components),
        moment=max("", row.registered_at, *signed),
        missing=row.missing,
    )
