"""A dermal filler, a neurotoxin or a permanent material in a serum cocktail.

Cross-linked fillers, permanent materials and botulinum toxin are devices and biologics with their
own technique, dose and depth. Mixed into a serum and spread over many points they block vessels,
form nodules or paralyse what was not meant. Where the policy prohibits the substance outright, that
finding (FML203) stands instead.

Source: US FDA, communications on dermal fillers: approved only for the listed facial and hand uses, by
needle or cannula.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: facial-rejuvenation
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: botulinum-toxin-type-a, strength: 100 USP units/mL, volume: 1 mL}
      - {product: ascorbic-acid-500, volume: 1 mL}
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
from formulary.limits.standings import Status
from formulary.rules.case import excipients_of
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every filler, neurotoxin or permanent material that is not prohibited anyhow."""
    for judged in (*case.judged, *excipients_of(case)):
        if judged.is_filler and judged.judgement.status is not Status.PROHIBITED:
            row, portion, name = judged.judgement.row, judged.portion, judged.ingredient.name
            which = name if judged.ingredient.id in portion.actives else f"{portion.id} holds {name}, which"
            yield Finding(
                "FML205",
                named_path(portion),
                f"{which} must not be mixed into a serum cocktail",
                "Remove it; give it on its own, by its own label.",
                component=judged.ingredient.id,
                source=str(row.source) if row else "",
            )


check_session = check
