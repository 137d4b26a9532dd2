"""An alkaline and an acidic stock in one mixture.

Many substances are dissolved only because their stock is acidic, others because it is alkaline; where the
two meet one of them may fall out or break down, at times hours later. The rule compares the ranges of pH on
the labels: it fires where one stock is alkaline (the middle of its range is above 7), the other is not (7 at
most), and no pH lies within both ranges. Diluents count for nothing, since they hold no buffer. The pH of the
mixture is not estimated, and no finding does not mean that stocks go together. A stock whose pH is not on
record is named once, as not checked, where another stock beside it could conflict with it.

Source: the pH on the labels of the products, as cited in the catalogue; neutral is pH 7.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: folic-acid-5, volume: 1 mL}
      - {product: thiamine-100, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: pyridoxine-100, volume: 1 mL}
      - {product: thiamine-100, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.profiles import is_vehicle
from formulary.rules.wording import named_path
from formulary.text import listing
from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Acidity
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING

_NEUTRAL = Exact.of(7)


def check(case: Case) -> Iterator[Finding]:
    """The most alkaline stock against each that conflicts with it; then those whose pH is not on record."""
    stocks = _stocks(case)
    known = [(portion, ph) for portion in stocks if (ph := _ph(portion)) is not None]
    reported: set[str] = set()
    basic = [stock for stock in known if stock[1].middle > _NEUTRAL]
    for alkaline, high in sorted(basic, key=lambda stock: stock[1].low, reverse=True):
        against = [(portion, ph) for portion, ph in known if _conflict(high, ph)]
        names = [f"{portion.id} (pH {ph.text})" for portion, ph in against if portion.id not in reported]
        if names:
            reported |= {portion.id for portion, _ in against}
            yield Finding(
                "FML506",
                named_path(alkaline),
                f"{alkaline.id} (pH {high.text}) meets {listing(names)}: they have no pH in common, and what "
                f"one side keeps dissolved the other may precipitate",
                "Give them from separate syringes, or have a pharmacist confirm that they go together.",
                component=alkaline.id,
            )
    unknown = dict.fromkeys(portion.id for portion in stocks if _ph(portion) is None)
    if unknown and len(stocks) > 1:
        first = next(portion for portion in stocks if _ph(portion) is None)
        yield Finding(
            "FML506",
            named_path(first),
            f"not checked: whether the pH of {listing(unknown)} suits the other stocks; it is not on record",
            "Look up the pH on the label; never mix an alkaline stock with an acidic one unseen.",
            Severity.NOTE,
            first.id,
            not_checked=True,
        )


def _stocks(case: Case) -> list[Portion]:
    """One portion of every stock that is more than a diluent; a powder that is weighed in is none."""
    found = [portion for portion in case.mixture.portions if portion.resolved and not portion.component.dry]
    return list({portion.id: portion for portion in found if not is_vehicle(case, portion)}.values())


def _ph(portion: Portion) -> Acidity | None:
    return portion.product.ph if portion.product else None


def _conflict(alkaline: Acidity, other: Acidity) -> bool:
    return other.high <= _NEUTRAL and other.high < alkaline.low
