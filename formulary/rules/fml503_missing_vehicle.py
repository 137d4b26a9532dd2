"""A mixture of stocks or powders without a vehicle.

Saline or water brings a mixture of concentrates to a concentration and a tonicity that skin
tolerates. A single ready-to-use product needs none.

Source: mesotherapy practice; see the sources of the catalogue's indications.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 8 mL}
      - {product: lidocaine-2-percent, volume: 2 mL}

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Two or more components of which none is a vehicle."""
    portions = case.mixture.portions
    if len(portions) < 2 or any(portion.resolved is None for portion in portions):
        return
    categories = {
        case.catalogue.ingredient(name).category for portion in portions for name in portion.actives
    }
    if "vehicle" not in categories:
        yield Finding(
            "FML503",
            ("components",),
            "the mixture has no vehicle: stocks or powders are mixed without saline or water",
            "Add a diluent, such as `product: sodium-chloride-0.9` with `qs: true`.",
            on_key=True,
        )
