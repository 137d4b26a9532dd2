"""The headroom chart of a formula: each figure against its soft, hard and least bound, as bars to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.exports.held import sourced
from formulary.reports.explanation import ON
from formulary.rules.wording import unit_pair
from formulary.units import Exact, Verdict
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.limits.comparison import Comparison

WIDTH = 200
"""The width of a bar in its own units, which a page stretches as it likes."""

_BEYOND = Exact(5, 4)  # room to the right of the outermost bound
_HUNDRED = Exact(100)


class Bar(NamedTuple):
    """One figure and its bounds; ``filled``, ``soft``, ``hard`` and ``least`` are places on the bar or empty.

    ``state`` is ``within``, ``soft`` (above that limit), ``hard``, ``least`` (below it) or ``unknown``;
    ``words`` says the same. ``bounds`` are the limits as their sources write them.
    """

    what: str
    on: str
    value: str
    used: str
    bounds: str
    filled: str
    soft: str
    hard: str
    least: str
    state: str
    words: str
    source: str


_LEVELS = {"hard": "hard", "soft": "soft", "min": "at least"}
_STATES = {"hard": "over the hard limit", "soft": "over the soft limit", "min": "below the minimum"}


def bars(comparisons: Iterable[Comparison]) -> tuple[Bar, ...]:
    """A bar for each figure that has a limit, what is used up furthest first, what was not compared last."""
    groups: dict[tuple[str, str, str], list[Comparison]] = {}
    for found in comparisons:
        limit = found.limit
        groups.setdefault((limit.target, limit.basis, limit.on), []).append(found)
    drawn = [_bar(found) for found in sorted(groups.values(), key=_used, reverse=True)]
    return tuple(drawn)


def _used(found: list[Comparison]) -> Exact:
    parts = [one.fraction for one in found if one.fraction is not None and one.limit.level != "min"]
    return max(parts, default=Exact(-1))


def _bar(found: list[Comparison]) -> Bar:
    first = found[0].limit
    known = [one for one in found if one.value is not None and one.verdict is not None]
    broken = [one.limit.level for one in known if one.verdict is Verdict.BEYOND]
    state = next((level for level in ("hard", "soft", "min") if level in broken), "")
    value = known[0].value if known else None
    places = _places(value, {one.limit.level: one.limit.bound for one in found}) if value is not None else {}
    used = _used(found)
    return Bar(
        what=f"{first.target} as {first.basis}" if first.basis else first.target,
        on=ON.get(first.on, first.on),
        value=_value(known),
        used=f"{rounded_text(used * _HUNDRED, 3)}%" if known and used.n >= 0 else "",
        bounds="; ".join(f"{_LEVELS[one.limit.level]} {one.limit.text}" for one in found),
        filled=places.get("value", ""),
        soft=places.get("soft", ""),
        hard=places.get("hard", ""),
        least=places.get("min", ""),
        state={"min": "least", "": "within" if known else "unknown"}.get(state, state),
        words=_STATES.get(state, "within" if known else f"not compared: {found[0].why}"),
        source="; ".join(dict.fromkeys(sourced(one.limit.source) for one in found)),
    )


def _value(known: list[Comparison]) -> str:
    if not known or known[0].value is None:
        return ""
    limit = known[0].limit
    value, _, unit = unit_pair(known[0].value, limit.bound, limit.kind, limit.text)
    many = "s" if unit in ("day", "week", "month") and value != "1" else ""
    return f"{value} {unit}{many}".rstrip()


def _places(value: Exact, bounds: dict[str, Exact]) -> dict[str, str]:
    """Where the value and the bounds stand on a bar that reaches a quarter beyond the outermost bound."""
    end = max(bounds.values()) * _BEYOND
    if not end:
        return {}
    return {name: _place(one / end) for name, one in (("value", value), *bounds.items())}


def _place(part: Exact) -> str:
    tenths = min(WIDTH * 10, part.n * WIDTH * 10 // part.d)
    return f"{tenths // 10}.{tenths % 10}"
