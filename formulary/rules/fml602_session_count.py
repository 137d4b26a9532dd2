"""More or fewer sessions than is usual for the indication.

A course that is too short exposes the patient without the effect; one that is too long adds up
doses that nobody has studied.

Source: the ranges of the catalogue's indications, each with its source.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {sessions: 30}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {sessions: 6}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.rules.wording import outside
from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Finding
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """The number of sessions against the range of the indication."""
    given = case.recipe.administration.sessions
    yield from outside(
        case,
        "FML602",
        "sessions",
        None if given is None else Exact.of(given),
        ("administration", "sessions"),
        f"{given} session{'' if given == 1 else 's'}",
    )
