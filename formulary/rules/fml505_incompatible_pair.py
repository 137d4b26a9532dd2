"""Two ingredients that are known not to go together.

Some pairs precipitate, some destroy one another, some cancel the effect that the cocktail is for,
and some labels forbid any admixture. Each pair is an entry of the catalogue with its effect, its
source and how sound that is; the entry sets the level. Some pairs must not share a syringe but may
follow one another; others must not be given in one sitting, nor as what numbs beside the formula. A pair
that spoils only some time after mixing is let pass where the beyond-use time is shorter. Ratio and pH are
said and never let a pair pass, since both are estimates. A pair that nobody has recorded is not thereby
compatible.

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
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.domain.catalogue import Incompatibility
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


_Held = tuple[int, str]
"""The number of a stock and a substance in it."""


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
    stocks = []
    for portion, part, given in zip(case.mixture.portions, case.parts, case.sitting.parts, strict=True):
        names = dict.fromkeys(name for each in part.mixture.portions for name in _substances(each))
        stocks.append(_Stock(portion, tuple(names), given.order))
    numbing = [portion for portion in _numbing(case) if portion]
    stocks += [_Stock(portion, _substances(portion), -number) for number, portion in enumerate(numbing)]
    yield from _meeting(case, stocks)


def _numbing(case: Case) -> Iterator[Portion | None]:
    """What numbs beside the recipes of a sitting, each from a syringe of its own."""
    for numbing, place in numbing_beside(case.sitting, [part.recipe for part in case.parts]):
        yield numbed(numbing, case.catalogue, place)[0]


def _meeting(case: Case, stocks: Sequence[_Stock]) -> Iterator[Finding]:
    """Every pair once, where its two sides first meet in different stocks."""
    sides: dict[int, tuple[list[_Held], list[_Held]]] = {}
    for number, stock in enumerate(stocks):
        if stock.portion.resolved:
            for name in stock.substances:
                for index, side in case.catalogue.incompatible_with(name):
                    sides.setdefault(index, ([], []))[side].append((number, name))
    for index, (left, right) in sorted(sides.items()):
        pair = case.catalogue.incompatibilities[index]
        meetings = (
            sorted((one, other))
            for one in left
            for other in right
            if _meet(stocks, one, other, pair.together) and not _same(case, one[1], other[1])
        )
        if _used_before(case, pair):
            continue
        first = min(meetings, key=lambda found: (found[1][0], found[0][0]), default=None)
        if first:
            (_, earlier), (number, later) = first
            yield _finding(case, pair, stocks[number].portion, earlier, later)


def _meet(stocks: Sequence[_Stock], one: _Held, other: _Held, together: str) -> bool:
    first, second = stocks[one[0]], stocks[other[0]]
    if first.portion.id == second.portion.id:  # what one product holds was made to go together
        return False
    return together == "session" or first.syringe == second.syringe


def _same(case: Case, one: str, other: str) -> bool:
    """Whether two ingredients are one substance, or forms of it: a base and its salt do not quarrel."""
    forms = [
        {name, *(moiety.name for moiety in case.catalogue.ingredient(name).properties.moieties)}
        for name in (one, other)
    ]
    return not forms[0].isdisjoint(forms[1])


def _used_before(case: Case, pair: Incompatibility) -> bool:
    """Whether a mixture is used up before the pair spoils it; a sitting does not say when each was mixed."""
    stated = case.recipe.preparation.beyond_use
    if pair.after is None or pair.together == "session" or case.session:
        return False
    return isinstance(stated, Quantity) and stated.base < pair.after.base


def _substances(portion: Portion) -> tuple[str, ...]:
    """The actives and excipients of a component."""
    return portion.product.substances if portion.product else portion.actives


def _finding(case: Case, pair: Incompatibility, later: Portion, one: str, other: str) -> Finding:
    names = [case.catalogue.ingredient(item).name for item in (one, other)]
    unsure = pair.source.evidence == "unverified"
    level = Severity(pair.level)
    conditions = f" ({pair.conditions})" if pair.conditions else ""
    return Finding(
        "FML505",
        named_path(later),
        f"{names[0]} and {names[1]}: {pair.effect[0].lower()}{pair.effect[1:].rstrip('.')}{conditions}",
        f"{pair.advice} From {pair.source}{' (unverified)' if unsure else ''}.".lstrip(),
        Severity.WARNING if unsure and level is Severity.ERROR else level,
        later.id,
        source=str(pair.source),
    )
