"""More levels, entries or components than any recipe has.

At most 16 levels, 20,000 keys and values and 200 components are read, and in NDJSON at most 256 KiB
a line. What is larger is a mistake or an attack; it is refused before time is spent on it.

Source: CWE-400, uncontrolled resource consumption.

Fails (repeated)::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: sodium-chloride-0.9, volume: 0.01 mL}

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    notes: [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]
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
