"""A figure whose evidence is unverified is exceeded.

Some figures are carried along although their source could not be verified. They never fail a
recipe; they say where to look.

Source: the limits of the policy with `evidence: unverified`.

Fails (unverified)::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-2-percent, volume: 20 mL}
    administration: {patient_weight: 50 kg}

Passes (unverified)::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-1-percent, volume: 10 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 50 kg}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every unverified limit that is exceeded."""
    yield from over(
        case,
        "FML309",
        lambda found: (
            # a minimum is FML306's, which warns anyhow; that of an interval would be an error
            (found.limit.level != "min" or found.limit.on == "interval") and not found.verified
        ),
        "The figure is unverified: have a pharmacist look at it.",
    )


check_session = check
