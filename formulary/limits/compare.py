"""Every limit that holds for a recipe's use, compared once with the numbers of its mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.limits.comparison import Comparison, Verdict
from formulary.mixture.bridge import change
from formulary.mixture.mixture import ZERO, Gap, Mixture, Share
from formulary.units import Exact, Quantity

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Bound, Policy
    from formulary.domain.catalogue import Ingredient
    from formulary.domain.policy import Condition, Limit, Use

_PER_BATCH = frozenset(("concentration", "per-session", "per-kg", "per-day", "per-point", "per-area"))
_COUNTS = frozenset(("volume", "points", "sessions", "interval"))


class Amount(NamedTuple):
    """How much of a target is in the batch and beside it, in one kind and basis."""

    batch: Exact
    extra: Exact
    slack: Exact | None
    components: tuple[int, ...]
    steps: tuple[str, ...]


def compare(mixture: Mixture, catalogue: Catalogue, policy: Policy, use: Use) -> tuple[Comparison, ...]:
    """One Comparison per limit on a final concentration, a dose, a volume or a count.

    Limits on the strength of a stock are compared by ``stock_strengths``.
    """
    found: list[Comparison] = []
    seen: set[str] = set()
    for ingredient_id in _present(mixture):
        ingredient = catalogue.ingredient(ingredient_id)
        for target in _targets(ingredient):
            if target in seen:
                continue
            seen.add(target)
            for bound in policy.bounds(target, use):
                if bound.on != "stock-strength":
                    limit = _chosen(bound, mixture, catalogue)
                    if limit is not None:
                        found.append(_compared(limit, mixture, catalogue))
    return tuple(found)


def _present(mixture: Mixture) -> dict[str, None]:
    present = dict.fromkeys(mixture.by_ingredient)
    for share in mixture.extra:
        present[share.ingredient] = None
    return present


def _targets(ingredient: Ingredient) -> tuple[str, ...]:
    """What a limit may name to mean this ingredient: itself, a moiety that it yields, its groups."""
    moieties = tuple(moiety.name for moiety in ingredient.properties.moieties)
    return (ingredient.id, *moieties, *sorted(ingredient.groups))


def _chosen(bound: Bound, mixture: Mixture, catalogue: Catalogue) -> Limit | None:
    for limit in bound.candidates:
        if limit.when is None or _holds(limit.when, mixture, catalogue):
            return limit
    return None


def _holds(condition: Condition, mixture: Mixture, catalogue: Catalogue) -> bool:
    """Whether another substance is in the mixture at no less than its concentration."""
    if mixture.volume is None or not mixture.volume:
        return False
    least = condition.at_least
    for ingredient_id, totals in mixture.by_ingredient.items():
        if not catalogue.ingredient(ingredient_id).answers_to(condition.substance):
            continue
        if least is None:
            return True
        amount = _amount(mixture, catalogue, condition.substance, least.unit.kind.removesuffix("/volume"), "")
        return bool(totals) and isinstance(amount, Amount) and amount.batch >= least.base * mixture.volume
    return False


def _compared(limit: Limit, mixture: Mixture, catalogue: Catalogue) -> Comparison:
    if limit.on in _COUNTS:
        return _count(limit, mixture)
    kind = limit.kind.partition("/")[0]
    if limit.on == "concentration" and limit.kind == "mass/mass":
        kind = "mass"
    amount = _amount(mixture, catalogue, limit.target, kind, limit.basis)
    if isinstance(amount, Gap):
        return Comparison(limit, None, Verdict.NOT_COMPARED, (), amount.code, amount.message, amount.help)
    value = _value(limit, amount, mixture)
    if isinstance(value, Gap):
        return Comparison(
            limit, None, Verdict.NOT_COMPARED, amount.components, value.code, value.message, value.help
        )
    verdict = _verdict(limit, value, amount.slack)
    return Comparison(limit, value, verdict, amount.components, steps=amount.steps)


def _verdict(limit: Limit, value: Exact, slack: Exact | None) -> Verdict:
    if limit.level == "min":
        return Verdict.WITHIN if value >= limit.bound else Verdict.OVER
    if value <= limit.bound:
        return Verdict.WITHIN
    if slack is not None and value - value * slack <= limit.bound:
        return Verdict.ROUNDING
    return Verdict.OVER


def _amount(mixture: Mixture, catalogue: Catalogue, target: str, kind: str, basis: str) -> Amount | Gap:
    """How much of a target there is: an ingredient with what yields it, or the sum over a group."""
    batch = extra = ZERO
    slack: Exact | None = None
    components: list[int] = []
    steps: tuple[str, ...] = ()
    for ingredient_id, totals in mixture.by_ingredient.items():
        ingredient = catalogue.ingredient(ingredient_id)
        wanted = _wanted(ingredient, target, basis)
        if wanted is None:
            continue
        for total in totals:
            made = change(total.amount, total.kind, total.basis, kind, wanted, ingredient)
            if isinstance(made, Gap):
                return made
            batch += made.value
            components.extend(share.component for share in total.shares)
            steps += made.steps
            if made.slack is not None:
                slack = made.slack if slack is None or made.slack > slack else slack
    for share in mixture.extra:
        added = _extra(share, catalogue, target, kind, basis)
        if isinstance(added, Gap):
            return added
        extra += added
    return Amount(batch, extra, slack, tuple(dict.fromkeys(components)), steps)


def _extra(share: Share, catalogue: Catalogue, target: str, kind: str, basis: str) -> Exact | Gap:
    ingredient = catalogue.ingredient(share.ingredient)
    wanted = _wanted(ingredient, target, basis)
    if wanted is None:
        return ZERO
    made = change(share.amount, share.kind, share.basis, kind, wanted, ingredient)
    return made if isinstance(made, Gap) else made.value


def _wanted(ingredient: Ingredient, target: str, basis: str) -> str | None:
    """On which basis this ingredient counts towards the target; None if it does not."""
    if ingredient.id == target or target in ingredient.groups:
        return basis
    if any(moiety.name == target for moiety in ingredient.properties.moieties):
        return target
    return None


def _value(limit: Limit, amount: Amount, mixture: Mixture) -> Exact | Gap:
    """The number that the limit is on, in the base unit of the limit's kind."""
    volume = mixture.volume
    if volume is None or not volume:
        return Gap("", "the volume of the mixture is not known")
    if limit.on == "concentration":
        return amount.batch / volume
    if limit.on == "per-point":
        per_point = mixture.recipe.administration.volume_per_point
        if not isinstance(per_point, Quantity):
            return _unstated(per_point, "point", "volume_per_point", "dose per point")
        return amount.batch * per_point.base / volume
    if mixture.session is None:
        return Gap("", "the volume of a session is not known")
    dose = amount.batch * mixture.session / volume + amount.extra
    if limit.on == "per-kg":
        weight = mixture.recipe.administration.patient_weight
        if not isinstance(weight, Quantity):
            return _unstated(weight, "weight", "patient_weight", "dose per kg of body weight")
        return dose * _MG_PER_KG / weight.base
    if limit.on == "per-area":
        area = mixture.recipe.administration.area
        if not isinstance(area, Quantity):
            return _unstated(area, "area", "area", "dose per area")
        return dose / area.base
    return dose


_MG_PER_KG = Exact.of(1_000_000)


def _unstated(stated: object, missing: str, field: str, what: str) -> Gap:
    if stated is not None:
        return Gap("", f"`{field}` could not be read")
    return Gap(
        missing,
        f"the {what} cannot be worked out without `administration.{field}`",
        f"Add `{field}` to `administration`.",
    )


def _count(limit: Limit, mixture: Mixture) -> Comparison:
    """Limits on how much volume, how many points or sessions, or how often."""
    given = mixture.recipe.administration
    value: Exact | None = None
    if limit.on == "volume":
        value = mixture.session
    elif limit.on == "interval":
        value = given.interval.base if isinstance(given.interval, Quantity) else None
    else:
        count = given.points if limit.on == "points" else given.sessions
        value = None if count is None else Exact.of(count)
    if value is None:
        return Comparison(limit, None, Verdict.NOT_COMPARED, (), limit.on, f"the recipe states no {limit.on}")
    return Comparison(limit, value, _verdict(limit, value, None), ())
