"""The strength of each stock against the strongest that is marketed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.mixture.bridge import Changed, change

if TYPE_CHECKING:
    from formulary.domain.policy import Limit
    from formulary.limits.scope import Scope
    from formulary.mixture.mixture import Mixture, Portion
    from formulary.units import Exact


class StockComparison(NamedTuple):
    """A stock and the strongest marketed one; ``value`` is in the base unit of the limit.

    ``slack`` is that of the conversion. ``why`` says what stood in its way, where ``value`` is None.
    """

    portion: Portion
    limit: Limit
    value: Exact | None
    slack: Exact | None = None
    why: str = ""


def stock_strengths(mixture: Mixture, scope: Scope) -> tuple[StockComparison, ...]:
    """Every stock named by its ingredient and strength, against the policy's ``stock-strength`` rows."""
    found = []
    for portion in mixture.portions:
        if portion.ingredient is None or portion.component.strength is None:
            continue
        for content in portion.contents:
            if content.per_ml is None:
                continue
            for limit in scope.stocks(content.ingredient):
                ingredient = scope.catalogue.ingredient(content.ingredient)
                kind = limit.kind.removesuffix("/volume")
                made = change(content.per_ml, content.kind, content.basis, kind, limit.basis, ingredient)
                if isinstance(made, Changed):
                    found.append(StockComparison(portion, limit, made.value, made.slack))
                else:
                    found.append(StockComparison(portion, limit, None, None, made.message))
    return tuple(found)
