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
from formulary.rules.wording import stated_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case
    from formulary.units import Exact, Quantity

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every stock that must be diluted and is not, or not enough."""
    volume = case.mixture.volume
    for portion in case.mixture.portions:
        holder = portion.product or portion.ingredient
        if holder is None or holder.dilution is None or portion.component.dry or volume is None:
            continue
        dilution = holder.dilution
        alone = portion.volume is not None and portion.volume >= volume and bool(volume)
        strong = _too_strong(portion, dilution.to, volume)
        if alone or strong:
            how = "undiluted" if alone else "still"
            allowed = f" above {dilution.to.text}" if dilution.to and not alone else ""
            yield Finding(
                "FML311",
                stated_path(portion),
                f"{holder.name} must be diluted before use and is {how}{allowed}",
                f"{dilution.note.rstrip('.')}. Add a diluent.",
                component=portion.id,
                limit=dilution.to.text if dilution.to else "",
                source=str(dilution.source),
            )


def _too_strong(portion: Portion, most: Quantity | None, volume: Exact) -> bool:
    if most is None or not volume:
        return False
    kind = most.unit.kind.removesuffix("/volume")
    return any(
        share.kind == kind and share.active and share.amount > most.base * volume for share in portion.shares
    )
