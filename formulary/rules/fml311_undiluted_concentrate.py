"""A concentrate that its label says to dilute is given undiluted, or still too strong.

Pharmacy bulk packages and additives are concentrates: undiluted, zinc at pH 2 irritates tissue. The
finding comes when nothing dilutes the stock, or when the mixture is stronger than the label allows. Where
the label names no strength, concentrates that make up more than half of the mixture are a warning: not
checked. Water is hypotonic for what it is injected into; put on the skin without a needle, it need not be
diluted.

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
from formulary.rules.profiles import NEEDLE_FREE
from formulary.rules.wording import stated_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Dilution
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case
    from formulary.units import Exact, Quantity

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every stock that must be diluted and is not, or not enough, or hardly."""
    volume = case.mixture.volume
    concentrates = [each for each in case.mixture.portions if _concentrate(each) and _harms(case, each)]
    for portion in concentrates:
        dilution = _concentrate(portion)
        if volume is None or dilution is None:
            continue
        given = _sum(_beside(case, portion, concentrates))
        if given >= volume:
            yield _finding(portion, dilution, "undiluted")
        elif dilution.to is not None:
            if _exceeds(case, portion, dilution.to, volume):
                yield _finding(portion, dilution, f"still above {dilution.to.text}")
        elif given * 2 > volume and not _is_vehicle(case, portion) and not case.mixture.impossible:
            yield _barely(portion, dilution)


def _sum(portions: list[Portion]) -> Exact:
    return sum((each.volume or ZERO for each in portions), ZERO)


def _finding(portion: Portion, dilution: Dilution, how: str) -> Finding:
    return Finding(
        "FML311",
        stated_path(portion),
        f"{_name(portion)} must be diluted before use and is {how}",
        f"{dilution.note.rstrip('.')}. Add a diluent.",
        component=portion.id,
        limit=dilution.to.text if dilution.to else "",
        source=str(dilution.source),
    )


def _barely(portion: Portion, dilution: Dilution) -> Finding:
    return Finding(
        "FML311",
        stated_path(portion),
        f"not checked: how far {_name(portion)} must be diluted is not on record, and concentrates make up "
        f"more than half of this mixture",
        f"{dilution.note.rstrip('.')}. Dilute it further, or have a pharmacist confirm the strength.",
        Severity.WARNING,
        portion.id,
        source=str(dilution.source),
        not_checked=True,
    )


def _name(portion: Portion) -> str:
    holder = portion.product or portion.ingredient
    return holder.name if holder else portion.id


def _concentrate(portion: Portion) -> Dilution | None:
    """What the label says of diluting this stock; None for a powder and for a stock that needs none."""
    holder = portion.product or portion.ingredient
    return None if holder is None or portion.component.dry else holder.dilution


def _beside(case: Case, portion: Portion, concentrates: list[Portion]) -> list[Portion]:
    """The stocks that do not dilute this one: itself, given again, and other concentrates but a vehicle."""
    if _is_vehicle(case, portion):
        return [each for each in concentrates if each.id == portion.id]
    return [each for each in concentrates if not _is_vehicle(case, each)]


def _harms(case: Case, portion: Portion) -> bool:
    """Whether the warning of the label is about this route: that of water is about blood and tissue."""
    return case.recipe.route != NEEDLE_FREE or not _is_vehicle(case, portion)


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
