"""Amounts for a bench and a label: `mcg`, `units`, a leading zero, no trailing one, a small one never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.units import Exact, exact_text, plain_unit, quantity_text
from formulary.units.unit import listed

if TYPE_CHECKING:
    from formulary.units import Unit

_TENTH = Exact(1, 10)


def unit_for(per_ml: Exact, kind: str) -> Unit:
    """The unit that a substance is printed in, total and strength alike: mcg below 0.1 mg/mL, else mg."""
    return listed("mcg") if kind == "mass" and per_ml < _TENTH else plain_unit(kind)


def amount(value: Exact, unit: Unit) -> str:
    """An amount given in the base unit of its kind: `500 mg`, `1500 units`."""
    return in_words(quantity_text(value, unit, approx=True))


def strength(per_ml: Exact, unit: Unit) -> str:
    """A concentration given in the base unit of the kind per mL: `50 mg/mL`, `15 units/mL`."""
    number = exact_text(per_ml / unit.factor, approx=True)
    return in_words(f"{number} {unit.symbol}/mL")


def number(value: Exact) -> str:
    """A number in a sum, where the sum says whether it was rounded."""
    return exact_text(value)


def volume(value: Exact) -> str:
    """A volume in mL."""
    return f"{exact_text(value, approx=True)} mL"


def weight(value: Exact, kind: str) -> str:
    """What is weighed in: mcg below 1 mg, else the plain unit of the kind."""
    unit = listed("mcg") if kind == "mass" and value < Exact(1) else plain_unit(kind)
    return amount(value, unit)


def equals(text: str) -> str:
    """The end of a step of arithmetic: `= 2 mL`, or `≈ 1.06925 mL` where the number does not end there."""
    return text if text.startswith("≈") else f"= {text}"


def in_words(text: str) -> str:
    """The activity units spelt out: a hand turns `IU` into `IV` or 10."""
    return text.replace("USP unit/", "USP units/").replace("IU", "units")
