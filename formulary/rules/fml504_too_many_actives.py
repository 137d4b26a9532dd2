"""More active components in one mixture than the policy allows.

Each further stock multiplies the pairs of which nobody knows whether they go together, and makes it harder
to tell what a patient reacted to. A component counts if it is more than vehicle; a ready combination, such
as a vitamin B complex, was tested together and counts once. How many are too many is the policy's to say
(`max_actives`): no source for a number was found, neither with the Italian, French and Spanish societies of
mesotherapy nor in the international consensus of 2025 as far as they could be read, so no policy that ships
says so, and the rule is silent until a clinic's own does.

Source: the policy's own figure, with the source that it names.

Fails (at most 2 actives)::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: zinc-sulfate-1-mg-zn, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes (at most 2 actives)::

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
from formulary.rules.profiles import is_vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """The number of active components against the policy's own."""
    most = case.policy.max_actives
    if most is None or not case.in_scope:
        return
    names = dict.fromkeys(portion.id for portion in case.mixture.portions if not is_vehicle(case, portion))
    if len(names) > most.value:
        note = f" {most.note.rstrip('.')}." if most.note else ""
        yield Finding(
            "FML504",
            ("components",),
            f"{len(names)} active components in one mixture are more than the {most.value} that policy "
            f"`{case.policy.id}` allows",
            f"Leave out what is not needed, or give it apart.{note} Limit from {most.source}.",
            value=str(len(names)),
            limit=str(most.value),
            source=str(most.source),
            on_key=True,
        )
