"""A policy that is not for this route or species.

A policy on what is put on the skin says nothing of what is injected into it, and one for people
nothing of horses. Judged by the wrong policy a recipe could pass for the wrong reason, so nothing
else of the policy is checked. The policies on record that are for the route and the species are named.

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

from formulary.domain.species import patients
from formulary.findings import Finding, Severity
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The recipe's route and species against those of the policy."""
    policy, recipe = case.policy, case.recipe
    if recipe.route not in policy.routes:
        yield _out_of_scope(case, "route", recipe.route, policy.routes)
    elif recipe.species not in policy.species and _is_treated(case):
        yield _out_of_scope(case, "species", recipe.species, policy.species)


def _is_treated(case: Case) -> bool:
    """Whether the indication is one of this species; if not, that is a fault of its own."""
    return case.indication is None or case.recipe.species in case.indication.species


def _out_of_scope(case: Case, field: str, stated: str, covered: Iterable[str]) -> Finding:
    return Finding(
        "FML210",
        (field,),
        f"policy `{case.policy.id}` is not for {stated} use; standings and limits were not checked",
        f"It is for {listing(covered)}. {_fitting(case)}",
        not_checked=True,
    )


def _fitting(case: Case) -> str:
    """Which policies are for this route and species, and how to choose one."""
    route, species = case.recipe.route, case.recipe.species
    fitting = case.catalogue.policies_for(route, species)
    use = f"{route} use in {patients([species])}"
    if not fitting:
        return f"No policy on record is for {use}: have one written and approved before this is made."
    named = " or ".join(f"`{name}`" for name in fitting)
    return f"For {use} choose {named}, with `--policy` or as `policy` in the recipe."
