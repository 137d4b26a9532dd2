"""What a recipe tells the collection it stands in: its id, what it is made of, how near its limits are."""

from __future__ import annotations

from hashlib import sha256
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from formulary.units import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Span
    from formulary.mixture.mixture import Mixture, Total
    from formulary.rules.case import Case
    from formulary.units import Exact

BANDS = ("over", "0-10", "10-25", "25-50", "50-75", "75-100", "none")
"""How much of its nearest limit a recipe has left, in percent; ``over`` it, or ``none`` to compare with."""

_COUNTS = frozenset(("volume", "points", "sessions", "interval"))
_LONGEST_LINE = 200
_MOST_BITS = 8_000  # of all numbers of a formula: no honest one comes near


class Facts(NamedTuple):
    """``span`` and ``line`` are where the id stands (a long line is left out).

    ``indication`` is the id of a known one; ``substances`` are what the recipe is there to give; ``headroom``
    is one of BANDS. ``kind`` stands for the use and the substances of the formula, excipients too, and
    ``amounts`` are their final concentrations, exact; both are empty where they are not all known.
    """

    id: str
    span: Span
    line: str
    indication: str = ""
    substances: tuple[str, ...] = ()
    headroom: str = ""
    kind: str = ""
    amounts: str = ""


def named(id_: str, span: Span, line: str) -> Facts:
    """The facts of a recipe of which no more than its id is known."""
    return Facts(id_, span, line if len(line) <= _LONGEST_LINE else "")


def judged(facts: Facts, case: Case) -> Facts:
    """The facts of a recipe that was solved and judged."""
    portions = case.mixture.portions
    substances = dict.fromkeys(name for portion in portions for name in portion.actives)
    kind, amounts = _formula(case)
    return facts._replace(
        indication=case.indication.id if case.indication else "",
        substances=tuple(substances),
        headroom=_band(case),
        kind=kind,
        amounts=amounts,
    )


def _band(case: Case) -> str:
    """The room to the nearest limit on a dose or concentration of what the formula is there to give.

    Limits on a vehicle do not count: saline stands at its own concentration whatever is in it.
    """
    over, under = -1, 1  # how much of the nearest limit is used
    for comparison in case.comparisons:
        limit, value = comparison.limit, comparison.value
        if value is None or comparison.verdict is None or limit.level == "min" or limit.on in _COUNTS:
            continue
        if limit.target in case.mixture.by_ingredient and _is_vehicle(limit.target, case):
            continue
        if comparison.verdict is Verdict.BEYOND:
            return "over"
        part, whole = value.n * limit.bound.d, value.d * limit.bound.n
        if whole and part * under > over * whole:
            over, under = part, whole
    if over < 0:
        return "none"
    for percent, band in ((25, "75-100"), (50, "50-75"), (75, "25-50"), (90, "10-25")):
        if over * 100 < percent * under:
            return band
    return "0-10"


def _is_vehicle(ingredient_id: str, case: Case) -> bool:
    return case.catalogue.ingredient(ingredient_id).category == "vehicle"


def _formula(case: Case) -> tuple[str, str]:
    """What a formula is made of and for, as a digest, and how much of each substance is in it."""
    mixture, use = case.mixture, case.use
    volume = mixture.volume
    if not volume or case.indication is None:
        return "", ""
    if any(portion.volume is None or portion.gap for portion in mixture.portions):
        return "", ""
    totals = sorted(mixture.totals, key=_substance)
    finals = [_in_lowest_terms(total.amount, volume) for total in totals]
    bits = sum(over.bit_length() + under.bit_length() for over, under in finals)
    if not totals or bits > _MOST_BITS:
        return "", ""
    amounts = " ".join(f"{over}/{under}" if under != 1 else str(over) for over, under in finals)
    where = (use.species, use.route, use.site, case.indication.id)
    made_of = (*where, *(" ".join(_substance(total)) for total in totals), *_unmeasured(mixture))
    return sha256("\n".join(made_of).encode()).hexdigest()[:32], amounts


def _in_lowest_terms(amount: Exact, volume: Exact) -> tuple[int, int]:
    """The concentration as two integers."""
    over, under = amount.n * volume.d, amount.d * volume.n
    common = gcd(over, under)
    return over // common, under // common


def _substance(total: Total) -> tuple[str, str, str]:
    return total.ingredient, total.basis, total.kind


def _unmeasured(mixture: Mixture) -> Iterator[str]:
    """What is in the stocks without a figure: two formulas with different traces are not the same."""
    loose = (part for portion in mixture.portions for part in portion.contents if part.per_ml is None)
    yield from sorted({f"{part.ingredient} {part.state}" for part in loose})
