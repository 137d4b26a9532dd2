"""The strengths that FHIR is told are those of `bench`: exactly, or as an exact ratio beside 18 digits."""

from __future__ import annotations

import json
import os
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from bench import entries, make, one_ml

from formulary.catalogue.load import shipped
from formulary.domain.build import build
from formulary.exports.fhir.codes import EXACT, UNITS
from formulary.exports.fhir.medication import medication
from formulary.exports.fhir.writing import text
from formulary.exports.inventory import Item, entry
from formulary.rules.case import make_case

COUNT = 2_000 if os.environ.get("FORMULARY_SOAK") else 200


def cocktail(chance: random.Random, number: int) -> dict[str, Any]:
    """A mixture of a few stocks in volumes of up to three decimals, filled up to a round or an odd batch."""
    stocks = sorted(name for name in entries("products") if one_ml(name))
    parts: list[dict[str, Any]] = [
        {"product": name, "volume": f"{Decimal(chance.randint(1, 2999)).scaleb(-3)} mL"}
        for name in chance.sample(stocks, chance.randint(1, 6))
    ]
    parts.append({"ingredient": "biotin", "amount": f"{chance.randint(1, 99)} mg", "dry": True})
    parts.append({"product": "sodium-chloride-0.9", "qs": True})
    return {
        "format": "recipe/1",
        "id": f"random-{number}",
        "title": "Random",
        "indication": "alopecia",
        "route": "intradermal",
        "volume": f"{Decimal(chance.randint(18_001, 50_000)).scaleb(-3) if number % 2 else 20} mL",
        "components": parts,
    }


def strengths(recipe: dict[str, Any], *, r5: bool) -> dict[tuple[str, str], tuple[Fraction, bool]]:
    """What a FHIR reader finds: per substance and unit the strength per mL, and whether a ratio gave it."""
    catalogue = shipped()
    case = make_case(build(recipe), catalogue, catalogue.policy("us"))
    made = json.loads(
        text(medication(entry(Item(recipe, case, ())), r5=r5)), parse_float=Decimal, parse_int=Decimal
    )
    found = {}
    for one in made["ingredient"]:
        strength = one.get("strengthRatio" if r5 else "strength")
        if strength is None:
            continue
        concept = one["item"]["concept"] if r5 else one["itemCodeableConcept"]
        above, below = strength["numerator"], strength["denominator"]
        assert (below["value"], below["code"]) == (1, "mL")
        value, ratio = Fraction(above["value"]), False
        for extension in strength.get("extension", ()):
            assert extension["url"] == EXACT
            whole, ratio = extension["valueRatio"], True
            exact = Fraction(whole["numerator"]["value"]) / Fraction(whole["denominator"]["value"])
            assert abs(value - exact) <= exact / 10**17
            assert value != exact
            assert whole["numerator"]["code"] == above["code"]
            value = exact
        key = (concept["text"], above["code"])
        assert key not in found
        found[key] = (value, ratio)
    return found


@pytest.mark.parametrize("r5", [True, False], ids=["R5", "R4B"])
def test_the_strengths_of_random_formulas(r5: bool) -> None:  # noqa: FBT001 - a column of the table
    chance = random.Random(2026)  # noqa: S311 - the same formulas every time
    ratios = decimals = 0
    for number in range(COUNT):
        recipe = cocktail(chance, number)
        batch = make(recipe)
        wanted = {}
        for (name, basis, kind), amount in batch.holds.items():
            named = entries("ingredients")[name]["name"]
            words = f"{basis} (from {named})" if basis else named
            wanted[words, UNITS[kind][1]] = amount / batch.volume
        found = strengths(recipe, r5=r5)
        assert {key: value for key, (value, _) in found.items()} == wanted
        ratios += sum(ratio for _, ratio in found.values())
        decimals += sum(not ratio for _, ratio in found.values())
    assert ratios > COUNT
    assert decimals > COUNT // 4
