"""A name for a finding that holds while lines above it come and go, by which forges tell old from new."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from formulary.reports.place import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported


def fingerprints(outcome: Outcome, shown: tuple[Reported, ...], context: Context) -> Iterator[str]:
    """A fingerprint for each finding: of its rule, file, recipe, fields and source line, not of its place.

    Findings that agree in all of these are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    file = within(outcome.name, context.root)
    for item in shown:
        fields = [part for part in item.finding.path if isinstance(part, str)]
        found = (item.finding.code, file, outcome.recipe, item.finding.component, item.line.strip(), *fields)
        seen[found] += 1
        text = "\0".join((*found, str(seen[found])))
        yield sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
