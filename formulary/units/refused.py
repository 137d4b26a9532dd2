"""The units refused by name: why each is not read, and what to write in its place.

A spelling whose meaning is not one exact amount is FML402, ambiguous; one that means a known unit but is not
how it is written here is FML401. The house reads one spelling of most units, so that no two people have to
agree on what `ML` or `gm` was meant to be.
"""

from __future__ import annotations

from typing import NamedTuple

INVALID = "FML401"
AMBIGUOUS = "FML402"


class Slip(NamedTuple):
    """Spellings with one fault, separated by bars: why, and the units to write or, instead, a sentence."""

    spellings: str
    reason: str
    write: str = ""
    code: str = AMBIGUOUS
    hint: str = ""


_PIECES = "Write the amount or the volume, such as `5 mL`."

SLIPS = (
    Slip("Mg", "`Mg` is the megagram, a tonne, and mostly a slip for another unit", "mg|g"),
    Slip("MG", "`MG` may stand for milligram or megagram", "mg"),
    Slip("mG", "`mG` may stand for milligram or milligauss", "mg"),
    Slip(
        "gr|grain|grains",
        "`gr` is the grain to some and the gram to others",
        hint="Write it in `mg` or `g`; 1 grain is `64.79891 mg`.",
    ),
    Slip("G", "`G` may stand for gram, gauge or gauss", "g"),
    Slip("gamma|gammas|\u03b3", "the gamma is an old name of the microgram", "mcg"),
    Slip("K|KG", "`K` may stand for kilo, kelvin or potassium", "kg"),
    Slip(
        "oz|lb|lbs|dr|fl oz",
        "household and apothecary units differ by country",
        hint="Convert it, and write it in `g` or `mL`.",
    ),
    Slip("ML|Ml", "{} is the megaliter, and mostly a slip for the milliliter", "mL"),
    Slip("cc|CC|ccm", "{} is misread as `U` or as `00`", "mL"),
    Slip(
        "drop|drops|gtt|gtts|gtt.|guttae|[drp]",
        "the size of a drop varies with the dropper and the liquid",
        hint="Write the volume, such as `0.05 mL`.",
    ),
    Slip(
        "tsp|tbsp|cup|spoon|teaspoon", "the size of a spoon varies", hint="Write the volume, such as `5 mL`."
    ),
    Slip(
        "U|u|unit|units|Unit|Units|UNIT|UNITS|U.|E|UE|[arb'U]",
        "{} does not say units of what: international units and USP units are not the same",
        "IU|USP units",
    ),
    Slip(
        "MIU|mIU|MU|mU|kU|kIU|miU",
        "`M` and `m` before a unit of activity are read as million, mega and milli alike",
        hint="Write the number in full, such as `1000000 IU`.",
    ),
    Slip(
        "TRU|NFU|TU|CU|KIU|BU|Speywood units|katal|kat|nkat",
        "{} is a unit of a standard that is not kept here",
        hint="Write `IU`, `USP units` or a mass.",
    ),
    Slip("M|molar", "`M` may stand for molar, mega or million", "mol/L"),
    Slip("mM", "{} is not how a concentration is written", "mmol/L"),
    Slip("uM|\xb5M|\u03bcM|mcM", "{} is not how a concentration is written", "mcmol/L"),
    Slip("nM|pM", "{} is not how a concentration is written", hint="Write it in `mcmol/L`."),
    Slip("N|normal", "`N` may stand for normal (equivalents per liter) or newton", "mEq/mL"),
    Slip("Eq|eq|EQ|mval|val", "only milliequivalents are read", hint="Write it in `mEq`."),
    Slip(
        "%|percent|per cent|pct|\uff05",
        "a percentage may be by weight in volume, by volume, or by weight",
        "% w/v|% v/v|% w/w",
    ),
    Slip("mg%|mg %|mgs%", "`mg%` may be per 100 mL or per 100 g", "mg/100 mL|mg/100 g"),
    Slip(
        "mcg%|ug%|g%",
        "the percent sign may mean per 100 mL or per 100 g",
        hint="Write it as in `5 mg/100 mL` or `5 mg/100 g`.",
    ),
    Slip("\u2030|permille", "a per mille may be by weight or by volume", hint="Write it in `mg/mL`."),
    Slip("ppm|PPM", "parts per million may be by weight or by volume", "mcg/mL|mcg/g"),
    Slip("ppb|PPB", "parts per billion may be by weight or by volume", "ng/mL|ng/g"),
    Slip(
        "[hp_X]|[hp_C]|[hp_M]|[hp_Q]|hp_X|X|CH|DH|LM",
        "a homeopathic dilution is not an amount",
        hint="Write `strength: homeopathic`.",
    ),
    Slip("m2|m\xb2", "an amount per body surface is not read", hint="Write it per kg, such as `5 mg/kg`."),
    Slip("pH", "a pH is a number without a unit", hint="Write it in the key `ph`, such as `ph: 6.5`."),
    Slip("Da|kDa|MDa|Dalton", "a molecular weight is not an amount", hint="Write it in the notes."),
    Slip("m", "`m` may stand for meter, minute, month or milli", "mm|min|months"),
    Slip(
        'in|inch|inches|ft|"',
        "lengths are read in metric units",
        code=INVALID,
        hint="Write it in `mm`; 1 inch is `25.4 mm`.",
    ),
    Slip("gauge|ga|Gauge", "a gauge is a number without a unit", code=INVALID, hint="Write `gauge: 30`."),
    Slip(
        "F|\xb0F|K.|kelvin|deg F",
        "temperatures are read in Celsius",
        code=INVALID,
        hint="Convert it, and write it as in `25 C`.",
    ),
    Slip(
        "year|years|yr|yrs|a|y",
        "a year is neither 12 months of 4 weeks nor one length of days",
        hint="Write it in weeks, such as `52 weeks`.",
    ),
    Slip("mo|mos|mo.|mths", "a calendar month varies, and a month is 4 weeks here", "months"),
    Slip("mOsm|mOsmol|mosmol|Osm|Osmol|mosm", "{} does not say per kg or per L", "mOsm/kg|mOsm/L"),
    Slip("vial|vials", "how much is in one vial varies", hint=_PIECES),
    Slip("ampoule|ampoules|ampul|ampule|ampules|amp|amps", "how much is in one ampoule varies", hint=_PIECES),
    Slip(
        "syringe|syringes|tablet|tablets|dose|doses|sachet|tube|piece|pieces|part|parts",
        "how much is in one piece varies",
        hint=_PIECES,
    ),
)
"""What is refused because it is not one exact amount of anything."""

