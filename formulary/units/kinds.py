"""The kinds of quantity in words, for messages: `a mass per volume`, and an example of each."""

from __future__ import annotations

_NAMES = {
    "mass": "a mass",
    "volume": "a volume",
    "IU": "an activity in IU",
    "USP": "an activity in USP units",
    "amount": "an amount of substance",
    "equivalents": "an amount in mEq",
    "length": "a length",
    "area": "an area",
    "time": "a time",
    "temperature": "a temperature",
    "osmolality": "an osmolality",
    "osmolarity": "an osmolarity",
    "volume/volume": "a percentage by volume",
    "mass/mass": "a percentage by weight",
    "volume/mass": "a volume per mass",
    "ratio": "a ratio strength",
}
_BELOW = {"volume": "volume", "weight": "kg of body weight", "area": "area", "time": "day"}
_EXAMPLES = {
    "mass": "5 mg",
    "volume": "5 mL",
    "IU": "100 IU",
    "USP": "150 USP units",
    "amount": "5 mmol",
    "equivalents": "5 mEq",
    "length": "4 mm",
    "area": "100 cm2",
    "time": "2 weeks",
    "temperature": "25 C",
    "osmolality": "280 mOsm/kg",
    "osmolarity": "280 mOsm/L",
    "volume/volume": "50% v/v",
    "mass/mass": "2% w/w",
    "volume/mass": "0.67 mL/g",
    "ratio": "1:100000",
}
_UNDER = {"volume": "mL", "weight": "kg", "area": "cm2", "time": "day"}


def kind_name(kind: str) -> str:
    """What is measured, with its article: `a mass per volume` for ``mass/volume``."""
    above, _, below = kind.partition("/")
    return _NAMES.get(kind) or f"{_NAMES[above]} per {_BELOW[below]}"


def example_of(kind: str) -> str:
    """A quantity of the kind as it is written: `5 mg/mL` for ``mass/volume``."""
    above, _, below = kind.partition("/")
    return _EXAMPLES.get(kind) or f"{_EXAMPLES[above]}/{_UNDER[below]}"
