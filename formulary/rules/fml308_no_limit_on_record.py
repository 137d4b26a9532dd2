"""An active without any limit on record for this route and species.

No limit is not the same as no risk: nobody has written down how much of it skin tolerates. The
finding says that the amount was not checked. For saline and water it is a note; other vehicles, such
as ethanol, do harm when they are strong. A minimum or a number of sessions is no such limit. Ingredients
that are refused as such are not asked for a limit too.

Source: the limits of the policy.

Fails::

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
    indication: submental-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {product: deoxycholic-acid-10, volume: 2 mL}
    profile: single-agent
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every active, once, that no limit on a concentration or dose covers."""
    if case.indication is None:
        return  # which limits hold may depend on it, and it is a fault of its own
    compared = {found.limit.target for found in case.comparisons if _bounds_amount(found.limit)}
    seen: set[str] = set()
    for judged in case.judged:
        ingredient = judged.ingredient
        if ingredient.id in seen or judged.settled or ingredient.id not in case.mixture.by_ingredient:
            continue  # an amount that nobody knows is another rule's finding
        seen.add(ingredient.id)
        moieties = (moiety.name for moiety in ingredient.properties.moieties)
        if not compared.isdisjoint((ingredient.id, *moieties, *ingredient.groups)):
            continue
        vehicle = "aqueous-vehicles" in ingredient.groups
        yield Finding(
            "FML308",
            named_path(judged.portion),
            f"{'no limit' if vehicle else 'not checked: no limit'} on {ingredient.name} is on record for "
            f"{case.recipe.route} use",
            "" if vehicle else "Have a pharmacist judge the amount, or add a cited limit to the policy.",
            Severity.NOTE if vehicle else None,
            ingredient.id,
            not_checked=not vehicle,
        )


def _bounds_amount(limit: Limit) -> bool:
    """Whether a limit says how much is too much; a minimum and a count do not."""
    return limit.level != "min" and limit.on not in ("volume", "points", "sessions", "interval")
