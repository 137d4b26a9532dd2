"""Every limit that holds for a recipe's use, compared once with the numbers of its mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.limits.comparison import Comparison
from formulary.mixture.bridge import change
from formulary.mixture.mixture import ZERO, Gap, Mixture, Share
from formulary.units import Exact, Quantity, judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from formulary.catalogue.policies import Bound
    from formulary.domain.policy import Condition, Limit
    from formulary.limits.scope import Scope
    from formulary.units import Verdict

COUNTS = frozenset(("volume", "points", "sessions", "interval"))
"""What limits bound that is no amount of a substance."""


class Amount(NamedTuple):
    """How much of a target is in the batch and beside it, in one kind and basis."""

    batch: Exact
    extra: Exact
    slack: Exact | None
    components: tuple[int, ...]
    steps: tuple[str, ...]


def compare(mixture: Mixture, scope: Scope) -> tuple[Comparison, ...]:
    """One Comparison per limit on a final concentration, a dose, a volume or a count.

    Limits on the strength of a stock are compared by ``stock_strengths``.
    """
    return tuple(compare_one(limit, mixture, scope) for limit in limits_on(mixture, scope))


def limits_on(mixture: Mixture, scope: Scope, company: Iterable[str] = ()) -> Iterator[Limit]:
    """The limits that hold for a mixture and what is beside it; of each bound that whose condition holds.

    ``company`` are the ids of what else the patient gets in the same sitting.
    """
    around = {*company, *(share.ingredient for share in mixture.extra)}
    seen: set[str] = set()
    for ingredient_id in _present(mixture):
        for target, bounds in scope.plan(ingredient_id):
            if target in seen:
                continue
            seen.add(target)
            for bound in bounds:
                limit = _chosen(bound, mixture, scope, around)
                if limit is not None:
                    yield limit


def _present(mixture: Mixture) -> Iterable[str]:
    return dict.fromkeys((*mixture.by_ingredient, *(share.ingredient for share in mixture.extra)))


def _chosen(bound: Bound, mixture: Mixture, scope: Scope, around: Collection[str]) -> Limit | None:
    """The most specific limit whose condition holds.

    What is given beside the mixture does not meet it, yet both meet the patient. So a condition that is met
    only by what is beside, or perhaps not by a dose given there, can tighten a limit and never loosens one.
    """
    is_dose = bound.on != "concentration"
    chosen: Limit | None = None
    for limit in bound.candidates:
        met = _holds(limit.when, mixture, scope)
        if not met and not (is_dose and _accompanies(limit.when, scope, around)):
            continue
        chosen = limit if chosen is None or _is_stricter(limit, chosen) else chosen
        if limit.when is None or (met and not (is_dose and mixture.extra)):
            break
    return chosen


def _is_stricter(limit: Limit, other: Limit) -> bool:
    if (limit.kind, limit.basis) != (other.kind, other.basis):
        return limit.when is None  # they cannot be told apart: the one that always holds
    return limit.bound > other.bound if limit.level == "min" else limit.bound < other.bound


def _accompanies(condition: Condition | None, scope: Scope, around: Collection[str]) -> bool:
    """Whether the other substance, in whatever amount, is given beside the mixture."""
    if condition is None or condition.at_least is not None:
        return False
    return _is_among(condition.substance, scope, around)


def _is_among(name: str, scope: Scope, ingredients: Iterable[str]) -> bool:
    return any(scope.basis(name, "", item) is not None for item in ingredients)


def _holds(condition: Condition | None, mixture: Mixture, scope: Scope) -> bool:
    """Whether another substance is in the mixture at no less than its concentration, if that is asked."""
    if condition is None:
        return True
    least, name = condition.at_least, condition.substance
    if not mixture.volume or not _is_among(name, scope, mixture.by_ingredient):
        return False
    if least is None:
        return True
    amount = _amount(mixture, scope, name, least.kind.removesuffix("/volume"), "")
    return isinstance(amount, Amount) and amount.batch >= least.base * mixture.volume


def compare_one(limit: Limit, mixture: Mixture, scope: Scope) -> Comparison:
    """One limit against one mixture, or why it cannot be compared."""
    if limit.on in COUNTS:
        return _count(limit, mixture)
    if (
        limit.level != "hard" and mixture.impossible
    ):  # that is a fault of its own; what endangers is said anyway
        return Comparison(limit, None, None, (), "", mixture.impossible)
    kind = limit.kind.partition("/")[0]
    if limit.on == "concentration" and limit.kind == "mass/mass":
        kind = "mass"
    amount = _amount(mixture, scope, limit.target, kind, limit.basis)
    if isinstance(amount, Gap):
        return Comparison(limit, None, None, (), amount.code, amount.message, amount.help)
    if limit.on == "concentration" and set(amount.components) <= {-1}:
        return Comparison(limit, None, None, (), "", "it is given beside the mixture only")
    value = _value(limit, amount, mixture)
    if isinstance(value, Gap):
        return Comparison(limit, None, None, amount.components, value.code, value.message, value.help)
    verdict = _verdict(limit, value, amount.slack)
    return Comparison(limit, value, verdict, amount.components, steps=amount.steps)


def _verdict(limit: Limit, value: Exact, slack: Exact | None) -> Verdict:
    return judge(value, limit.bound, slack, least=limit.level == "min")


def _amount(mixture: Mixture, scope: Scope, target: str, kind: str, basis: str) -> Amount | Gap:
    """How much of a target there is: an ingredient with what yields it, or the sum over a group."""
    batch = extra = ZERO
    loose = ZERO  # how much less it could be, by the last digits of rounded factors
    components: list[int] = []
    steps: tuple[str, ...] = ()
    for ingredient_id, totals in mixture.by_ingredient.items():
        wanted = scope.basis(target, basis, ingredient_id)
        if wanted is None:
            continue
        for total in totals:
            made = change(
                total.amount, total.kind, total.basis, kind, wanted, scope.catalogue.ingredient(ingredient_id)
            )
            if isinstance(made, Gap):
                return made
            batch = batch + made.value if components else made.value
            components.extend(share.component for share in total.shares)
            steps += made.steps
            if made.slack is not None:
                loose += made.value * made.slack
    for share in mixture.extra:
        added = _extra(share, scope, target, kind, basis)
        if isinstance(added, Gap):
            return added
        extra += added
    if extra:
        components.append(-1)
    return Amount(batch, extra, loose / batch if loose else None, tuple(dict.fromkeys(components)), steps)


def _extra(share: Share, scope: Scope, target: str, kind: str, basis: str) -> Exact | Gap:
    wanted = scope.basis(target, basis, share.ingredient)
    if wanted is None:
        return ZERO
    ingredient = scope.catalogue.ingredient(share.ingredient)
    made = change(share.amount, share.kind, share.basis, kind, wanted, ingredient)
    return made if isinstance(made, Gap) else made.value


def _value(limit: Limit, amount: Amount, mixture: Mixture) -> Exact | Gap:
    """The number that the limit is on, in the base unit of the limit's kind."""
    volume = mixture.volume
    if not volume:
        return Gap("", "the volume of the mixture is not known")
    if limit.on == "concentration":
        return _concentration(limit, amount.batch / volume, mixture)
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
    return dose * _sessions_a_day(mixture) if limit.on == "per-day" else dose


