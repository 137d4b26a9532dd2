"""The faults of what follows a sound amount: a unit refused by name, miscapitalized, misspelt or unknown."""

from __future__ import annotations

import re
from functools import cache

from formulary.text import alternatives, listing, nearest, quoted
from formulary.units._factors import FOREIGN, SPELLINGS, UNITS
from formulary.units.display import exact_text
from formulary.units.exact import Exact
from formulary.units.faults import AMOUNT_FAULTS, NUMBER, Fault
from formulary.units.refused import REFUSED
from formulary.units.unit import find_unit

_GOES_ON = re.compile(r"/|per |in [0-9]|[(\u00b7*.-]?[A-Za-z]+ ?(?:\^?-1|\u207b\u00b9)", re.IGNORECASE)
"""What follows a unit and belongs to it, as in `mg per mL` or `mg mL-1`."""
_ANY = "Write a unit that is read here, such as `mg`, `mL`, `IU` or `mg/mL`."


def find_fault(text: str) -> Fault:
    """The first fault of a text that is not a quantity: of its characters, its amount, then its unit."""
    for ask in AMOUNT_FAULTS:
        fault = ask(text)
        if fault is not None:
            return fault
    amount = NUMBER.match(text)
    number = amount[0] if amount else ""
    rest = text[len(number) :]
    if rest.startswith("  "):
        return Fault("more than one space stands before the unit", (f"{number} {rest.strip()}",))
    return _unit_fault(number, rest.strip())


def _unit_fault(number: str, unit: str) -> Fault:
    return (
        _refused(number, unit)
        or _trailing(number, unit)
        or _slashes(number, unit)
        or _parts(number, unit)
        or _capitals(number, unit)
        or _trailing_refused(number, unit)
        or _unknown(number, unit)
    )


_ONE = {"days": "day", "weeks": "week", "months": "month"}


def _refused(number: str, unit: str, above: str = "", below: str = "") -> Fault | None:
    """A unit refused by name, alone or as a part of a quotient."""
    slip = REFUSED.get(unit)
    if slip is None:
        return None
    writes = () if slip.hint else slip.write.split("|")
    if number == "1":
        writes = [_ONE.get(write, write) for write in writes]
    rewritten = tuple(f"{number}{'' if write[0] == '%' else ' '}{above}{write}{below}" for write in writes)
    return Fault(slip.reason.replace("{}", quoted(unit)), rewritten, slip.hint, slip.code)


def _cuts(unit: str) -> list[int]:
    """Where a known unit might end and other text begin, the longest first."""
    return [place for place in range(len(unit) - 1, 0, -1) if unit[place] in " ,;.()*!:-="]


def _trailing(number: str, unit: str) -> Fault | None:
    """`5 mg of lidocaine`."""
    for cut in _cuts(unit):
        rest = unit[cut:].strip()
        if find_unit(unit[:cut]) and not _GOES_ON.match(rest):
            return Fault(f"{quoted(rest)} follows the unit", (f"{number} {unit[:cut]}",))
    return None


def _trailing_refused(number: str, unit: str) -> Fault | None:
    """`5 units of hyaluronidase`: the unit is at fault too, and weighs more."""
    return next((fault for cut in _cuts(unit) if (fault := _refused(number, unit[:cut]))), None)


def _slashes(number: str, unit: str) -> Fault | None:
    """A quotient in other dress, with spaces, or with two slashes."""
    inverse = re.fullmatch(r"([^/]+?)[ .*\u00b7(-]*([A-Za-z]+)(?:\^?-1|\u207b\u00b9)\)?", unit)
    if inverse:
        return Fault("a quotient is written with a slash", (f"{number} {inverse[1]}/{inverse[2]}",))
    within = re.fullmatch(r"([^/]+?) (?:in|to|PER|Per|pr|p\.|p) ([^/]+)", unit)
    if within:
        return Fault("a quotient is written with a slash", (f"{number} {within[1]}/{within[2]}",))
    close = re.sub(r" *(/| per ) *", "/", unit)
    if unit.startswith("%"):
        return None
    if close.count("/") > 1:
        first = "/".join(close.split("/")[:2])
        advice = (
            f"Write one rate, such as `{number} {first}`."
            if find_unit(first)
            else "Write one rate, such as `5 mg/kg`."
        )
        return Fault("only one slash is read", hint=advice)
    if re.search(r" /|/ |  ", unit):
        return Fault("no space stands beside the slash", (f"{number} {close}",))
    return None