DRESS = {
    "IU": "UI|U.I.|IE|I.E.|I.U.|i.u.|iu|Iu|iU|UI.",
    "USP units": "USP|USP U|USPU|U.S.P. units|U.S.P. U|USP Units|USP UNITS|USP-units|usp units|U USP",
    "mEq": "mEQ|MEQ|mequiv|meqv|milliequivalent|milliequivalents",
    "mg": "milligram|milligrams|mgs|mgm|mg.|mgr|mgr.",
    "g": "gram|grams|gm|gms|Gm|GM|gs|gramme|grammes",
    "kg": "kilogram|kilograms|kgs|Kg|kilo|kilos",
    "mcg": "microgram|micrograms|mcgs|mkg|mcgm|MCG|Mcg|microg",
    "ng": "nanogram|nanograms",
    "mL": "milliliter|milliliters|millilitre|millilitres|mLs|mls|mL.|cm3|cm\xb3|cu cm|cubic centimeter",
    "L": "l|liter|liters|litre|litres|Ls",
    "mcL": "microliter|microliters|microlitre|lambda|\u03bb",
    "mol": "mole|moles",
    "mmol": "millimole|millimoles",
    "mcmol": "micromole|micromoles",
    "cm": "centimeter|centimeters|centimetre|centimetres",
    "mm": "millimeter|millimeters|millimetre|millimetres|mms",
    "mcm": "micron|microns|micrometer|micrometre|\xb5|\u03bc",
    "cm2": "cm^2|cm**2|sq cm|sqcm|sq. cm|square centimeter|square centimeters|qcm",
    "s": "sec|secs|sec.|S",
    "min": "mins|min.|Min|'",
    "h": "hr|hrs|hr.|H|std",
    "days": "d|Day|Days|dy",
    "weeks": "wk|wks|wk.|w|Week|Weeks",
    "months": "Month|Months",
    "C": "celsius|Celsius|degrees Celsius|degrees C|deg C|degC|Cel|\xba C|\xb0 C|\xbaC|\xb0c|\u2103|c",
    "mOsm/kg": "mosm/kg|mOsmol / kg|mosmol/kg|mOsm/kg H2O|mOsm/kg water",
    "mOsm/L": "mosm/L|mosmol/L",
    "% w/v": "% (w/v)|%(w/v)|% wt/vol|% W/V|%W/V|w/v|w/v%|w/v %|% w/vol|% w / v|% m/v|%m/v|% wv|% (m/v)",
    "% v/v": "% (v/v)|%(v/v)|% vol/vol|% V/V|%V/V|v/v|v/v%|v/v %|% vol|%vol|vol%|% v / v|% by volume",
    "% w/w": "% (w/w)|%(w/w)|% wt/wt|% W/W|%W/W|w/w|w/w%|w/w %|% wt|wt%|% w / w|% by weight|% m/m",
}
"""The symbol of a unit, and other dress that it is met in, which is refused with the symbol as the hint."""

REFUSED = {spelling: slip for slip in SLIPS for spelling in slip.spellings.split("|")} | {
    spelling: Slip(spelling, f"{{}} is not how `{symbol}` is written", symbol, INVALID)
    for symbol, dress in DRESS.items()
    for spelling in dress.split("|")
}
"""Each refused spelling with its reason."""
