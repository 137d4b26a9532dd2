"""A policy past the date by which it had to be reviewed.

Standings and limits change: lists are amended, labels revised, medicines withdrawn. A policy therefore says
by when somebody must look at its sources again. From the day after that date on every run that judges by it
fails with this one finding, whatever the recipes are like, until the policy is reviewed and its date moved.
Of another policy, one that a recipe names for itself, it is said where the recipe names it.

Source: the `review_by` date of the policy.

Fails (in 2100)::

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
"""Raised by ``validation/staleness.py``: once a run, and at each recipe that is judged by another policy."""
