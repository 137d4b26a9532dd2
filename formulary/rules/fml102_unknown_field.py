"""A field that the format does not have.

An unknown field would be ignored, and with it what its author meant: a misspelt `patient_weigth`
would switch off the check per kg. The nearest fields are named, or the place where the field belongs.

Source: the JSON Schema of the kind of file, as `formulary schema` prints it.

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
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weigth: 50 kg}

Fails::

    format: recipe/1
    id: example
    title: Example
    indicaton: alopecia
    route: intradermal
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
    administration: {patient_weight: 50 kg}
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.ERROR
