"""An allergen or interaction on record that the recipe does not mention.

What the catalogue knows of an ingredient, of an excipient too, the patient and the prescriber
should read in the recipe: the sulfite in a local anesthetic with epinephrine, the corticosteroids
that weaken hyaluronidase. Only a recipe that has a `patient` part claims to say it, and is held to
it; the ids to list are those of the catalogue.

Source: the allergens and interactions of the catalogue's ingredients, each with its source.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: lidocaine-2-percent-epinephrine-1-100000, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}
    patient: {contraindications: [pregnancy]}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: lidocaine-2-percent-epinephrine-1-100000, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}
    patient: {contraindications: [sulfite, paraben], interactions: [local-anesthetics]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """What is on record for the substances of the mixture and not listed, one finding a substance."""
    listed = case.recipe.warned_of
    if listed is None:
        return
    told: set[str] = set()
    for name in case.mixture.by_ingredient:
        ingredient = case.catalogue.ingredient(name)
        missing = sorted(ingredient.warnings - listed - told)
        told.update(missing)
        if missing:
            yield Finding(
                "FML703",
                ("patient",),
                f"the recipe does not mention {listing(missing)}, on record for {ingredient.name}",
                f"Add {listing([f'`{item}`' for item in missing])} to `contraindications` or `interactions`; "
                f"`formulary catalogue show {ingredient.id}` says why.",
                component=ingredient.id,
                on_key=True,
            )
