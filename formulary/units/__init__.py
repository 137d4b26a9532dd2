"""Exact quantities: the strict grammar, the closed vocabulary of units, and conversion without guessing."""

from formulary.units.convert import (
    BasisFactor,
    CannotConvert,
    Converted,
    Verdict,
    basis_factor,
    convert,
    judge,
)
from formulary.units.display import (
    amount_text,
    exact_text,
    label_text,
    normalized_text,
    pair_text,
    quantity_text,
)
from formulary.units.exact import ONE, ZERO, Exact
from formulary.units.kinds import example_of, kind_name
from formulary.units.properties import Activity, Moiety, Properties
from formulary.units.quantity import Quantity, parse, parse_foreign, ratio_strength
from formulary.units.refusals import Refused
from formulary.units.unit import Unit, find_unit, plain_unit

__all__ = [
    "ONE",
    "ZERO",
    "Activity",
    "BasisFactor",
    "CannotConvert",
    "Converted",
    "Exact",
    "Moiety",
    "Properties",
    "Quantity",
    "Refused",
    "Unit",
    "Verdict",
    "amount_text",
    "basis_factor",
    "convert",
    "exact_text",
    "example_of",
    "find_unit",
    "judge",
    "kind_name",
    "label_text",
    "normalized_text",
    "pair_text",
    "parse",
    "parse_foreign",
    "plain_unit",
    "quantity_text",
    "ratio_strength",
]
