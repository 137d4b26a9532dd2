"""Two recipes, or two sessions, of a collection with one id.

A label, a worksheet and an approval name a formula by its id. Where two formulas answer to one id somebody
will sooner or later make the one and mean the other. The finding stands at the later of the two, in the
order in which they were given, and names the place of the first; lines of an NDJSON file count like files.
Recipes with other faults count too. Sessions are told apart from each other likewise; one may be called as a
recipe is. Only what one run is given is compared: check the whole collection at once.

Source: this project.

Fails (twice)::

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
"""Raised over many files by ``validation/collection.py``, not for a recipe by itself."""
