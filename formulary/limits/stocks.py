"""The strength of each stock against the strongest that is marketed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from formulary.mixture.bridge import Changed, change
from formulary.units import Quantity, parse
from formulary.units.bridges import slack_of

if TYPE_CHECKING:
    from formulary.domain.catalogue import Content
    from formulary.domain.policy import Limit
    from formulary.limits.scope import Scope
    from formulary.mixture.mixture import Mixture, Portion
    from formulary.units import Exact


class StockComparison(NamedTuple):
    """A stock and the strongest marketed one; ``value`` is in the base unit of the limit.

    ``content`` is the substance of the stock that is compared. ``slack`` is that of the conversion, the last
    digit of the strength counted: 4.06 mEq/mL on a vial is 500 mg/mL. ``why`` says what stood in its way,
    where ``value`` is None.
    """

    portion: Portion
    content: Content
    limit: Limit
    value: Exact | None
    slack: Exact | None = None
    why: str = ""


def stock_strengths(mixture: Mixture, scope: Scope) -> tuple[StockComparison, ...]:
    """Every active of every stock, named by ingredient or product, against the ``stock-strength`` rows."""
    found = []
    for portion in mixture.portions:
        for content in portion.contents:
            if content.per_ml is None or not content.active:
                continue
            for limit in scope.stocks(content.ingredient):
                kind = limit.kind.removesuffix("/volume")
                ingredient = scope.catalogue.ingredient(content.ingredient)
                made = change(content.per_ml, content.kind, content.basis, kind, limit.basis, ingredient)
                if isinstance(made, Changed):
                    slack = _slack(made, content) if made.steps else None
                    found.append(StockComparison(portion, content, limit, made.value, slack))
                else:
                    found.append(StockComparison(portion, content, limit, None, None, made.message))
    return tuple(found)


def _slack(made: Changed, content: Content) -> Exact | None:
    """That of the last digit of a converted strength, or of a rounded factor if it is larger.

    A label prints a strength in another unit, or counted as another form, as a rounded number.
    """
    written = parse(content.text)
    if not isinstance(written, Quantity):
        return made.slack
    number = _NUMBER.match(written.text)
    last = slack_of(written.amount, number[0] if number else "")
    return last if last is not None and (made.slack is None or made.slack < last) else made.slack


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
