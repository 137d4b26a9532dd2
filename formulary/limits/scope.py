"""A policy narrowed down to one use of one catalogue; what thousands of recipes ask again is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from formulary.limits.standings import Judgement, judge

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Bound, Policy
    from formulary.domain.catalogue import Ingredient
    from formulary.domain.policy import Limit, Use


class Scope:
    """The standings and bounds of one policy for one use, worked out once for each ingredient."""

    def __init__(self, catalogue: Catalogue, policy: Policy, use: Use) -> None:
        self.catalogue = catalogue
        self.policy = policy
        self.use = use
        self.applies = use.route in policy.routes and use.species in policy.species
        self._judgements: dict[tuple[str, str], Judgement] = {}
        self._plans: dict[str, tuple[tuple[str, tuple[Bound, ...]], ...]] = {}
        self._stocks: dict[str, tuple[Limit, ...]] = {}
        self._bases: dict[tuple[str, str], dict[str, str | None]] = {}

    def judgement(self, ingredient: Ingredient, made_from: str) -> Judgement:
        """What the policy says of an ingredient in this use."""
        key = (ingredient.id, made_from)
        found = self._judgements.get(key)
        if found is None:
            found = self._judgements[key] = judge(ingredient, made_from, self.use, self.policy)
        return found

    def plan(self, ingredient_id: str) -> tuple[tuple[str, tuple[Bound, ...]], ...]:
        """What a limit may name to mean this ingredient, with the bounds on it; stock strengths apart."""
        found = self._plans.get(ingredient_id)
        if found is None:
            named = targets(self.catalogue.ingredient(ingredient_id))
            bounds = [(name, self.policy.bounds(name, self.use)) for name in named]
            found = tuple(
                (name, tuple(bound for bound in rows if bound.on != "stock-strength"))
                for name, rows in bounds
                if any(bound.on != "stock-strength" for bound in rows)
            )
            self._plans[ingredient_id] = found
        return found

    def stocks(self, ingredient_id: str) -> tuple[Limit, ...]:
        """The strongest marketed strengths of an ingredient."""
        found = self._stocks.get(ingredient_id)
        if found is None:
            bounds = self.policy.bounds(ingredient_id, self.use)
            found = tuple(bound.candidates[0] for bound in bounds if bound.on == "stock-strength")
            self._stocks[ingredient_id] = found
        return found

    def basis(self, target: str, basis: str, ingredient_id: str) -> str | None:
        """On which basis an ingredient counts towards a target; None if it does not."""
        known = self._bases.setdefault((target, basis), {})
        if ingredient_id not in known:
            known[ingredient_id] = counts_as(self.catalogue.ingredient(ingredient_id), target, basis)
        return known[ingredient_id]


@lru_cache(maxsize=1024)
def scope_of(catalogue: Catalogue, policy: Policy, use: Use) -> Scope:
    """The scope of a use, shared by all recipes with that use."""
    return Scope(catalogue, policy, use)


def targets(ingredient: Ingredient) -> tuple[str, ...]:
    """What a limit may name to mean this ingredient: itself, a moiety that it yields, its groups."""
    moieties = tuple(moiety.name for moiety in ingredient.properties.moieties)
    return (ingredient.id, *moieties, *sorted(ingredient.groups))


def counts_as(ingredient: Ingredient, target: str, basis: str) -> str | None:
    """On which basis the ingredient counts towards the target; None if it does not."""
    if ingredient.id == target or target in ingredient.groups:
        return basis
    if any(moiety.name == target for moiety in ingredient.properties.moieties):
        return target
    return None
