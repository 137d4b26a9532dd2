"""Two ingredients that are known not to go together.

Some pairs precipitate, some destroy one another, some cancel the effect that the cocktail is for,
and some labels forbid any admixture. Each pair is an entry of the catalogue with its effect, its
source and how sound that is; the entry sets the level. Some pairs must not share a syringe but may
follow one another; others must not be given in one sitting, nor as what numbs beside the formula. A pair
that nobody has recorded is not thereby compatible.

Source: the incompatibilities of the catalogue: labels and studies.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: procaine-1-percent, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Finding, Severity
from formulary.mixture.sitting import numbing_beside
from formulary.mixture.solve import numbed
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.domain.catalogue import Incompatibility
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


class _Stock(NamedTuple):
    """What is in one stock or recipe, and the number of the syringe that it is given from."""

    portion: Portion
    substances: Sequence[str]
    syringe: int


def check(case: Case) -> Iterator[Finding]:
    """Every recorded pair that meets from two stocks, once, at the later of the two.

    What numbs beside the formula is given in the same session, but not from the same syringe.
    """
    mixed = [_Stock(portion, _substances(portion), 1) for portion in case.mixture.portions]
    beside = case.mixture.numbing
    yield from _meeting(case, [*mixed, *([_Stock(beside, _substances(beside), 2)] if beside else [])])


def check_session(case: Case) -> Iterator[Finding]:
    """Every recorded pair that meets in a sitting from two recipes, or from one and what numbs beside it."""
    orders = [part.order for part in case.session.parts] if case.session else []
    stocks = []
    for portion, part, order in zip(case.mixture.portions, case.parts, orders, strict=True):
        names = dict.fromkeys(name for each in part.mixture.portions for name in _substances(each))
        stocks.append(_Stock(portion, tuple(names), order))
    numbing = [portion for portion in _numbing(case) if portion]
    stocks += [_Stock(portion, _substances(portion), -number) for number, portion in enumerate(numbing)]
    yield from _meeting(case, stocks)


def _numbing(case: Case) -> Iterator[Portion | None]:
    """What numbs beside the recipes of a sitting, each from a syringe of its own."""
    if case.session:
        for numbing, place in numbing_beside(case.session, [part.recipe for part in case.parts]):
            yield numbed(numbing, case.catalogue, place)[0]


def _meeting(case: Case, stocks: Sequence[_Stock]) -> Iterator[Finding]:
    reported: set[str] = set()
    known = [stock for stock in stocks if stock.portion.resolved]
    for number, later in enumerate(known):
        for earlier in known[:number]:
            if earlier.portion.id == later.portion.id:  # what one product holds was made to go together
                continue
            mixed = earlier.syringe == later.syringe
            for pair, one, other in _pairs(case, earlier.substances, later.substances):
                if pair.id not in reported and (mixed or pair.together == "session"):
                    reported.add(pair.id)
                    yield _finding(case, pair, later.portion, one, other)


def _pairs(
    case: Case, earlier: Sequence[str], later: Sequence[str]
) -> Iterator[tuple[Incompatibility, str, str]]:
    for one in earlier:
        for other in later:
            for pair in case.catalogue.incompatible(one, other):
                yield pair, one, other


def _substances(portion: Portion) -> tuple[str, ...]:
    """The actives and excipients of a component."""
    return portion.product.substances if portion.product else portion.actives


def _finding(case: Case, pair: Incompatibility, later: Portion, one: str, other: str) -> Finding:
    names = [case.catalogue.ingredient(item).name for item in (one, other)]
    unsure = pair.source.evidence == "unverified"
    level = Severity(pair.level)
    return Finding(
        "FML505",
        named_path(later),
        f"{names[0]} and {names[1]}: {pair.effect[0].lower()}{pair.effect[1:].rstrip('.')}",
        f"{pair.advice} From {pair.source}{' (unverified)' if unsure else ''}.".lstrip(),
        Severity.WARNING if unsure and level is Severity.ERROR else level,
        later.id,
        source=str(pair.source),
    )
