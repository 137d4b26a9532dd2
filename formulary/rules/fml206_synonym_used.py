"""A synonym or a brand name where the catalogue has a preferred name.

The name was understood. Recipes that call a substance by one name only are easier to search, to
compare and to sum up, and a brand may change its composition.

Source: the catalogue; preferred names are INN or USAN.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: normal saline, qs: true}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}

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
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.NOTE


def check(case: Case) -> Iterator[Finding]:
    """Every component and indication found by another than its preferred name."""
    for portion in case.mixture.portions:
        resolved = portion.resolved
        if resolved and resolved.preferred:
            yield Finding(
                "FML206",
                named_path(portion),
                f"{quoted(portion.component.name)} is read as `{resolved.id}`",
                f"Write `{resolved.kind.removesuffix('s')}: {resolved.id}`.",
                component=resolved.id,
            )
    found = case.catalogue.resolve(case.recipe.indication, "indications")
    if found and found.preferred:
        yield Finding(
            "FML206",
            ("indication",),
            f"{quoted(case.recipe.indication)} is read as `{found.id}`",
            f"Write `indication: {found.id}`.",
        )
