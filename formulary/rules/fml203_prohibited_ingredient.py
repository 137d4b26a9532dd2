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
from formulary.limits.scope import scope_of
from formulary.limits.standings import Status
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Ingredient
    from formulary.limits.standings import Judgement
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR
_WORDS = {"prohibited": "prohibited", "withdrawn": "withdrawn for safety"}


def check(case: Case) -> Iterator[Finding]:
    """Every active and excipient that the policy prohibits or lists as withdrawn for safety."""
    for portion, ingredient, judgement, _, _ in case.judged:
        yield from _prohibited(case, portion, ingredient, judgement, "")
    if not case.in_scope:
        return
    scope = scope_of(case.catalogue, case.policy, case.use)
    for portion in {judged.portion.component.path: judged.portion for judged in case.judged}.values():
        for name in portion.product.substances if portion.product else ():
            if name not in portion.actives:
                ingredient = case.catalogue.ingredient(name)
                judgement = scope.judgement(ingredient, "product")
                yield from _prohibited(case, portion, ingredient, judgement, f"{portion.id} holds ")


def _prohibited(
    case: Case, portion: Portion, ingredient: Ingredient, judgement: Judgement, holder: str
) -> Iterator[Finding]:
    status, row = judgement
    if status is Status.PROHIBITED and row:
        note = f" {row.note.rstrip('.')}." if row.note else ""
        which = f"{holder}{ingredient.name}, which is" if holder else f"{ingredient.name} is"
        yield Finding(
            "FML203",
            named_path(portion),
            f"{which} {_WORDS[row.standing]} (policy `{case.policy.id}`)",
            f"{'Take another product' if holder else 'Remove it'}; this cannot be waived.{note}",
            component=ingredient.id,
            source=str(row.source),
        )


check_session = check
