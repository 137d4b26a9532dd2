"""A plain value that YAML readers of different versions take for different things.

Unquoted, `012` is twelve or ten, `1:30` a text or ninety, `no` a text or false, `1_000` a text or a
thousand. Nobody should have to know which reader a pharmacy uses, so none is guessed: quotes make it
a text, a unit makes it a quantity.

Source: YAML 1.1 types (int, float, bool) against YAML 1.2.2, section 10.3.

Fails::

    format: recipe/1
    id: 012
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

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
    administration: {sessions: 1_0}

Fails::

    format: recipe/1
    id: example
    title: no
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: "012"
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    notes: "no"
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.ERROR
