"""The parts do not fit into the volume.

The volumes of the components, the displacement of powders counted, add up to more than the stated
volume. Then every final concentration would be wrong.

Source: arithmetic.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 10 mL}
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
    """The sum of the parts against the volume."""
    mixture = case.mixture
    if mixture.volume is not None and mixture.filled is not None and mixture.filled > mixture.volume:
        excess = exact_text(mixture.filled - mixture.volume)
        yield Finding(
            "FML406",
            ("volume",),
            f"the parts add up to {exact_text(mixture.filled)} mL, {excess} mL more than the volume of "
            f"{exact_text(mixture.volume)} mL",
            "Take less of a component, or raise `volume`; `formulary explain` shows each part.",
            value=exact_text(mixture.filled),
            limit=exact_text(mixture.volume),
            unit="mL",
        )
