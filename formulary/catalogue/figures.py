"""Every quantity of a catalogue file: it can be read, and is of a kind that means something in its place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.faults import Fault
from formulary.domain.catalogue import UNMEASURED
from formulary.units import Exact, Refused, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.findings import Path
    from formulary.source.document import Document

_SUBSTANCE = ("mass", "IU", "USP", "amount", "equivalents")
_AMOUNT = (*_SUBSTANCE, "volume")
_STRENGTH = (*(f"{kind}/volume" for kind in _AMOUNT), "ratio")
_LEVELS = ("hard", "soft", "min")


class _Place(NamedTuple):
    """The kinds that a quantity may be of there, and what to write in words."""

    kinds: tuple[str, ...]
    words: str


_CONCENTRATION = _Place(_STRENGTH, "an amount per volume, such as `20 mg/mL`")
_PER_CONTAINER = _Place((*_STRENGTH, *_SUBSTANCE), "what one container holds, such as `200 USP units`")
_MASS_PER_VOLUME = _Place(("mass/volume",), "a mass per volume, such as `50 mg/mL`")
_VOLUME = _Place(("volume",), "a volume, such as `10 mL`")
_TIME = _Place(("time",), "a time, such as `28 days`")
_LENGTH = _Place(("length",), "a length, such as `4 mm`")
_DOSE = _Place(_AMOUNT, "an amount, such as `300 mg`")
_ON = {
    "concentration": _Place((*_STRENGTH, "mass/mass"), "a concentration, such as `10 mg/mL`"),
    "stock-strength": _CONCENTRATION,
    "per-session": _DOSE,
    "per-point": _DOSE,
    "per-kg": _Place(tuple(f"{kind}/weight" for kind in _AMOUNT), "an amount per kg, such as `4.5 mg/kg`"),
    "per-day": _Place(tuple(f"{kind}/time" for kind in _AMOUNT), "an amount per day, such as `3 mg/day`"),
    "per-area": _Place(tuple(f"{kind}/area" for kind in _AMOUNT), "an amount per area, such as `2 mg/cm2`"),
    "volume": _VOLUME,
    "interval": _TIME,
}
_OSMOLALITY = _Place(("osmolality", "osmolarity"), "an osmolality, such as `280 mOsm/kg`")
_PRODUCT = {
    "content_per_container": _Place(("volume", "mass"), "a volume or a mass, such as `10 mL`"),
    "in_use": _TIME,
    "osmolality": _OSMOLALITY,
}
_RANGES = {"needle": _LENGTH, "interval": _TIME, "volume": _VOLUME}
_Stated = tuple["Path", str, _Place]


def figures(document: Document) -> Iterator[Fault]:
    """Every quantity that cannot be read, is of the wrong kind, is nothing, or contradicts its row."""
    data: Any = document.data
    kind = data["format"].partition("/")[0]
    for path, text, place in _STATED.get(kind, _none)(data):
        yield from _judged(document, path, text, place)
    if kind == "policy":
        yield from _counts_and_order(document)
    if kind == "products":
        yield from _turned_round(document)
        yield from _active_for_tonicity(document)


def _judged(document: Document, path: Path, text: str, place: _Place) -> Iterator[Fault]:
    value = parse(text)
    if isinstance(value, Refused):
        yield Fault(document, path, value.reason, value.hint)
    elif value.kind not in place.kinds:
        words = place.words.partition(",")[0]
        yield Fault(document, path, f"`{text}` is not {words}", f"Write {place.words}.")
    elif not value.base:
        yield Fault(document, path, f"`{text}` is nothing at all", "Write what is meant, or leave it out.")


def _none(_: Mapping[str, Any]) -> Iterator[_Stated]:
    return iter(())


def _ingredients(data: Mapping[str, Any]) -> Iterator[_Stated]:
    for index, entry in enumerate(data["ingredients"]):
        base: Path = ("ingredients", index)
        for key in ("density", "solubility"):
            if key in entry:
                yield (*base, key, "value"), entry[key]["value"], _MASS_PER_VOLUME
        for number, standard in enumerate(entry.get("activity", ())):
            if "equals" in standard:
                mass = _Place(("mass",), "a mass, such as `0.3 mcg`")
                yield (*base, "activity", number, "equals"), standard["equals"], mass
        yield from _dilution(base, entry)


def _products(data: Mapping[str, Any]) -> Iterator[_Stated]:
    for index, entry in enumerate(data["products"]):
        base: Path = ("products", index)
        place = _PER_CONTAINER if "reconstitute" in entry else _CONCENTRATION
        for key in ("contains", "excipients"):
            for number, part in enumerate(entry.get(key, ())):
                if part["strength"] not in UNMEASURED:
                    yield (*base, key, number, "strength"), part["strength"], place
        for key in ("volume", "final_volume"):
            if key in entry.get("reconstitute", {}):
                yield (*base, "reconstitute", key), entry["reconstitute"][key], _VOLUME
        for key, wanted in _PRODUCT.items():
            if isinstance(entry.get(key), dict):
                yield (*base, key, "value"), entry[key]["value"], wanted
            elif key in entry:
                yield (*base, key), entry[key], wanted
        yield from _dilution(base, entry)


def _dilution(base: Path, entry: Mapping[str, Any]) -> Iterator[_Stated]:
    to = entry.get("dilute_before_use", {}).get("to")
    if to is not None:
        yield (*base, "dilute_before_use", "to"), to, _CONCENTRATION


def _indications(data: Mapping[str, Any]) -> Iterator[_Stated]:
    for index, entry in enumerate(data["indications"]):
        base: Path = ("indications", index)
        for key, place in _RANGES.items():
            for end in ("low", "high"):
                if end in entry.get(key, {}):
                    yield (*base, key, end), entry[key][end], place
        lasts = entry.get("duration")
        if isinstance(lasts, str):
            yield (*base, "duration"), lasts, _TIME
        elif lasts:
            yield (*base, "duration", "value"), lasts["value"], _TIME


def _incompatibilities(data: Mapping[str, Any]) -> Iterator[_Stated]:
    for index, entry in enumerate(data["incompatibilities"]):
        if "time" in entry.get("when", {}):
            yield ("incompatibilities", index, "when", "time"), entry["when"]["time"], _TIME


def _policy(data: Mapping[str, Any]) -> Iterator[_Stated]:
    for index, row in enumerate(data["limits"]):
        for level in _LEVELS:
            if level in row and row["on"] in _ON:
                yield ("limits", index, level), row[level], _ON[row["on"]]
        if "at_least" in row.get("when", {}):
            yield ("limits", index, "when", "at_least"), row["when"]["at_least"], _CONCENTRATION
    for index, row in enumerate(data.get("beyond_use", ())):
        yield ("beyond_use", index, "limit"), row["limit"], _TIME
    for index, row in enumerate(data.get("osmolality", ())):
        yield ("osmolality", index, "high"), row["high"], _OSMOLALITY


_STATED = {
    "ingredients": _ingredients,
    "products": _products,
    "indications": _indications,
    "incompatibilities": _incompatibilities,
    "policy": _policy,
}


def _counts_and_order(document: Document) -> Iterator[Fault]:
    """Limits on a number of points or sessions, which have no unit; and bounds in the wrong order."""
    data: Any = document.data
    for index, row in enumerate(data["limits"]):
        path: Path = ("limits", index)
        if row["on"] not in _ON:
            for level in _LEVELS:
                if level in row and not (row[level].isdecimal() and row[level].isascii()):
                    yield Fault(document, (*path, level), f"`{row[level]}` is not a number", "Write `50`.")
        values = [parse(row[level]) for level in ("min", "soft", "hard") if level in row]
        bases = [(value.kind, value.base) for value in values if not isinstance(value, Refused)]
        for (kind, lower), (other, upper) in pairwise(bases):
            if kind == other and lower > upper:
                advice = "Order them: `min`, then `soft`, then `hard`."
                yield Fault(document, path, "a bound of this row is above the next one", advice)


def _turned_round(document: Document) -> Iterator[Fault]:
    """Products whose lowest pH is above the highest."""
    data: Any = document.data
    for index, entry in enumerate(data["products"]):
        ph = entry.get("ph")
        if ph and Exact.of(ph["low"]) > Exact.of(ph["high"]):
            yield Fault(document, ("products", index, "ph"), "`low` is above `high`", "Turn them round.")


def _active_for_tonicity(document: Document) -> Iterator[Fault]:
    """Actives that are said to be there only to make the stock isotonic."""
    data: Any = document.data
    for index, entry in enumerate(data["products"]):
        for number, part in enumerate(entry["contains"]):
            if part["strength"] == "isotonic":
                path: Path = ("products", index, "contains", number, "strength")
                what = "an active cannot be `isotonic`: that is for what is only there to make the stock so"
                yield Fault(document, path, what, "Write its strength, or `undeclared`.")
