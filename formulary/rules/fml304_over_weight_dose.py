"""The dose per kg of body weight is above the limit at the stated patient weight.

`patient_weight` is that of the lightest patient the formula is meant for. Without it a limit per kg
cannot be checked, and that is said rather than passed over.

Source: the limits of the policy: the dosage sections of the labels.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: acne
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
    indication: acne
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
from formulary.limits.comparison import Verdict
from formulary.rules.wording import over, stated_path
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every limit per kg that is exceeded, or that lacks the weight to be checked."""
    yield from over(
        case,
        "FML304",
        lambda found: (
            found.limit.on == "per-kg"
            and found.limit.level == "hard"
            and found.limit.source.evidence != "unverified"
        ),
        "Give less of it in one session, or state the weight of the lightest patient; this cannot be waived.",
    )
    missing = [
        found
        for found in case.comparisons
        if found.verdict is Verdict.NOT_COMPARED and found.missing == "weight" and found.components
    ]
    if missing:
        names = listing(dict.fromkeys(found.limit.target for found in missing))
        limits = listing(dict.fromkeys(found.limit.text for found in missing))
        yield Finding(
            "FML304",
            stated_path(case.mixture.portions[missing[0].components[0]]),
            f"not checked: the limit per kg of body weight ({limits}) of {names}",
            "Add `patient_weight` to `administration`: the lightest patient this formula is for.",
            Severity.WARNING,
            missing[0].limit.target,
            source=str(missing[0].limit.source),
            not_checked=True,
        )
