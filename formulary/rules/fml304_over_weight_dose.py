"""The dose per kg of body weight is above the limit at the stated patient weight.

`patient_weight` is that of the lightest patient the formula is meant for. Without it a limit per kg
cannot be checked, and that is said rather than passed over.

Source: the limits of the policy: the dosage sections of the labels.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-2-percent, volume: 12 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 50 kg}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-2-percent, volume: 5 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 50 kg}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.rules.wording import is_verified, over, unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.findings import Finding
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every limit per kg that is exceeded, or that lacks the weight to be checked."""
    advice = "Give less of it in one session; this cannot be waived."
    yield from over(case, "FML304", lambda found: _is_hard(found.limit) and is_verified(found), advice)
    yield from unchecked(case, "FML304", lambda found: found.missing == "weight")


check_session = check


def _is_hard(limit: Limit) -> bool:
    return limit.on == "per-kg" and limit.level == "hard"
