"""Why a text is not a quantity, and how to write it: one fault is named, and every hint can be read back.

Only refused texts come here, so this may take its time; its patterns are still of the kind that never
backtrack far, on texts of at most 64 characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.units.faults import Fault

MOST = 64
"""The longest text, in characters, that is read as a quantity."""
_EXAMPLE = "Write an amount and a unit, such as `1.5 mg`."
_DEPTH = 6  # so many faults in one text are put right for the hint


class Refused(NamedTuple):
    """A text that is not read as a quantity, with the rule's code, the reason and the spelling to use.

    ``code`` is FML401 for a fault of grammar and FML402 for an ambiguous unit; ``reason`` is the end of a
    sentence that begins with the text; ``hint`` is a sentence of its own.
    """

    text: str
    code: str
    reason: str
    hint: str


def too_long(text: str) -> Refused:
    """The refusal of a text beyond `MOST` characters, of which only the beginning is kept."""
    return Refused(text[:MOST], "FML401", f"a quantity has at most {MOST} characters", _EXAMPLE)


def refuse(text: str) -> Refused:
    """Name the fault of a text that the grammar did not read."""
    from formulary.units.unit_faults import find_fault  # noqa: PLC0415 - only a refused text pays for it

    fault = find_fault(text)
    return Refused(text, fault.code, fault.reason, _hint(fault))


def _hint(fault: Fault) -> str:
    """The fault's own advice, or the texts that would be read in its place."""
    if fault.hint:
        return fault.hint
    readable = dict.fromkeys(_readable(fault, _DEPTH))
    return f"Write {_choice(list(readable))}." if readable else _EXAMPLE


def _spaced(text: str) -> str:
    """A quantity as the house spaces it: `5 mg`, `5% w/v`."""
    unit = text.lstrip("0123456789.")
    number = text.removesuffix(unit)
    return f"{number}{'' if unit.lstrip()[0] in '%:' else ' '}{unit.lstrip()}"


def _choice(texts: list[str]) -> str:
    *rest, last = [f"`{text}`" for text in texts]
    return f"{', '.join(rest)} or {last}" if rest else last


def _readable(fault: Fault, depth: int) -> list[str]:
    """The rewritings that are quantities, the faults left in them put right as well."""
    from formulary.units.quantity import read  # noqa: PLC0415 - quantity builds on this module
    from formulary.units.unit_faults import find_fault  # noqa: PLC0415

    found: list[str] = []
    for text in fault.rewritten if depth else ():
        found += [_spaced(text)] if read(text) else _readable(find_fault(text), depth - 1)
    return found[:4]
