"""The parts fall short of the volume, and nothing is q.s.

If nothing fills up to the stated volume, the cocktail is smaller and stronger than the recipe says.

Source: arithmetic.

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
from formulary.units import exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The sum of the parts against the volume, where no component is q.s."""
    mixture = case.mixture
    if mixture.volume is None or mixture.filled is None or mixture.filled >= mixture.volume:
        return
    if not any(portion.component.how == "qs" for portion in mixture.portions):
        missing = exact_text(mixture.volume - mixture.filled)
        yield Finding(
            "FML407",
            ("volume",),
            f"the parts add up to {exact_text(mixture.filled)} mL, {missing} mL short of the volume of "
            f"{exact_text(mixture.volume)} mL, and no component is q.s.",
            "Add a diluent with `qs: true`, or correct the volumes.",
            value=exact_text(mixture.filled),
            limit=exact_text(mixture.volume),
            unit="mL",
        )
