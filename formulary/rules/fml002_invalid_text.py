r"""Text that is not UTF-8, or that holds characters which do not show.

What a pharmacist reads on the screen must be what the program reads. Control characters, marks that
turn the direction of writing, zero-width and other invisible characters make two texts look alike
that are not, and a byte order mark or a NUL comes from another kind of file. In JSON and in
double-quoted YAML an escape can write the same characters; it is refused too.

Source: RFC 3629 (UTF-8); Unicode Technical Report #36;
CVE-2021-42574 (text shown in another order than it is read).

Fails (escaped)::

    format: recipe/1
    id: example
    title: Exam\u200bple
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails (escaped)::

    format: recipe/1
    id: example
    title: \u202eelpmaxE
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails (json)::

    {"format": "recipe/1", "id": "example", "title": "Exam\u200bple"}

Passes::

    format: recipe/1
    id: example
    title: β-Glucan für die Kopfhaut
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
