"""A required field is absent.

Without its route, volume or indication a recipe cannot be judged. A field that is there but misspelt
is reported once, as unknown (FML102), and not as missing too.

Source: the JSON Schema of the kind of file, as `formulary schema` prints it.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

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

from formulary.findings import Severity

LEVEL = Severity.ERROR
