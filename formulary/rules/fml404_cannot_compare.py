"""A conversion that a limit or a stock needs has no cited property to rest on.

Kinds of unit are never converted by themselves: mmol to mg takes a molar mass, mEq a valence, IU to
mcg the equivalence of a named standard, % w/w a density. Without the figure the answer is that it
cannot be compared; it is not a silent pass.

Source: the properties of the catalogue's ingredients.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 10 mL
    components:
      - {ingredient: hyaluronidase, strength: 150 USP units/mL, amount: 2 mg}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 10 mL
    components:
      - {ingredient: hyaluronidase, strength: 150 USP units/mL, amount: 150 USP units}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.unchecked import uncompared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every amount that had to be converted and could not be, in the mixture and for its limits."""
    yield from uncompared(case, "FML404")


check_session = check
