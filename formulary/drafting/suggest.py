"""What a profile asks for, and which stocks and substances would serve in one use, with their limits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from formulary.limits.scope import targets
from formulary.limits.standings import Status, judge
from formulary.rules.profiles import NEEDLE_FREE, is_numbing
from formulary.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.catalogue import Ingredient, Product, Profile, Requirement
    from formulary.domain.policy import Use

_OFFERED = (Status.APPROVED, Status.OFF_LABEL, Status.MARKETED_UNAPPROVED, Status.BULK_PERMITTED)
_MOST = 6
_LIMITS = {"concentration": "in the mixture", "per-session": "a session", "per-kg": "of body weight"}


class Suggestion(NamedTuple):
    """A product or ingredient by id, with its standing and limits in words."""

    key: str
    name: str
    words: str


class _Candidate(NamedTuple):
    """A suggestion, what it answers to, and its rank: standing, limits of this use, products first."""

    rank: tuple[int, int, bool]
    answers: str
    suggestion: Suggestion


class _Told(NamedTuple):
    """A limit in words, and how near it is to this use: 2 for its indication, 1 for its route, 0 for any."""

    words: str
    near: int


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


def policy_for(catalogue: Catalogue, usual: Policy, route: str, species: str) -> Policy:
    """The policy where nobody chose one: the usual, or the only one for this use where the usual is not."""
    fitting = catalogue.policies_for(route, species)
    return usual if usual.id in fitting or len(fitting) != 1 else catalogue.policy(fitting[0])


def diluents(catalogue: Catalogue, policy: Policy, use: Use) -> tuple[Suggestion, ...]:
    """What could fill up to the volume."""
    return _choices(catalogue, policy, ("vehicle",), use)


def _demand(word: str, need: Requirement) -> str:
    why = f" {need.why}" if need.why else ""
    return f"{word} at least {need.at_least} of {' or '.join(need.any_of)}.{why}"


def _choices(
    catalogue: Catalogue, policy: Policy, wanted: tuple[str, ...], use: Use
) -> tuple[Suggestion, ...]:
    """The best standing first, and within it each kind that is wanted in turn."""
    ranked = sorted(_candidates(catalogue, policy, wanted, use), key=lambda one: one.rank)
    seen: Counter[tuple[int, str]] = Counter()
    order = []
    for number, one in enumerate(ranked):
        standing = one.rank[0]
        order.append((standing, seen[standing, one.answers], number))
        seen[standing, one.answers] += 1
    return tuple(ranked[number].suggestion for *_, number in sorted(order)[:_MOST])


def _candidates(
    catalogue: Catalogue, policy: Policy, wanted: tuple[str, ...], use: Use
) -> Iterator[_Candidate]:
    """Everything that answers to a wanted name and may be used; without a needle, of vials only diluents."""
    needle_free = use.route == NEEDLE_FREE
    sold: set[str] = set()
    for name in catalogue.ids("products"):
        product = catalogue.product(name)
        if _is_ruled_out(product, use):
            continue  # by its own label; another stock of the same may do
        actives = [catalogue.ingredient(one) for one in product.actives]
        if needle_free and not all(one.category == "vehicle" for one in actives):
            continue
        sold.update(one.id for one in actives)
        answers = _answers(actives, wanted)
        statuses = [judge(one, "product", use, policy).status for one in actives]
        if answers and all(status in _OFFERED for status in statuses):
            limits = [limit for one in actives for limit in _limits(policy, one, use)]
            yield _candidate("product", name, answers, statuses, limits)
    for name in catalogue.ids("ingredients"):
        ingredient = catalogue.ingredient(name)
        answers = "" if name in sold else _answers([ingredient], wanted)
        status = judge(ingredient, "bulk", use, policy).status
        if answers and status in _OFFERED:
            yield _candidate("ingredient", name, answers, [status], _limits(policy, ingredient, use))


def _is_ruled_out(product: Product, use: Use) -> bool:
    """Whether the label rules the route out, or the product is one for animals and the patient a person."""
    by_route = product.not_for is not None and use.route in product.not_for.routes
    return by_route or (use.species == "human" and bool(product.species))


def _answers(actives: list[Ingredient], wanted: tuple[str, ...]) -> str:
    """The first wanted name that one of the substances answers to, or nothing."""
    return next((word for word in wanted if any(one.answers_to(word) for one in actives)), "")


def _candidate(key: str, name: str, answers: str, statuses: list[Status], limits: list[_Told]) -> _Candidate:
    worst = max(statuses, key=_OFFERED.index)
    told = list(dict.fromkeys(limit.words for limit in limits))
    # a dose for any use says nothing of this one: it does not make a vitamin the first to think of
    near = max((limit.near for limit in limits), default=0)
    rank = (_OFFERED.index(worst), -near, key != "product")
    return _Candidate(rank, answers, Suggestion(key, name, _words(worst, told)))


def _limits(policy: Policy, ingredient: Ingredient, use: Use) -> list[_Told]:
    """The limits on the substance, on what it yields and on its groups, in words."""
    found = []
    for bound in (bound for target in targets(ingredient) for bound in policy.bounds(target, use)):
        plain = next((limit for limit in bound.candidates if limit.when is None), None)
        if plain and bound.level in ("hard", "soft") and bound.on in _LIMITS:
            basis = plain.basis or (plain.target if _yields(ingredient, plain.target) else "")
            counted = f" as {basis}" if basis else ""
            shared = f", all {plain.target} together" if plain.target in ingredient.groups else ""
            words = f"at most {plain.text}{counted} {_LIMITS[bound.on]}{shared} ({bound.level})"
            found.append(_Told(words, 2 if plain.indication else int(plain.route != "any")))
    return found


def _yields(ingredient: Ingredient, name: str) -> bool:
    return any(moiety.name == name for moiety in ingredient.properties.moieties)


def _words(status: Status, limits: list[str]) -> str:
    return clip("; ".join((status.value, *(limits or ["no limit on record"]))), 200)
