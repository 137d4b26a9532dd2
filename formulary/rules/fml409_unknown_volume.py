"""An amount or a concentration without a stock that says how much volume it brings.

`40 mg` can be drawn only from a stock of known strength, or weighed in as a powder. Without either,
how much volume it adds to the cocktail is unknown, and with it every other concentration.

Source: the format of the recipe.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: dexpanthenol, amount: 500 mg}
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
      - {ingredient: dexpanthenol, strength: 250 mg/mL, amount: 500 mg}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import stated_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every component whose volume cannot be worked out."""
    for portion in case.mixture.portions:
        if portion.gap and portion.gap.code == "FML409":
            yield Finding(
                "FML409", stated_path(portion), portion.gap.message, portion.gap.help, component=portion.id
            )
