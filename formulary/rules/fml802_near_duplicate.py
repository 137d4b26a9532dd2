"""A formula that another recipe of the collection nearly repeats.

Two recipes are nearly the same formula when they are for the same species, route, site and indication, hold
the same substances on the same basis, excipients counted, and no final concentration of the one differs from
that of the other by more than 1 % of the larger. What the stocks are called, how strong they are and how
large the batch is do not matter: what is in the syringe does. Two of a kind drift apart when only one of
them is corrected.

The finding stands at the later recipe and names the first that it resembles. A recipe whose concentrations
are not all known is not compared, nor is one that repeats an id, which is FML801. Where more than 64
formulas of one kind crowd around one concentration, only the first 64 of them are looked at; and where more
than 1,000 recipes of a run nearly repeat another, the rest of them are counted in one note.

Source: this project.

Fails (renamed)::

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

LEVEL = Severity.NOTE
"""Raised over many files by ``validation/collection.py``, not for a recipe by itself."""
