"""The sentences that the rules on limits share: a number, its limit, and the source of the limit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.text import listing
from formulary.units import Exact, Quantity, Verdict, pair_text, parse, plain_unit
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulary.domain.policy import Limit
    from formulary.findings import Path
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

WHAT = {
    "concentration": "final concentration",
    "per-session": "dose per session",
    "per-kg": "dose per kg of body weight",
    "per-day": "dose per day",
    "per-point": "dose per injection point",
    "per-area": "dose per area",
    "volume": "volume per session",
    "points": "number of injection points",
    "sessions": "number of sessions",
    "interval": "interval between sessions",
}
"""What a limit bounds, in words."""
_FIELD = {
    "points": "points",
    "sessions": "sessions",
    "interval": "interval",
    "volume": "volume_per_session",
}


def numbing_path(case: Case) -> Path:
    """The place of what numbs beside the formula, or beside the recipes of a sitting."""
    if case.session is None:
        return ("administration", "numbing")
    return ("anesthesia",) if case.session.anesthesia else ("recipes",)


def stated_path(portion: Portion) -> Path:
    """The place of the quantity that a component is stated by."""
    return (*portion.component.path, portion.component.how)


def named_path(portion: Portion) -> Path:
    """The place of the component's name."""
    return (*portion.component.path, portion.component.key)


@lru_cache(maxsize=512)
def unit_pair(value: Exact, bound: Exact, kind: str, text: str) -> tuple[str, str, str]:
    """A value and its bound as numbers in the unit that the bound is written in, and that unit.

    ``value`` and ``bound`` are in the base unit of ``kind``; ``text`` is the bound as its source writes it.
    The tables of one recipe ask for the same pair several times.
    """
    if kind == "count":
        return (*pair_text(value, bound), "")
    written = parse(text)
    unit = written.unit if isinstance(written, Quantity) and written.kind == kind else plain_unit(kind)
    return (*pair_text(value / unit.factor, bound / unit.factor), unit.symbol)


def exceeded(case: Case, wanted: Callable[[Comparison], bool]) -> Iterator[Comparison]:
    """Every comparison that is ``wanted`` and over its limit."""
    for comparison in case.comparisons:
        if comparison.verdict in (Verdict.BEYOND, Verdict.ROUNDING) and wanted(comparison):
            yield comparison


def over(case: Case, code: str, wanted: Callable[[Comparison], bool], advice: str) -> Iterator[Finding]:
    """A finding for every comparison that is ``wanted`` and over its limit."""
    for comparison in exceeded(case, wanted):
        yield limit_finding(case, code, comparison, advice)


def limit_finding(case: Case, code: str, comparison: Comparison, advice: str) -> Finding:
    """What is over (or under) which limit, by how much, through which components, and by whose word."""
    limit = comparison.limit
    assert comparison.value is not None  # noqa: S101 - a comparison with a verdict has a value
    value, bound, unit = unit_pair(comparison.value, limit.bound, limit.kind, limit.text)
    relation = "is below" if limit.level == "min" else "exceeds"
    kind = {"hard": "hard limit", "soft": "soft limit", "min": "minimum"}[limit.level]
    through = _through(case, comparison)
    basis = f" as {limit.basis}" if limit.basis else ""
    rounding = comparison.verdict is Verdict.ROUNDING
    shown, allowed = in_words(value, unit), in_words(bound, unit)
    message = f"{limit.target}{basis}: {WHAT[limit.on]} {shown} {relation} the {kind} of {allowed}{through}"
    if rounding:
        message += ", but by no more than the last digit of a rounded factor"
    return Finding(
        code,
        _place(case, comparison),
        message,
        _help(case, comparison, advice),
        Severity.NOTE if rounding else None,
        limit.target,
        value,
        bound,
        unit,
        str(limit.source),
    )


