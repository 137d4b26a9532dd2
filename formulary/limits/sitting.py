"""The limits on doses, over everything that one patient gets in one sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.limits.compare import compare_one, limits_on
from formulary.mixture.mixture import ZERO
from formulary.units import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulary.domain.policy import Limit
    from formulary.limits.comparison import Comparison
    from formulary.limits.scope import Scope
    from formulary.mixture.mixture import Mixture

_SUMMED = frozenset(("per-session", "per-kg", "per-day", "volume"))
"""What adds up over the parts of a sitting; a dose per point or area is judged part by part."""
_APART = frozenset(("per-point", "per-area"))


def compare_sitting(whole: Mixture, parts: Sequence[tuple[Mixture, Scope]]) -> tuple[Comparison, ...]:
    """One Comparison per limit that holds for some part, with the amounts of all parts together.

    A limit that depends on another substance is the one that its part meets: where one part meets the
    condition and another does not, the smaller of the two limits is compared. What only another part holds
    may tighten it too.
    """
    chosen: dict[tuple[str, ...], tuple[Limit, Scope]] = {}
    apart: list[Comparison] = []
    for number, (mixture, scope) in enumerate(parts):
        beside = mixture._replace(extra=whole.extra)
        for limit in limits_on(beside, scope, whole.by_ingredient):
            if limit.on in _APART:
                apart.extend(_of_part(limit, mixture, scope, number))
            elif limit.on in _SUMMED:
                key = (limit.target, limit.on, limit.level, limit.kind, limit.basis)
                known = chosen.get(key)
                if known is None or limit.bound < known[0].bound:
                    chosen[key] = (limit, scope)
    summed = (_summed(limit, whole, scope) for limit, scope in chosen.values())
    return (*summed, *apart)


def _of_part(limit: Limit, mixture: Mixture, scope: Scope, number: int) -> Iterable[Comparison]:
    found = compare_one(limit, mixture._replace(extra=()), scope)
    return () if found.value is None else (found._replace(components=(number,)),)


def _summed(limit: Limit, whole: Mixture, scope: Scope) -> Comparison:
    found = compare_one(limit, whole, scope)
    if limit.on != "volume" or found.value is None:
        return found
    holding = [portion for portion in whole.portions if _holds(portion.actives, limit, scope)]
    value = sum((portion.volume for portion in holding if portion.volume is not None), ZERO)
    numbers = tuple(portion.component.number for portion in holding)
    return found._replace(value=value, verdict=judge(value, limit.bound, None), components=numbers)


def _holds(actives: Iterable[str], limit: Limit, scope: Scope) -> bool:
    return any(scope.basis(limit.target, limit.basis, name) is not None for name in actives)
