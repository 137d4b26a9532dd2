"""A file that is not YAML, JSON or NDJSON at all.

A bracket or a quote that is never closed, an indentation that does not fit, an empty file. Where the
file is plainly something else, the finding says what: an unresolved merge conflict, a Git LFS
pointer, a web page, JSON with comments or trailing commas.

Source: YAML 1.2.2; RFC 8259 (JSON).

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components: [{product: sodium-chloride-0.9, qs: true}

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    <<<<<<< ours
    site: scalp
    =======
    site: eyebrow
    >>>>>>> theirs
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails (json)::

    {"format": "recipe/1", "id": "example",}

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
