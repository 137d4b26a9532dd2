"""A policy that is not for this route or species.

A policy on what is put on the skin says nothing of what is injected into it, and one for people
nothing of horses. Judged by the wrong policy a recipe could pass for the wrong reason, so nothing
else of the policy is checked.

Source: the `routes` and `species` of the policy.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: transdermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
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
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The recipe's route and species against those of the policy."""
    policy, recipe = case.policy, case.recipe
    if recipe.route not in policy.routes:
        yield Finding(
            "FML210",
            ("route",),
            f"policy `{policy.id}` is not for {recipe.route} use; standings and limits were not checked",
            f"It is for {listing(policy.routes)}. Choose a policy for this route with `--policy`.",
            not_checked=True,
        )
    elif recipe.species not in policy.species:
        yield Finding(
            "FML210",
            ("species",),
            f"policy `{policy.id}` is not for {recipe.species} use; standings and limits were not checked",
            f"It is for {listing(policy.species)}. Choose a policy for this species with `--policy`.",
            not_checked=True,
        )
