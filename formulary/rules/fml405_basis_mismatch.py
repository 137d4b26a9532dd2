"""An amount and what it is compared with are on different bases, and no factor joins them.

A milligram of zinc and a milligram of zinc sulfate are different doses. Amounts and limits are
compared on the same basis only, or through a cited moiety factor; a national recall came from
exactly this confusion.

Source: the moiety factors of the catalogue's ingredients.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, amount: 100 mg, as: zinc}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: skin-sagging
    route: intradermal
    volume: 10 mL
    components:
      - {product: zinc-sulfate-1-mg-zn, amount: 1 mg, as: zinc}
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
    yield from uncompared(case, "FML405")


check_session = check
