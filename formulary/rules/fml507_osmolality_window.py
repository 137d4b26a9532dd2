"""A mixture so concentrated that it draws water out of the tissue.

Tissue fluid has about 300 mOsm/kg; what is far above hurts and can damage skin. Each stock counts with the
osmolality of its label, or else with its dissolved molecules, each counted once. Salts come apart and
count for more in truth, so the estimate is the least that the mixture can have: above the policy's limit it
is a finding, below it nothing is passed. Stocks in which nothing can be counted are named, as not checked.

Source: Usach and others 2019, Adv Ther 36:2986, PMC6822791: isotonic if possible, 600 mOsm/kg at most under
the skin. For injections into the skin no figure was found; there the same one stands as unverified.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: subcutaneous
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 6 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: subcutaneous
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.osmolality import least_osmolality
from formulary.rules.wording import named_path, stated_path
from formulary.text import listing
from formulary.units import Exact, exact_text, pair_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.osmolality import Osmolality
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """The least osmolality of the mixture against the policy's highest for the route."""
    rows = [row for row in case.policy.osmolality if case.recipe.route in row.routes]
    if not rows or not case.in_scope:
        return
    faulty = case.mixture.impossible or any(portion.resolved is None for portion in case.mixture.portions)
    found = None if faulty else least_osmolality(case.mixture, case.catalogue)
    if found is None:
        return
    row = min(rows, key=lambda row: row.high.base)
    if found.least > row.high.base:
        value, limit = rounded_text(found.least, 3), row.high.text.partition(" ")[0]
        if Exact.of(value) <= row.high.base:  # never "600 is above 600"
            value, limit = pair_text(found.least, row.high.base)
        unsure = " (unverified)" if row.source.evidence == "unverified" else ""
        yield Finding(
            "FML507",
            stated_path(case.mixture.portions[max(found.parts, key=lambda part: part[1])[0]]),
            f"the mixture has at least {value} mOsm/kg, above the {limit} advised for {case.recipe.route} "
            f"use ({_parts(case, found)})",
            f"Dilute it, or give less of the concentrated stocks. Limit from {row.source}{unsure}.",
            value=exact_text(found.least),
            limit=limit,
            unit="mOsm/kg",
            source=str(row.source),
        )
    elif found.unknown:
        names = dict.fromkeys(case.mixture.portions[number].id for number in found.unknown)
        yield Finding(
            "FML507",
            named_path(case.mixture.portions[found.unknown[0]]),
            f"not checked: what {listing(names)} adds to the osmolality, which is not on record",
            "Look it up, or keep the mixture dilute.",
            Severity.NOTE,
            not_checked=True,
        )


def _parts(case: Case, found: Osmolality) -> str:
    """The three stocks that bring most, and how much of it."""
    biggest = sorted(found.parts, key=lambda part: part[1], reverse=True)[:3]
    return listing(
        [f"{case.mixture.portions[number].id} {rounded_text(part, 3)}" for number, part in biggest]
    )
