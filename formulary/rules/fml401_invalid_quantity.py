"""A quantity that is not written as one number and one unit.

A wrong decimal is a tenfold dose, so a quantity is read only where there is one way to read it:
ASCII digits, a decimal point with a digit on both sides, then a unit. A decimal comma, a thousands
separator, a missing leading zero, an exponent or a bare number are refused with the spelling to
use, never guessed. Zero is refused too: no weight, no area or nothing of a stock is a slip. What
depends on the quantity stays unchecked until it is mended.

Source: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: "1,5 mL"}
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
      - {product: dexpanthenol-250, volume: 1.5 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every quantity that the grammar refuses."""
    for path, refused in case.recipe.refused:
        if refused.code == "FML401":
            yield Finding("FML401", path, refused.reason, refused.hint)


check_session = check
