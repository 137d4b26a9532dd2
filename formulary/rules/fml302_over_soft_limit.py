"""A substance is above a soft limit of any kind.

A soft limit is precedent rather than prohibition: the highest concentration studied, or the most
that any approved product contains as an inactive ingredient by this route. Going past it can be
right, and then a waiver with a reason is the way through.

Source: the limits of the policy: studies, and the FDA Inactive Ingredient Database.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 1 mL
    components:
      - {product: triamcinolone-acetonide-10, volume: 1 mL}
    profile: single-agent

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
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.unchecked import unchecked
from formulary.rules.wording import over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every soft limit that is exceeded, then those that lack a figure."""
    advice = "Use less of it, or record the reason."
    yield from over(case, "FML302", lambda found: found.limit.level == "soft" and found.verified, advice)
    yield from unchecked(
        case, "FML302", lambda found: found.limit.level == "soft" and found.missing != "weight"
    )


check_session = check
