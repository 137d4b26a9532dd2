"""A needle that is shorter or longer than the indication's range.

The needle decides which layer the cocktail reaches. Mesotherapy needles are 4 to 13 mm long; which
part of that range applies depends on the indication.

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
    administration: {needle: {length: 25 mm}}

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
    administration: {needle: {length: 4 mm}}
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
    """The needle's length against the range of the indication."""
    given = case.recipe.administration.needle_length
    yield from outside(
        case,
        "FML601",
        "needle",
        given.base if isinstance(given, Quantity) else None,
        ("administration", "needle", "length"),
        given.text if isinstance(given, Quantity) else "",
    )
