"""The dose per kg of body weight is above the limit at the stated patient weight.

`patient_weight` is that of the lightest patient the formula is meant for. Without it a limit per kg
cannot be checked, and that is said rather than passed over. A weight that nobody has is a slip of the
unit or of the decimal point, and refused: by it every dose per kg would seem small. The heaviest person on
record was estimated at 635 kg, the heaviest horse at 1524 kg.

Source: the limits of the policy: the dosage sections of the labels. Of the weights Guinness World Records,
read at second hand: Jon Brower Minnoch, 1,400 lb in 1978 (quizzclub.com and calendarz.com), and Sampson,
3,360 lb in 1850 (edition of 1986, after en.wikipedia.org, Sampson (horse)).

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

from formulary.domain.species import SPECIES
from formulary.findings import Finding, Severity
from formulary.rules.unchecked import unchecked
from formulary.rules.wording import over
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every limit per kg that is exceeded, or that lacks the weight to be checked."""
    advice = "Give less of it in one session; this cannot be waived."
    yield from over(case, "FML304", lambda found: _is_hard(found.limit) and found.verified, advice)
    yield from unchecked(case, "FML304", lambda found: found.missing == "weight")
    yield from _heavier_than_any(case)


def _heavier_than_any(case: Case) -> Iterator[Finding]:
    """A weight that no patient has: by it every dose per kg would be small."""
    weight, known = case.recipe.administration.patient_weight, SPECIES[case.use.species]
    if isinstance(weight, Quantity) and weight.base > known.heaviest:
        yield Finding(
            "FML304",
            ("administration", "patient_weight") if case.session is None else ("patient_weight",),
            f"no patient weighs {weight.text}; the heaviest {known.one} on record had {known.heaviest_text}",
            "Check the unit and the decimal point: it is the weight of the lightest patient.",
            value=weight.text,
            limit=known.heaviest_text,
            source=known.source,
        )


check_session = check


def _is_hard(limit: Limit) -> bool:
    return limit.on == "per-kg" and limit.level == "hard"