def _parts(number: str, unit: str) -> Fault | None:
    """A quotient of which one part is at fault, or whose parts do not go together."""
    above, slash, below = unit.replace(" per ", "/", 1).partition("/")
    if not slash or unit.startswith("%"):
        return None
    under = below.lstrip("0123456789.,'_ +\u2212-")
    count = below.removesuffix(under)
    return (
        _refused(number, above, below=f"/{below}")
        or (_under(number, above, below) if count else None)
        or _refused(number, under, above=f"{above}/{count}")
        or _no_pair(number, above, under)
    )


def _under(number: str, above: str, below: str) -> Fault | None:
    """A number under the slash that is wrong, nought, or before a unit that takes none."""
    found = re.fullmatch(rf"({NUMBER.pattern}) ?([^0-9., '_].*)", below)
    if found is None:
        fault = find_fault(below)
        rewritten = tuple(f"{number} {above}/{text}" for text in fault.rewritten)
        return Fault(
            f"under the slash, {fault.reason}", rewritten, "" if rewritten else fault.hint, fault.code
        )
    count, under = Exact.of(found[1]), find_unit(found[2])
    if not count:
        return Fault("nothing is divided by 0", (f"{number} {above}/{found[2]}",))
    if under is None or find_unit(f"{above}/{under.symbol}") is None:
        day = (f"{number} {above}/day",) if below in ("24 h", "24h") else ()
        return Fault("a day is written as `day`", day) if day else None
    each = Exact.of(number) / count
    written = exact_text(each)
    reason = "under the slash, a number stands only before a volume or grams"
    if Exact.of(written) == each:
        return Fault(reason, (f"{written} {above}/{under.symbol}",))
    return Fault(reason, hint=f"Write the amount for one `{under.symbol}`.")


def _no_pair(number: str, above: str, under: str) -> Fault | None:
    """Two known units that make no unit together: `IU/g`, `mL/h`."""
    first, second = find_unit(above), find_unit(under)
    if first is None or second is None or "/" in first.kind:
        return None
    over = [symbol for symbol in ("mL", "kg", "g", "cm2", "day") if f"{first.symbol}/{symbol}" in UNITS]
    over = [symbol for symbol in over if symbol != first.symbol]
    advice = (
        f"`{above}` is read per {listing(over)}, as in `{number} {first.symbol}/{over[0]}`." if over else _ANY
    )
    return Fault(f"{quoted(f'{above}/{under}')} is not a unit that is read here", hint=advice)


@cache
def _by_lower_case() -> dict[str, str]:
    spellings = {**{symbol: symbol for symbol in UNITS}, **SPELLINGS, **FOREIGN}
    return {spelling.lower(): symbol for spelling, symbol in spellings.items()}


def _capitals(number: str, unit: str) -> Fault | None:
    """`ml`, `Iu/Ml`: known but for its capitals."""
    table = _by_lower_case()
    close = re.sub(r" per ", "/", unit, flags=re.IGNORECASE)
    above, slash, below = close.partition("/")
    counted = re.match(r"[0-9.]* ?", below)
    count = counted[0] if counted else ""
    whole = table.get(close.lower())
    first, second = table.get(above.lower()), table.get(below[len(count) :].lower())
    written = whole or (f"{first}/{count}{second}" if slash and first and second else None)
    return Fault("capitals matter in a unit", (f"{number} {written}",)) if written else None


def _unknown(number: str, unit: str) -> Fault:
    """A unit nobody knows, with the nearest ones that are read."""
    near = nearest(unit, [*UNITS, *(name for name in SPELLINGS if name.isascii())], cutoff=70)
    return Fault(
        f"{quoted(unit)} is not a unit that is read here",
        hint=alternatives([f"{number} {symbol}" for symbol in near]) or _ANY,
    )
