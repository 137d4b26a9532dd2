"""What a profile asks for, against what a recipe contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulary.domain.catalogue import Ingredient, Requirement
    from formulary.rules.case import Case

_NUMBING = frozenset(("numbing-agent", "local-anesthetics"))


def actives(case: Case) -> list[Ingredient]:
    """The distinct substances that the components are there for."""
    names = dict.fromkeys(name for portion in case.mixture.portions for name in portion.actives)
    return [case.catalogue.ingredient(name) for name in names]


def is_numbing(requirement: Requirement) -> bool:
    """Whether the requirement is for a numbing agent."""
    return not _NUMBING.isdisjoint(requirement.any_of)


def count(present: list[Ingredient], requirement: Requirement) -> int:
    """How many of the substances meet the requirement."""
    return sum(1 for item in present if any(item.answers_to(name) for name in requirement.any_of))
