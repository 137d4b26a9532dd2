"""What a collection covers: indications, substances in use, how much room is left to the limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulary.validation.facts import Facts


@dataclass(slots=True)
class Statistics:
    """Counts of recipes; statistics of parts add up.

    ``headroom`` is by the bands of ``facts.BANDS``. A recipe that could not be judged is counted nowhere.
    """

    indications: Counter[str] = field(default_factory=Counter)
    substances: Counter[str] = field(default_factory=Counter)
    headroom: Counter[str] = field(default_factory=Counter)

    def add(self, facts: Facts) -> None:
        """Count one recipe."""
        if facts.indication:
            self.indications[facts.indication] += 1
        if facts.headroom:
            self.headroom[facts.headroom] += 1
        for name in facts.substances:
            self.substances[name] += 1

    def merge(self, other: Statistics) -> None:
        """Add the counts of another part of the run."""
        self.indications.update(other.indications)
        self.substances.update(other.substances)
        self.headroom.update(other.headroom)
