"""The same substance in two components.

Two lines of one substance are usually a slip of copying, and a nurse may draw one of them only.
Their amounts are summed for every limit. Where the substance comes in through a product that holds
several, it is a note: that can be meant, but is easily overlooked.

Source: USP general chapter <797>, Master Formulation Record: the name and the amount of each ingredient. That
it be named once is this project's own.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: dexpanthenol-250, volume: 1 mL}
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

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every active substance, vehicles apart, that two or more components bring."""
    found: dict[str, list[Portion]] = {}
    for portion in case.mixture.portions:
        for ingredient_id in dict.fromkeys(portion.actives):
            if case.catalogue.ingredient(ingredient_id).category != "vehicle":
                found.setdefault(ingredient_id, []).append(portion)
    reported: set[tuple[int, ...]] = set()
    for ingredient_id, portions in found.items():
        lines = tuple(portion.component.number for portion in portions)
        if len(lines) < 2 or lines in reported:
            continue
        reported.add(lines)
        same = len({portion.id for portion in portions}) < len(portions)
        alone = all(len(portion.actives) == 1 for portion in portions)
        numbers = listing([str(index + 1) for index in lines])
        yield Finding(
            "FML207",
            named_path(portions[1]),
            f"{ingredient_id} is in components {numbers}; the amounts are summed",
            "Write it as one component, if one is meant.",
            None if same or alone else Severity.NOTE,
            ingredient_id,
        )
