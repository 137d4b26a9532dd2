"""The dose per kg of body weight is above the limit at the stated patient weight.

`patient_weight` is that of the lightest patient the formula is meant for. Without it a limit per kg
cannot be checked, and that is said rather than passed over. A weight that nobody has is a slip of the
unit or of the decimal point, and refused: by it every dose per kg would seem small.

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

from formulary.findings import Finding, Severity
from formulary.rules.wording import over, unchecked
from formulary.units import Exact, Quantity, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.rules.case import Case

LEVEL = Severity.ERROR
_HEAVIEST = {"human": Exact.of(650_000_000), "equine": Exact.of(1_600_000_000)}
"""In mg, just above the heaviest person and the heaviest horse that were ever weighed."""


def check(case: Case) -> Iterator[Finding]:
    """Every limit per kg that is exceeded, or that lacks the weight to be checked."""
    advice = "Give less of it in one session; this cannot be waived."
    yield from over(case, "FML304", lambda found: _is_hard(found.limit) and found.verified, advice)
    yield from unchecked(case, "FML304", lambda found: found.missing == "weight")
    yield from _heavier_than_any(case)


def _heavier_than_any(case: Case) -> Iterator[Finding]:
    """A weight that no patient has: by it every dose per kg would be small."""
    weight, most = case.recipe.administration.patient_weight, _HEAVIEST[case.use.species]
    if isinstance(weight, Quantity) and weight.base > most:
        kg = exact_text(most / Exact.of(1_000_000))
        yield Finding(
            "FML304",
            ("administration", "patient_weight") if case.session is None else ("patient_weight",),
            f"no patient weighs {weight.text}",
            "Check the unit and the decimal point: it is the weight of the lightest patient.",
            value=weight.text,
            limit=f"{kg} kg",
        )


check_session = check


def _is_hard(limit: Limit) -> bool:
    return limit.on == "per-kg" and limit.level == "hard"
