"""What a profile asks for, and which stocks and substances would serve in one use, with their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.limits.standings import Status, judge
from formulary.rules.profiles import NEEDLE_FREE, is_numbing
from formulary.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.catalogue import Profile, Requirement
    from formulary.domain.policy import Use

_OFFERED = (Status.APPROVED, Status.OFF_LABEL, Status.MARKETED_UNAPPROVED, Status.BULK_PERMITTED)
_MOST = 6
_LIMITS = {"concentration": "in the mixture", "per-session": "a session", "per-kg": "of body weight"}


class Suggestion(NamedTuple):
    """A product or ingredient by id, with its standing and limits in words."""

    key: str
    name: str
    words: str


class Advice(NamedTuple):
    """One demand of a profile in words, and what would meet it, the best standing first."""

    demand: str
    choices: tuple[Suggestion, ...]


def advice(catalogue: Catalogue, policy: Policy, profile: Profile, use: Use) -> list[Advice]:
    """What the profile requires, then what it expects; nothing that numbs where nothing is injected."""
    return [
        Advice(_demand(word, need), _choices(catalogue, policy, need.any_of, use))
        for word, needs in (("Needs", profile.requires), ("Usually has", profile.expects))
        for need in needs
        if use.route != NEEDLE_FREE or not is_numbing(need)
    ]


def diluents(catalogue: Catalogue, policy: Policy, use: Use) -> tuple[Suggestion, ...]:
    """What could fill up to the volume."""
    return _choices(catalogue, policy, ("vehicle",), use)


def _demand(word: str, need: Requirement) -> str:
    why = f" {need.why}" if need.why else ""
    return f"{word} at least {need.at_least} of {' or '.join(need.any_of)}.{why}"


def _choices(
    catalogue: Catalogue, policy: Policy, wanted: tuple[str, ...], use: Use
) -> tuple[Suggestion, ...]:
    ranked = sorted(
        _candidates(catalogue, policy, wanted, use), key=lambda pair: (pair[0], pair[1].key != "product")
    )
    return tuple(suggestion for _, suggestion in ranked[:_MOST])


def _candidates(
    catalogue: Catalogue, policy: Policy, wanted: tuple[str, ...], use: Use
) -> Iterator[tuple[int, Suggestion]]:
    """Everything that answers to a wanted name and may be used, each with the rank of its standing."""
    sold: set[str] = set()
    for name in catalogue.ids("products"):
        actives = [catalogue.ingredient(one) for one in catalogue.product(name).actives]
        sold.update(one.id for one in actives)
        if not any(one.answers_to(word) for one in actives for word in wanted):
            continue
        statuses = [judge(one, "product", use, policy).status for one in actives]
        if all(status in _OFFERED for status in statuses):
            worst = max(statuses, key=_OFFERED.index)
            limits = [limit for one in actives for limit in _limits(policy, one.id, use)]
            yield _OFFERED.index(worst), Suggestion("product", name, _words(worst, limits))
    for name in catalogue.ids("ingredients"):
        ingredient = catalogue.ingredient(name)
        if name in sold or not any(ingredient.answers_to(word) for word in wanted):
            continue
        status = judge(ingredient, "bulk", use, policy).status
        if status in _OFFERED:
            yield (
                _OFFERED.index(status),
                Suggestion("ingredient", name, _words(status, _limits(policy, name, use))),
            )


def _limits(policy: Policy, name: str, use: Use) -> list[str]:
    found = []
    for bound in policy.bounds(name, use):
        plain = next((limit for limit in bound.candidates if limit.when is None), None)
        if plain and bound.level in ("hard", "soft") and bound.on in _LIMITS:
            found.append(f"at most {plain.text} {_LIMITS[bound.on]} ({bound.level})")
    return found


def _words(status: Status, limits: list[str]) -> str:
    return clip("; ".join((status.value, *(limits or ["no limit on record"]))), 200)