def percent(part: Exact) -> str:
    """The fraction in percent, with as many digits as it takes to tell it from exactly 100."""
    value, whole = part * 100, Exact.of(100)
    rounded = rounded_text(value, 3)
    return f"{pair_text(value, whole)[0] if value > whole and rounded == '100' else rounded} %"


def in_words(number: str, unit: str) -> str:
    """A number and its unit, `4 weeks`; a count has none."""
    many = "s" if unit in ("day", "week", "month") and number != "1" else ""
    return f"{number} {unit}{many}".rstrip()


def _help(case: Case, comparison: Comparison, advice: str) -> str:
    limit = comparison.limit
    grade = f" ({limit.source.evidence})" if limit.source.evidence else ""
    note = f" {limit.note.rstrip('.')}." if limit.note else ""
    return f"{advice}{note}{_unmet(case, limit)} Limit from {limit.source}{grade}."


def _unmet(case: Case, limit: Limit) -> str:
    """Why a higher limit does not hold: what it takes is in the mixture, but there is too little of it."""
    if limit.when is not None or case.session is not None:
        return ""
    for bound in case.policy.bounds(limit.target, case.use):
        for other in bound.candidates if (bound.on, bound.level) == (limit.on, limit.level) else ():
            when = other.when
            if when and when.at_least and other.bound > limit.bound and when.substance in _present(case):
                least = f"at least {when.at_least.text} of {when.substance}"
                return f" The limit of {other.text} takes {least} in all that is given, and there is less."
    return ""


def _present(case: Case) -> Iterable[str]:
    """Every substance of the mixture and every moiety that it yields."""
    for name in case.mixture.by_ingredient:
        yield name
        yield from (moiety.name for moiety in case.catalogue.ingredient(name).properties.moieties)


def _through(case: Case, comparison: Comparison) -> str:
    portions = [case.mixture.portions[index] for index in comparison.components if index >= 0]
    names = list(dict.fromkeys(portion.id for portion in portions))
    if -1 in comparison.components:
        names.append("the separate numbing")
    if not names or names == [comparison.limit.target]:
        return ""
    return f" (through {listing(names)})"


def _place(case: Case, comparison: Comparison) -> Path:
    field = _FIELD.get(comparison.limit.on)
    if field and case.session is None:
        return ("administration", field)
    indices = [index for index in comparison.components if index >= 0]
    if not indices:
        return numbing_path(case)
    # the component that brings most is the one to change
    biggest = max(indices, key=lambda index: _weight(case, index, comparison.limit.target))
    return stated_path(case.mixture.portions[biggest])


def _weight(case: Case, index: int, target: str) -> float:
    """A rough size for choosing a place to point at; never a dose."""
    shares = case.mixture.portions[index].shares
    return sum(share.amount.n / share.amount.d for share in shares if share.ingredient == target)


def outside(
    case: Case, code: str, key: str, value: Exact | None, place: Path, shown: str
) -> Iterator[Finding]:
    """A finding for a value of the administration outside the indication's usual range."""
    usual = case.indication.ranges.get(key) if case.indication else None
    broken = any(found.limit.on == key and found.verdict is Verdict.BEYOND for found in case.comparisons)
    if usual is None or value is None or broken:  # a limit of the policy on the same figure says more
        return
    low, high = usual.low, usual.high
    if (low is not None and value < low) or (high is not None and value > high):
        subject, less, more = _RANGES[key]
        relation = less if low is not None and value < low else more
        indication = case.indication.id if case.indication else ""
        yield Finding(
            code,
            place,
            f"{subject} of {shown} is {relation} than is usual for {indication}, {usual.text}",
            f"Correct it, or record the reason. Range from {usual.source} ({usual.source.evidence}).",
            value=shown,
            limit=usual.text,
            source=str(usual.source),
        )


_RANGES = {
    "needle": ("a needle", "shorter", "longer"),
    "sessions": ("a course", "shorter", "longer"),
    "interval": ("an interval", "shorter", "longer"),
    "volume": ("a session volume", "smaller", "larger"),
}
