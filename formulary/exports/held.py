"""The comparisons of a formula as rows: each limit, how much of it is used, and by whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.exports.numbers import headroom
from formulary.rules.wording import unit_pair
from formulary.units import Exact
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.domain.catalogue import Source
    from formulary.limits.comparison import Comparison
    from formulary.rules.case import Case

_HUNDRED = Exact.of(100)


class Limited(NamedTuple):
    """One limit held against a formula.

    ``value`` and ``bound`` are decimals in ``unit``; ``used_percent`` is how much of the bound is used. All
    three and ``headroom_percent`` are empty where nothing could be compared: ``why`` says why. ``verdict``
    is within, rounding, beyond, or ``not compared``. ``parts`` are the numbers of the components that count,
    from 1; 0 is numbing given beside the mixture.
    """

    target: str
    basis: str
    on: str
    level: str
    value: str
    bound: str
    unit: str
    stated: str
    used_percent: str
    headroom_percent: str
    verdict: str
    why: str
    parts: tuple[int, ...]
    source: str


NOTHING = Limited("", "", "", "", "", "", "", "", "", "", "", "", (), "")
"""No limit at all, for rows that have none."""


def held(found: Comparison) -> Limited:
    """The row of one comparison."""
    limit, used = found.limit, found.fraction
    value = bound = unit = ""
    if found.value is not None:
        value, bound, unit = unit_pair(found.value, limit.bound, limit.kind, limit.text)
    return Limited(
        target=limit.target,
        basis=limit.basis,
        on=limit.on,
        level=limit.level,
        value=value,
        bound=bound,
        unit=unit,
        stated=limit.text,
        used_percent="" if used is None else rounded_text(used * _HUNDRED, 4),
        headroom_percent="" if limit.level == "min" else headroom(found),
        verdict=found.verdict.value if found.verdict else "not compared",
        why=found.why,
        parts=tuple(number + 1 for number in found.components),
        source=sourced(limit.source),
    )


def limited(case: Case) -> tuple[Limited, ...]:
    """Every comparison of a case, the limit that is used up furthest first; what was not compared last."""
    return tuple(map(held, sorted(case.comparisons, key=_used, reverse=True)))


def nearest(comparisons: Iterable[Comparison]) -> Comparison | None:
    """The upper limit that is used up furthest, the first of equals; None where none was compared."""
    upper = (one for one in comparisons if one.limit.level != "min" and one.fraction is not None)
    return max(upper, key=_used, default=None)


def _used(found: Comparison) -> Exact:
    used = found.fraction
    if used is None:
        return Exact.of(-2)
    return Exact.of(-1) if found.limit.level == "min" else used


def sourced(source: Source) -> str:
    """A source with its grade of evidence, as reports print it: ``Label, section 2 [label]``."""
    return f"{source} [{source.evidence}]" if source.evidence else str(source).strip(", ")
