"""The closed vocabulary of units, one table: what is read, under which synonyms, and what Pint calls it.

`compile` turns it into ``_factors.py``, and nothing at run time reads it. Units are case-sensitive: `mg` is a
unit and `Mg` is not. What is refused by name, with the reason and what to write, is the table in `refused`.
"""

from __future__ import annotations

from typing import NamedTuple


class Atom(NamedTuple):
    """A unit that is not a quotient: its symbol, kind, Pint expression, and what else is read as it.

    ``foreign`` spellings are UCUM's and FDA's, read only in files that come from there.
    """

    symbol: str
    kind: str
    pint: str
    synonyms: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class Rate(NamedTuple):
    """A family of quotients: every unit of the kinds ``of``, over each unit of ``over``.

    ``counted`` denominators take a number, as in `250 mg/5 mL`.
    """

    kind: str
    over: tuple[str, ...]
    of: tuple[str, ...]
    counted: bool = False
    without: tuple[str, ...] = ()


ATOMS = (
    Atom("kg", "mass", "kilogram"),
    Atom("g", "mass", "gram"),
    Atom("mg", "mass", "milligram"),
    Atom("mcg", "mass", "microgram", ("ug", "\u00b5g", "\u03bcg")),  # micro sign, and Greek mu
    Atom("ng", "mass", "nanogram"),
    Atom("L", "volume", "liter", foreign=("l",)),
    Atom("dL", "volume", "deciliter", foreign=("dl",)),
    Atom("mL", "volume", "milliliter", foreign=("ml",)),
    Atom("mcL", "volume", "microliter", ("uL", "\u00b5L", "\u03bcL"), ("ul",)),
    Atom("IU", "IU", "IU", ("[iU]", "[IU]", "international units", "international unit")),
    Atom("USP units", "USP", "USP_unit", ("[USP'U]", "USP unit")),
    Atom("mol", "amount", "mole"),
    Atom("mmol", "amount", "millimole"),
    Atom("mcmol", "amount", "micromole", ("umol", "\u00b5mol", "\u03bcmol")),
    Atom("mEq", "equivalents", "milliEq", ("meq",)),
    Atom("cm", "length", "centimeter"),
    Atom("mm", "length", "millimeter"),
    Atom("mcm", "length", "micrometer", ("um", "\u00b5m", "\u03bcm")),
    Atom("cm2", "area", "centimeter**2", ("cm\u00b2",)),
    Atom("mm2", "area", "millimeter**2", ("mm\u00b2",)),
    Atom("s", "time", "second", ("second", "seconds")),
    Atom("min", "time", "minute", ("minute", "minutes")),
    Atom("h", "time", "hour", ("hour", "hours")),
    Atom("day", "time", "day", ("days",), ("d",)),
    Atom("week", "time", "week", ("weeks",), ("wk",)),
    Atom("month", "time", "treatment_month", ("months",)),  # 4 weeks; UCUM's `mo` is another, so not read
    Atom("C", "temperature", "delta_degree_Celsius", ("\u00b0C",), ("Cel",)),
    Atom("mOsm/kg", "osmolality", "milliOsm/kilogram", ("mOsmol/kg",), ("mosm/kg",)),
    Atom("mOsm/L", "osmolarity", "milliOsm/liter", ("mOsmol/L",), ("mosm/L",)),
    Atom("% w/v", "mass/volume", "gram/(100*milliliter)", ("%w/v",)),
    Atom("% v/v", "volume/volume", "milliliter/(100*milliliter)", ("%v/v",)),
    Atom("% w/w", "mass/mass", "gram/(100*gram)", ("%w/w",)),
)
"""Every unit that is not built from others by a slash."""

MEASURED = ("mass", "volume", "IU", "USP", "amount", "equivalents")
"""The kinds that an ingredient is measured in."""

RATES = (
    Rate("volume", ("L", "dL", "mL", "mcL"), MEASURED, counted=True),
    Rate("weight", ("kg",), MEASURED, without=("kg",)),  # of body weight
    Rate("area", ("cm2",), ("mass", "volume", "IU", "USP"), without=("kg",)),
    Rate("time", ("day",), MEASURED, without=("kg",)),
    Rate("mass", ("g",), ("mass", "volume"), counted=True, without=("kg", "L", "dL")),
)
"""Every quotient that is read."""

DEFINITIONS = (
    "IU = [international_activity]",
    "USP_unit = [pharmacopoeial_activity]",
    "Eq = [equivalents]",
    "Osm = [osmotic_amount]",
    "treatment_month = 4 * week",
)
"""What Pint is told beside its own definitions. Activities and equivalents are dimensions of their own."""

BASES = {
    "mass": "milligram",
    "volume": "milliliter",
    "IU": "IU",
    "USP": "USP_unit",
    "amount": "millimole",
    "equivalents": "milliEq",
    "length": "millimeter",
    "area": "centimeter**2",
    "time": "minute",
    "temperature": "delta_degree_Celsius",
    "osmolality": "milliOsm/kilogram",
    "osmolarity": "milliOsm/liter",
}
"""The unit in which amounts of a kind are computed, as Pint names it."""

BASE_BELOW = {
    "volume": "milliliter",
    "weight": "kilogram",
    "area": "centimeter**2",
    "time": "day",
    "mass": "milligram",
}
"""The same for what stands under the slash."""

PLAIN = {
    "mass": "mg",
    "volume": "mL",
    "IU": "IU",
    "USP": "USP units",
    "amount": "mmol",
    "equivalents": "mEq",
    "length": "mm",
    "area": "cm2",
    "time": "min",
    "temperature": "C",
    "osmolality": "mOsm/kg",
    "osmolarity": "mOsm/L",
    "volume/volume": "% v/v",
    "mass/mass": "% w/w",
    "volume/mass": "mL/g",
}
"""The unit in which an amount of a kind is printed when normalized; quotients of these where not listed."""
