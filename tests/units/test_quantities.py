"""What is read as a quantity, and what is refused in which words: the table, and the grammar's edges."""

from __future__ import annotations

import re

import pytest
from quantities_table import ACCEPTED, FOREIGN, REFUSED, REFUSED_FOREIGN

from formulary.units import (
    Exact,
    Quantity,
    Refused,
    Unit,
    find_unit,
    parse,
    parse_foreign,
    plain_unit,
    ratio_strength,
)
from formulary.units._factors import FOREIGN as FOREIGN_SPELLINGS
from formulary.units._factors import PLAIN, SPELLINGS, UNITS
from formulary.units.refused import DRESS, SLIPS
from formulary.units.refused import REFUSED as REFUSED_UNITS


def taken(found: Quantity | Refused) -> Quantity:
    assert isinstance(found, Quantity), found
    return found


def refused(found: Quantity | Refused) -> Refused:
    assert isinstance(found, Refused), found
    return found


@pytest.mark.parametrize(("text", "kind", "base", "symbol"), ACCEPTED)
def test_accepted(text: str, kind: str, base: str, symbol: str) -> None:
    quantity = taken(parse(text))
    assert (quantity.kind, quantity.base, quantity.unit.symbol) == (kind, Exact.of(base), symbol)
    assert quantity.text == text
    assert quantity.amount * quantity.unit.factor == quantity.base


@pytest.mark.parametrize(("text", "kind", "base", "symbol"), ACCEPTED)
def test_importers_read_all_that_a_recipe_may_say(text: str, kind: str, base: str, symbol: str) -> None:
    quantity = taken(parse_foreign(text))
    assert (quantity.kind, quantity.base, quantity.unit.symbol) == (kind, Exact.of(base), symbol)


@pytest.mark.parametrize(("text", "kind", "base", "symbol"), FOREIGN)
def test_accepted_from_foreign_files(text: str, kind: str, base: str, symbol: str) -> None:
    quantity = taken(parse_foreign(text))
    assert (quantity.kind, quantity.base, quantity.unit.symbol) == (kind, Exact.of(base), symbol)
    assert quantity.text == text


@pytest.mark.parametrize("text", [row[0] for row in FOREIGN[:-2]])
def test_foreign_spellings_are_refused_in_a_recipe_with_ours_as_the_hint(text: str) -> None:
    hinted = refused(parse(text)).hint.split("`")[1]
    assert taken(parse(hinted)).base == taken(parse_foreign(text)).base


@pytest.mark.parametrize(("text", "code", "reason", "hint"), REFUSED)
def test_refused(text: str, code: str, reason: str, hint: str) -> None:
    fault = refused(parse(text))
    assert (fault.text, fault.code) == (text, code)
    assert reason in fault.reason
    assert hint in fault.hint


@pytest.mark.parametrize(("text", "code", "reason", "hint"), REFUSED_FOREIGN)
def test_refused_from_foreign_files(text: str, code: str, reason: str, hint: str) -> None:
    fault = refused(parse_foreign(text))
    assert (fault.text, fault.code) == (text, code)
    assert reason in fault.reason
    assert hint in fault.hint


def test_the_table_holds_about_three_hundred_texts() -> None:
    texts = [row[0] for row in ACCEPTED + REFUSED]
    assert len(texts) >= 300
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    "text", [row[0] for row in REFUSED if row[3].startswith("Write `") and row[3][-1] == "."]
)
def test_every_proposed_spelling_can_be_read(text: str) -> None:
    for proposed in re.findall("`([^`]*[0-9][^`]*)`", refused(parse(text)).hint):
        assert isinstance(parse(proposed), Quantity) or ":" in proposed


def test_length_is_looked_at_first() -> None:
    assert refused(parse("1" * 65)).reason == "a quantity has at most 64 characters"
    assert refused(parse("1" * 64)).reason != "a quantity has at most 64 characters"
    assert refused(parse("1 " * 10_000_000)).text == ("1 " * 32)
    assert refused(parse_foreign("9" * 65)).code == "FML401"
    assert isinstance(parse("1 mg/" + "5" * 9 + "." + "5" * 9 + " mL"), Quantity)


def test_the_same_text_is_read_once() -> None:
    assert parse("1.25 mg") is parse("1.25 mg")


def test_spelling_is_kept_and_does_not_change_the_amount() -> None:
    first, second = taken(parse("2.50 mg")), taken(parse("2.5 mg"))
    assert first.amount == second.amount
    assert first.base == second.base
    assert first.text != second.text


def test_quantities_are_not_ordered() -> None:
    grams, milligrams = taken(parse("1 g")), taken(parse("2 mg"))
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(TypeError, match="no order"):
            getattr(grams, compare)(milligrams)
    assert grams.base > milligrams.base


def test_a_computed_quantity() -> None:
    assert Quantity.of(Exact(5, 2), plain_unit("mass/volume")).text == "2.5 mg/mL"
    assert Quantity.of(Exact(5, 2), plain_unit("mass/volume"), "as written").text == "as written"


def test_ratio_strength_is_one_gram_in_so_many_milliliters() -> None:
    strength = ratio_strength(taken(parse("1:100,000")))
    assert (strength.kind, strength.base, strength.unit.symbol) == ("mass/volume", Exact(1, 100), "mcg/mL")
    assert (strength.amount, strength.text) == (Exact(10), "1:100,000")
    with pytest.raises(ValueError, match="not a ratio strength"):
        ratio_strength(taken(parse("5 mg")))


def test_units_are_closed() -> None:
    assert find_unit("mg/mL") == Unit("mg/mL", "mass/volume", Exact(1))
    for spelling in (
        "",
        "/",
        "mg/",
        "mg/mL/mL",
        "mg per mL per mL",
        "mg per mL/mL",
        "mg/0 mL",
        "mg/5 kg",
        "IU/5",
    ):
        assert find_unit(spelling) is None
    assert find_unit("mg/.5 mL") is None
    assert find_unit("mg/.5 mL", foreign=True) == find_unit("mg/0.5 mL")
    assert find_unit("mg/.0 mL", foreign=True) is None


def test_every_kind_has_a_plain_unit() -> None:
    assert plain_unit("ratio").symbol == "1:N"
    for kind in {kind for kind, _, _ in UNITS.values()}:
        assert plain_unit(kind).kind == kind
        assert PLAIN[kind] in UNITS


def test_no_spelling_has_two_meanings() -> None:
    known = [*UNITS, *SPELLINGS, *FOREIGN_SPELLINGS]
    assert len(set(known)) == len(known)
    assert not set(REFUSED_UNITS) & {*UNITS, *SPELLINGS}
    spelled = [one for slip in SLIPS for one in slip.spellings.split("|")]
    spelled += [one for dress in DRESS.values() for one in dress.split("|")]
    assert len(set(spelled)) == len(spelled)


@pytest.mark.parametrize("unit", sorted(REFUSED_UNITS))
def test_every_refused_unit_has_a_reason_and_advice(unit: str) -> None:
    fault = refused(parse(f"5 {unit}"))
    assert fault.code in {"FML401", "FML402"}
    assert "such as `1.5 mg`" not in fault.hint
    assert fault.hint.endswith(".")
