"""Sessions that follow one another sooner or later than is usual for the indication.

The skin needs time to recover, and some medicines time to leave the body.

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
    administration: {interval: 3 days}

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
    administration: {interval: 4 weeks}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.rules.wording import outside
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Finding
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """The interval between sessions against the range of the indication."""
    given = case.recipe.administration.interval
    yield from outside(
        case,
        "FML603",
        "interval",
        given.base if isinstance(given, Quantity) else None,
        ("administration", "interval"),
        given.text if isinstance(given, Quantity) else "",
    )
