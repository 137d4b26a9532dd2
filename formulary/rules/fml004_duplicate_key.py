r"""The same key twice in one mapping.

Readers disagree about which of the two counts, so a dose could be one thing on the screen and
another in the check. Two spellings of one key count as the same: a letter with its accent in one
code point or in two, and in JSON a letter written as an escape.

Source: YAML 1.2.2, section 3.2.1.1 (keys are unique); RFC 8259, section 4; Unicode Standard Annex #15 (NFC).

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    volume: 100 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails (json)::

    {"format": "recipe/1", "volume": "10 mL", "vol\u0075me": "100 mL"}

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
