"""What differs between two formulas as a clinician sees it: concentrations, doses, headroom, use, record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.mixture.steps import base_text
from formulary.reports.explanation import limit_words
from formulary.units import Exact, exact_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Mixture, Total
    from formulary.rules.case import Case

PARTS = {
    "concentration": "Final concentrations",
    "headroom": "Headroom: how much of each limit is used",
    "volume": "Volumes",
    "use": "Use",
    "administration": "Administration",
    "preparation": "Preparation",
    "patient": "What the patient is told",
    "record": "Record",
}
"""The parts of a comparison, in the order in which people read them, with their headings."""

_USE = ("indication", "profile", "species", "route", "site", "policy", "density")
_TOP = ("format", "id", "components", "volume", *_USE, "administration", "preparation", "patient")
_HUNDRED, _TWO = Exact.of(100), Exact.of(2)


class Difference(NamedTuple):
    """``before`` and ``after`` in words, empty where there is nothing; ``note`` says by how much."""

    part: str
    what: str
    before: str
    after: str
    note: str = ""


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], cases: tuple[Case, Case]
) -> list[Difference]:
    """Every difference of two recipes, given as data and as the cases made of them."""
    first, second = cases
    return [
        *_concentrations(first.mixture, second.mixture),
        *_headroom(first, second),
        *_volumes(first.mixture, second.mixture),
        *_fields("use", _picked(before, _USE), _picked(after, _USE)),
        *(
            found
            for part in ("administration", "preparation", "patient")
            for found in _part(part, before, after)
        ),
        *_fields("record", _without(before, _TOP), _without(after, _TOP)),
    ]


def _concentrations(before: Mixture, after: Mixture) -> Iterator[Difference]:
    old, new = _totals(before), _totals(after)
    for key in dict.fromkeys((*old, *new)):
        first, second = old.get(key), new.get(key)
        was, now = _final(first, before), _final(second, after)
        if was == now and (was is not None or (first is None) == (second is None)):
            continue
        ingredient, basis, kind = key
        name = f"{ingredient} as {basis}" if basis else ingredient
        words = (_words(first, was, kind), _words(second, now, kind))
        yield Difference("concentration", name, words[0], words[1], _change(was, now))


def _words(total: Total | None, value: Exact | None, kind: str) -> str:
    if total is None:
        return ""
    return "unknown" if value is None else base_text(value, f"{kind}/volume")


def _totals(mixture: Mixture) -> dict[tuple[str, str, str], Total]:
    return {(total.ingredient, total.basis, total.kind): total for total in mixture.totals}


def _final(total: Total | None, mixture: Mixture) -> Exact | None:
    return total.amount / mixture.volume if total and mixture.volume else None


def _change(before: Exact | None, after: Exact | None) -> str:
    """``+25 %``; from the double or the half on as a factor, which no eye takes for a small change."""
    if not before or not after or before == after:
        return ""
    if after >= before * _TWO:
        return f"{rounded_text(after / before, 3)} times as much"
    if before >= after * _TWO:
        return f"1/{rounded_text(before / after, 3)} of it"
    sign = "+" if after > before else ""
    return f"{sign}{rounded_text((after - before) * _HUNDRED / before, 3)} %"


def _headroom(before: Case, after: Case) -> Iterator[Difference]:
    old, new = _limits(before), _limits(after)
    for key in dict.fromkeys((*old, *new)):
        first, second = (_used(found.get(key)) for found in (old, new))
        if first != second:
            yield Difference("headroom", key, first, second)


def _limits(case: Case) -> dict[str, Comparison]:
    return {f"{item.limit.target}, {limit_words(item.limit)}": item for item in case.comparisons}


def _used(found: Comparison | None) -> str:
    if found is None:
        return ""
    if found.fraction is None:
        return f"not compared with {found.limit.text}"
    return f"{rounded_text(found.fraction * _HUNDRED, 3)} % of {found.limit.text}"


def _volumes(before: Mixture, after: Mixture) -> Iterator[Difference]:
    old, new = _drawn(before), _drawn(after)
    for name in dict.fromkeys((*old, *new)):
        first, second = old.get(name), new.get(name)
        if first != second:
            yield Difference("volume", name, first or "", second or "")


def _drawn(mixture: Mixture) -> dict[str, str]:
    """What is drawn of each stock, and how much there is in the end."""
    volumes: dict[str, list[str]] = {}
    for portion in mixture.portions:
        volumes.setdefault(portion.id, []).append(_milliliters(portion.volume))
    drawn = {name: " and ".join(parts) for name, parts in volumes.items()}
    return drawn | {
        "the whole": _milliliters(mixture.volume),
        "given in a session": _milliliters(mixture.session),
    }


def _milliliters(volume: Exact | None) -> str:
    return "unknown" if volume is None else f"{exact_text(volume, approx=True)} mL"


def _picked(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


def _without(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys and key != "$schema"}


def _part(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    return _fields(name, before.get(name) or {}, after.get(name) or {})


def _fields(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """What differs field by field; of a list what came and what went."""
    old, new = flat(before), flat(after)
    for key in dict.fromkeys((*old, *new)):
        first, second = old.get(key, ""), new.get(key, "")
        if isinstance(first, str) and isinstance(second, str):
            if first != second:
                yield Difference(part, key, first, second)
        else:
            yield from _entries(part, key, first or (), second or ())


def _entries(
    part: str, what: str, before: str | tuple[str, ...], after: str | tuple[str, ...]
) -> Iterator[Difference]:
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    yield from (Difference(part, what, item, "") for item in gone)
    yield from (Difference(part, what, "", item) for item in come)
    if not gone and not come and before != after:
        yield Difference(part, what, " · ".join(before), " · ".join(after), "in another order")


def flat(data: Mapping[str, Any], above: str = "") -> dict[str, str | tuple[str, ...]]:
    """The fields with their names in words: ``needle length``; a list is a tuple of texts."""
    found: dict[str, str | tuple[str, ...]] = {}
    for key, value in data.items():
        name = f"{above} {key.replace('_', ' ')}".lstrip()
        if isinstance(value, dict):
            found |= flat(value, name)
        elif isinstance(value, list):
            found[name] = tuple(_text(item) for item in value)
        else:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(_text(item) for item in value.values())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