def _sessions_a_day(mixture: Mixture) -> Exact:
    """How many sessions fall into 24 hours: one, unless the interval is shorter than a day."""
    given = mixture.recipe.administration
    if not isinstance(given.interval, Quantity) or not given.interval.base:
        return Exact.of(1)
    interval = given.interval.base
    most = -(-_DAY * interval.d // interval.n)
    return Exact.of(max(1, min(most, given.sessions or most)))


_DAY = 24 * 60  # minutes, the base unit of time
_MG_PER_KG = Exact.of(1_000_000)


def _concentration(limit: Limit, per_ml: Exact, mixture: Mixture) -> Exact | Gap:
    """The final concentration in the terms of its limit: of a limit by weight, per mass of the mixture."""
    if limit.kind != "mass/mass":
        return per_ml
    density = mixture.recipe.density
    if isinstance(density, Quantity):
        return per_ml / density.base
    if density is not None:
        return Gap("", "`density` could not be read")
    return Gap(
        "FML404",
        "the limit is by weight, and the recipe states no density of the mixture",
        "Weigh a measured volume of it and add `density`, in g/mL; that of water is 1.00 g/mL.",
    )


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
        return Comparison(limit, None, None, (), limit.on, f"the recipe states no {limit.on}")
    return Comparison(limit, value, _verdict(limit, value, None), ())
