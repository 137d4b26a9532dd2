"""A value that is not among those allowed, does not have the form asked for, or is out of range.

A route that the format does not know, an id with spaces, a count of zero, a date that is no day of
the calendar.

Source: the JSON Schema of the kind of file, as `formulary schema` prints it.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermic
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails::

    format: recipe/1
    id: Hair Density
    title: Example
    indication: alopecia
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
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.ERROR
