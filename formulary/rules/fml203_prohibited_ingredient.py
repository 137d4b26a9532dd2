"""An ingredient that is prohibited, or was withdrawn because it did harm.

These substances have injured people or carry a significant safety risk by the word of an authority.
No waiver lets one through, and it does not matter whether a product holds it as an active or as a
preservative. A product that was merely discontinued is not meant: that is a business
decision, not a verdict on safety.

Source: the standings of the policy, each with its citation.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: facial-rejuvenation
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: liquid silicone, volume: 2 mL}
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
_WORDS = {"prohibited": "prohibited", "withdrawn": "withdrawn for safety"}


def check(case: Case) -> Iterator[Finding]:
    """Every active and excipient that the policy prohibits or lists as withdrawn for safety."""
    for portion, ingredient, (status, row), _, _ in (*case.judged, *excipients_of(case)):
        if status is Status.PROHIBITED and row:
            note = f" {row.note.rstrip('.')}." if row.note else ""
            own = ingredient.id in portion.actives
            which = f"{ingredient.name} is" if own else f"{portion.id} holds {ingredient.name}, which is"
            yield Finding(
                "FML203",
                named_path(portion),
                f"{which} {_WORDS[row.standing]} (policy `{case.policy.id}`)",
                f"{'Remove it' if own else 'Take another product'}; this cannot be waived.{note}",
                component=ingredient.id,
                source=str(row.source),
            )


check_session = check
