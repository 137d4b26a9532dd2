"""What a profile asks for, against what a recipe contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.domain.catalogue import Ingredient, Requirement
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case, Judged


NEEDLE_FREE = "transdermal"
"""The route by which nothing is injected, so that nothing has to be numbed."""


def actives(case: Case) -> list[Ingredient]:
    """The distinct substances that the components are there for."""
    names = dict.fromkeys(name for portion in case.mixture.portions for name in portion.actives)
    return [case.catalogue.ingredient(name) for name in names]


def is_numbing_agent(ingredient: Ingredient) -> bool:
    """Whether an ingredient numbs the skin."""
    return ingredient.category == "numbing-agent" or "local-anesthetics" in ingredient.groups


def is_numbing(requirement: Requirement) -> bool:
    """Whether the requirement is for a numbing agent and no more, so that numbing beside it counts."""
    return requirement.any_of == ("numbing-agent",)


def numbed_otherwise(case: Case) -> bool:
    """Whether the recipe says how the skin is numbed beside the formula, or why not, or injects nothing."""
    numbing = case.recipe.administration.numbing
    if numbing is None:
        return case.recipe.route == NEEDLE_FREE
    if numbing.how == "in-formula":
        return False
    return numbing.how != "none" or bool(numbing.reason.strip())


def count(present: list[Ingredient], requirement: Requirement) -> int:
    """How many of the substances meet the requirement."""
    return sum(1 for item in present if any(item.answers_to(name) for name in requirement.any_of))


def is_vehicle(case: Case, portion: Portion) -> bool:
    """Whether a component is a diluent and nothing else."""
    categories = {case.catalogue.ingredient(name).category for name in portion.actives}
    return categories == {"vehicle"}


def once(judged: Iterable[Judged]) -> list[Judged]:
    """Each substance of each stock once; that a stock stands there twice is FML207's to say.

    As a powder and as a stock one substance may have two standings, and then it is there twice.
    """
    found = {
        (each.portion.id, each.ingredient.id, each.portion.component.dry): each
        for each in reversed(list(judged))
    }
    return list(found.values())[::-1]
