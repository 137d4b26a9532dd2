"""What a run says: the findings of one document, and the counts over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.findings import Severity
from formulary.validation.debts import Known
from formulary.validation.statistics import Statistics

if TYPE_CHECKING:
    from formulary.domain.waiver import Waiver
    from formulary.findings import Finding, Span
    from formulary.validation.facts import Facts
    from formulary.validation.waiving import Met


class Reported(NamedTuple):
    """A finding with its rule's name and final severity, its place and the source line it stands in.

    ``waiver`` is set where a waiver lets it through.
    """

    finding: Finding
    name: str
    severity: Severity
    span: Span | None
    line: str
    waiver: Waiver | None = None


class Outcome(NamedTuple):
    """One document, judged. ``recipe`` is its id, empty where it could not be read or is not a recipe.

    ``session`` is likewise the id of a session. ``more`` findings did not fit. ``left_out`` are those that
    were not asked for and are more than notes. ``waived`` findings do not count against the recipe, nor do
    those that a baseline knows, ``baselined`` of them; but a recipe with either is not clean. ``facts`` are
    what the whole collection needs of a recipe or session; ``data`` is the recipe itself, None where its
    shape is wrong. ``met`` is what became of its waivers, ``known`` what a baseline knew of it.
    """

    name: str
    recipe: str
    is_recipe: bool
    reported: tuple[Reported, ...]
    more: int = 0
    left_out: int = 0
    waived: tuple[Reported, ...] = ()
    baselined: int = 0
    facts: Facts | None = None
    data: dict[str, Any] | None = None
    is_session: bool = False
    session: str = ""
    met: tuple[Met, ...] = ()
    known: Known = Known()

    @property
    def clean(self) -> bool:
        """Whether there is no error, no warning and nothing unchecked, asked for, waived, known or not."""
        return (
            all(item.severity is Severity.NOTE and not item.finding.not_checked for item in self.reported)
            and not self.more
            and not self.left_out
            and not self.waived
            and not self.baselined
        )


@dataclass(slots=True)
class Tally:
    """Counts over many outcomes; tallies of parts add up."""

    files: int = 0
    recipes: int = 0
    sessions: int = 0
    clean: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    waived: int = 0
    baselined: int = 0
    not_checked: int = 0
    left_out: int = 0
    more: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    statistics: Statistics = field(default_factory=Statistics)
    met: set[Met] = field(default_factory=set)
    known: Counter[str] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)
    baselined_hard: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; the file it stands in is counted by who opens it."""
        self.left_out += outcome.left_out
        self.waived += len(outcome.waived)
        self.baselined += outcome.baselined
        if outcome.met:
            self.met.update(outcome.met)
        if outcome.known.looked or outcome.known.debts:
            self.known.update(outcome.known.debts)
            self.looked.update(outcome.known.looked)
        self.baselined_hard += outcome.known.grave
        if outcome.facts:
            self.statistics.add(outcome.facts)
        self.more += outcome.more
        self.sessions += outcome.is_session
        if outcome.is_recipe:
            self.recipes += 1
            self.clean += outcome.clean
        for item in outcome.reported:
            if item.severity is Severity.ERROR:
                self.errors += 1
            elif item.severity is Severity.WARNING:
                self.warnings += 1
            else:
                self.notes += 1
            self.not_checked += item.finding.not_checked
            self.codes[item.finding.code] += 1

    def merge(self, other: Tally) -> None:
        """Add the counts of another part of the run."""
        for name in (
            "files",
            "recipes",
            "sessions",
            "clean",
            "errors",
            "warnings",
            "notes",
            "waived",
            "baselined",
            "not_checked",
            "left_out",
            "more",
            "baselined_hard",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.codes.update(other.codes)
        self.statistics.merge(other.statistics)
        if other.met:
            self.met |= other.met
        if other.known or other.looked:
            self.known.update(other.known)
            self.looked.update(other.looked)
