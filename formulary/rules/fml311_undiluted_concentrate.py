"""A concentrate that its label says to dilute is given undiluted, or still too strong.

Pharmacy bulk packages and additives are concentrates: undiluted, zinc at pH 2 burns tissue. The
finding comes when nothing dilutes the stock, or when the mixture is stronger than the label allows.

Source: the labels of the products, as cited in the catalogue.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: skin-sagging
    profile: single-agent
    route: intradermal
    volume: 2 mL
    components:
      - {product: zinc-sulfate-1-mg-zn, volume: 2 mL}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: skin-sagging
    route: intradermal
    volume: 10 mL
    components:
      - {product: zinc-sulfate-1-mg-zn, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.bridge import change
from formulary.mixture.mixture import ZERO, Gap
from formulary.rules.wording import stated_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Dilution
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case
    from formulary.units import Exact, Quantity

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every stock that must be diluted and is not, or not enough."""
    volume = case.mixture.volume
    concentrates = list(filter(_concentrate, case.mixture.portions))
    for portion in concentrates:
        holder, dilution = portion.product or portion.ingredient, _concentrate(portion)
        if volume is None or holder is None or dilution is None:
            continue
        alone = sum((each.volume or ZERO for each in _beside(case, portion, concentrates)), ZERO) >= volume
        strong = not alone and dilution.to is not None and _exceeds(case, portion, dilution.to, volume)
        if alone or strong:
            how = "undiluted" if alone else f"still above {dilution.to.text if dilution.to else ''}"
            yield Finding(
                "FML311",
                stated_path(portion),
                f"{holder.name} must be diluted before use and is {how}",
                f"{dilution.note.rstrip('.')}. Add a diluent.",
                component=portion.id,
                limit=dilution.to.text if dilution.to else "",
                source=str(dilution.source),
            )


def _concentrate(portion: Portion) -> Dilution | None:
    """What the label says of diluting this stock; None for a powder and for a stock that needs none."""
    holder = portion.product or portion.ingredient
    return None if holder is None or portion.component.dry else holder.dilution


def _beside(case: Case, portion: Portion, concentrates: list[Portion]) -> list[Portion]:
    """The stocks that do not dilute this one: itself, given again, and other concentrates but a vehicle."""
    if _is_vehicle(case, portion):
        return [each for each in concentrates if each.id == portion.id]
    return [each for each in concentrates if not _is_vehicle(case, each)]


def _is_vehicle(case: Case, portion: Portion) -> bool:
    return all(case.catalogue.ingredient(name).category == "vehicle" for name in portion.actives)


def _exceeds(case: Case, portion: Portion, most: Quantity, volume: Exact) -> bool:
    """Whether an active of this stock is above the limit; what cannot be compared counts as above."""
    kind = most.kind.removesuffix("/volume")
    stocks = {each.component.number for each in case.mixture.portions if each.id == portion.id}
    for total in case.mixture.totals:
        parts = [share.amount for share in total.shares if share.active and share.component in stocks]
        ingredient = case.catalogue.ingredient(total.ingredient)
        made = change(sum(parts, ZERO), total.kind, total.basis, kind, total.basis, ingredient)
        if parts and (isinstance(made, Gap) or made.value > most.base * volume):
            return True
    return False
