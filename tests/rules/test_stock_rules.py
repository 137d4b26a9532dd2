"""Stocks and amounts that cannot be right: too strong, undiluted, of unknown make, undissolved, overfull."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import approved, codes, errors, formula, ingredient, outcome_of, product, small

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

WATER = "product: water, qs: true"


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


@pytest.fixture
def stocks(tmp_path: Path) -> Catalogue:
    """Approved substances and stocks, each with a peculiarity of its own."""
    dilute = "dilute_before_use: {{{}note: It burns., source: s, evidence: label}}".format
    names = ("drug", "salt", "acid", "soluble", "spirit", "enzyme", "alcohol", "saltwater", "heavy")
    return small(
        tmp_path,
        ingredients=ingredient("drug")
        + ingredient("salt", "moieties: [{name: metal, factor: '0.4', source: s, evidence: label}]")
        + ingredient("acid", dilute("to: 2 mg/mL, "))
        + ingredient("soluble", "solubility: {value: 50 mg/mL, source: s, evidence: label}")
        + ingredient("heavy", "molar_mass: {value: '100', source: s, evidence: label}")
        + ingredient("spirit", category="vehicle")
        + ingredient("enzyme", "activity: [{unit: USP units, standard: x, source: s, evidence: label}]")
        + ingredient("alcohol", category="preservative")
        + ingredient("saltwater", category="vehicle"),
        products=product("water", "{ingredient: saltwater, strength: 9 mg/mL}")
        + product("bare-water", "{ingredient: saltwater, strength: 50 % v/v}", dilute(""))
        + product("acid-10", "{ingredient: acid, strength: 10 mg/mL}", dilute(""))
        + product("acid-20", "{ingredient: acid, strength: 20 mg/mL}", dilute("to: 5 mg/mL, "))
        + product("acid-mmol", "{ingredient: acid, strength: 1 mmol/mL}", dilute("to: 5 mg/mL, "))
        + product("part", "{ingredient: drug, strength: 1 mg/mL}", "composition: partial")
        + product(
            "hidden",
            "{ingredient: drug, strength: 1 mg/mL}",
            "excipients: [{ingredient: alcohol, strength: undeclared}]",
        )
        + product(
            "isotonic",
            "{ingredient: drug, strength: 1 mg/mL}",
            "excipients: [{ingredient: salt, strength: isotonic}]",
        )
        + product("secret", "{ingredient: drug, strength: undeclared}, {ingredient: salt, strength: 1 mg/mL}")
        + product("slip", "{ingredient: salt, strength: 30 mg/mL}, {ingredient: drug, strength: 200 mg/mL}")
        + product("just", "{ingredient: drug, strength: 20 mg/mL}, {ingredient: enzyme, strength: 9 IU/mL}")
        + product("elemental", "{ingredient: salt, strength: 3 mg/mL, as: metal}")
        + product("cloudy", "{ingredient: soluble, strength: 90 mg/mL}", form="suspension")
        + product("milky", "{ingredient: soluble, strength: 90 mg/mL}", form="emulsion"),
        standings=approved(*names),
        limits="".join(
            f"- {{ingredient: {to}, 'on': stock-strength, route: any, {more}, evidence: {how}, source: s}}\n"
            for to, more, how in (
                ("drug", "hard: 20 mg/mL", "label"),
                ("salt", "as: metal, hard: 4 mg/mL, note: Of a vial for infusion.", "label"),
                ("enzyme", "hard: 10 mg/mL", "label"),
                ("heavy", "hard: 10 mg/mL", "unverified"),
            )
        ),
    )


def judged(catalogue: Catalogue, parts: str, volume: str = "10 mL", more: str = "", **fields: str) -> Outcome:
    whole = f"{parts}\n{WATER}" if "qs:" not in parts else parts
    return outcome_of(formula(whole, volume, more, **fields), catalogue)


def test_a_stock_given_twice_is_told_of_once(stocks: Catalogue) -> None:
    found = of(judged(stocks, "product: part, volume: 1 mL\nproduct: part, volume: 2 mL"), "FML310")
    assert [one.component for one in found] == ["part"]
    other = judged(stocks, "product: part, volume: 1 mL\nproduct: hidden, volume: 2 mL")
    assert [one.component for one in of(other, "FML310")] == ["part", "hidden"]


@pytest.mark.parametrize(
    ("strength", "severity", "words"),
    [
        ("20 mg/mL", None, ""),
        ("2 % w/v", None, ""),
        ("20.0001 mg/mL", "warning", "is above the strongest marketed, 20 mg/mL"),
        ("21 mg/mL", "warning", "21 mg/mL is 1.05 times the strongest marketed"),
        ("99.99 mg/mL", "warning", "is 5 times the strongest"),
        ("100 mg/mL", "error", "is 5 times the strongest"),
        ("200 mg/mL", "error", "is 10 times the strongest"),
    ],
)
def test_a_stock_stronger_than_any_marketed(
    stocks: Catalogue, strength: str, severity: str | None, words: str
) -> None:
    outcome = judged(stocks, f"ingredient: drug, strength: {strength}, volume: 1 mL")
    found = [item for item in outcome.reported if item.finding.code == "FML307"]
    assert [item.severity for item in found] == ([severity] if severity else [])
    assert all(words in item.finding.message for item in found)
    assert all(item.finding.path == ("components", 0, "strength") for item in found)


@pytest.mark.parametrize(
    ("part", "slip"),
    [
        ("ingredient: drug, strength: 200 mg/mL", "It looks like a slip of 10 times. "),
        ("ingredient: drug, strength: 20 g/mL", "It looks like a slip of 1,000 times (mg written as g). "),
        (
            "ingredient: drug, strength: 20000 mg/mL",
            "It looks like a slip of 1,000 times (mcg written as mg). ",
        ),
        ("ingredient: drug, strength: 20 % w/v", "1 % w/v is 10 mg/mL: perhaps 20 mg/mL is meant. "),
        ("ingredient: drug, strength: 2 g/mL", "It looks like a slip of 100 times. "),
        ("ingredient: drug, strength: 100 mg/mL", "Check the vial's label. "),
        (
            "ingredient: drug, strength: 1 g/mL",
            "a slip of 1,000 times (mg written as g): hidden holds 1 mg/mL. ",
        ),
        ("ingredient: drug, strength: 30 mg/mL", "Check the vial's label. "),
        ("ingredient: salt, as: metal, strength: 10 mg/mL", "salt where metal is meant (`as: metal`). "),
        ("ingredient: salt, as: metal, strength: 8 mg/mL", "Check the vial's label. "),
    ],
)
def test_a_strength_says_which_slip_it_looks_like(stocks: Catalogue, part: str, slip: str) -> None:
    (found,) = of(judged(stocks, f"{part}, volume: 0.1 mL"), "FML307")
    assert slip in found.help
    assert "Limit from A source, page 1." in found.help


def test_the_strongest_is_told_with_what_is_known_of_it(stocks: Catalogue) -> None:
    (found,) = of(judged(stocks, "ingredient: salt, strength: 30 mg/mL, volume: 0.1 mL"), "FML307")
    assert "a stock of 30 mg/mL (12 mg/mL) is 3 times the strongest marketed, 4 mg/mL" in found.message
    assert "Check the vial's label. Of a vial for infusion. Limit from" in found.help
    (found,) = of(judged(stocks, "ingredient: drug, strength: 3 % w/v, volume: 0.1 mL"), "FML307")
    assert "a stock of 3 % w/v (30 mg/mL) is 1.5 times" in found.message


@pytest.mark.parametrize(
    ("part", "warned"),
    [
        ("ingredient: salt, strength: 3 mg/mL", True),
        ("ingredient: salt, strength: 0.3 % w/v", True),
        ("ingredient: salt, strength: 3 mg/mL, as: metal", False),
        ("ingredient: salt, strength: 3.1 mg/mL", False),
        ("product: elemental", False),
        ("ingredient: drug, strength: 1 mg/mL", False),
    ],
)
def test_the_number_of_a_vial_that_counts_the_element(stocks: Catalogue, part: str, warned: bool) -> None:  # noqa: FBT001
    found = of(judged(stocks, f"{part}, volume: 1 mL"), "FML307")
    assert [one.severity for one in found] == (["warning"] if warned else [])
    if warned:
        assert "is the strength of elemental, which counts metal; the recipe does not" in found[0].message
        assert found[0].help.startswith("Write `as: metal` if it is meant so")
        assert found[0].path == ("components", 0, "strength")


@pytest.mark.parametrize(
    ("strength", "severity"),
    [
        ("0.1 mmol/mL", None),
        ("0.1001 mmol/mL", "note"),
        ("0.102 mmol/mL", "warning"),
        ("10.01 mg/mL", "warning"),
    ],
)
def test_a_strength_in_another_unit_is_a_rounded_number(
    stocks: Catalogue, strength: str, severity: str | None
) -> None:
    found = of(judged(stocks, f"ingredient: heavy, strength: {strength}, volume: 1 mL"), "FML307")
    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("strength", "fails"),
    [
        ("20 mcg/mL", True),
        ("20 µg/mL", True),
        ("100 mcg/5 mL", True),
        ("1 mcg/mL", True),
        ("20.1 mcg/mL", False),
        ("0.02 mg/mL", False),
    ],
)
def test_a_stock_in_mcg_where_mg_are_marketed(stocks: Catalogue, strength: str, fails: bool) -> None:  # noqa: FBT001
    outcome = judged(stocks, f"ingredient: drug, strength: {strength}, volume: 9 mL")
    assert ("FML307" in errors(outcome)) is fails
    assert all("mg written as mcg" in one.help for one in of(outcome, "FML307"))
    assert "FML307" not in errors(judged(stocks, f"ingredient: heavy, strength: {strength}, volume: 9 mL"))


def test_an_unverified_strength_only_warns(stocks: Catalogue) -> None:
    outcome = judged(stocks, "ingredient: heavy, strength: 100 mg/mL, volume: 1 mL")
    assert [item.severity for item in outcome.reported if item.finding.code == "FML307"] == ["warning"]


def test_a_strength_that_cannot_be_compared_is_not_checked(stocks: Catalogue) -> None:
    (found,) = of(judged(stocks, "ingredient: enzyme, strength: 100 USP units/mL, volume: 1 mL"), "FML307")
    assert (found.not_checked, found.severity, found.limit) == (True, "warning", "10 mg/mL")
    outcome = judged(stocks, "ingredient: drug, strength: 100 IU/mL, volume: 1 mL")
    assert codes(outcome) >= {"FML402"}
    assert not of(outcome, "FML307")


@pytest.mark.parametrize(
    ("part", "words", "fails"),
    [
        ("product: part, volume: 1 mL", "the excipients of part are only partly on record", False),
        ("product: hidden, volume: 1 mL", "the excipients of hidden are only partly on record", False),
        ("product: secret, volume: 1 mL", "secret does not declare how much drug it holds", True),
        ("ingredient: drug, volume: 1 mL", "how much drug its stock holds is not stated", True),
        ("ingredient: drug, qs: true", "how much drug its stock holds is not stated", True),
        ("ingredient: drug, strength: 1 mg/mL, volume: 1 mL", "the preservatives of drug", False),
        ("ingredient: drug, dry: true, amount: 1 mg", "", False),
        ("ingredient: drug, strength: 1 Mg/mL, volume: 1 mL", "", False),
        ("ingredient: spirit, volume: 1 mL", "", False),
        ("product: acid-10, volume: 1 mL", "", False),
        ("product: isotonic, volume: 1 mL", "", False),  # no more salt than saline holds
    ],
)
def test_composition(stocks: Catalogue, part: str, words: str, fails: bool) -> None:  # noqa: FBT001
    outcome = judged(stocks, part)
    found = of(outcome, "FML310")
    assert [words in one.message for one in found] == ([True] if words else [])
    assert ("FML310" in errors(outcome)) is fails
    assert all(one.not_checked for one in found)
    if "product" in part:
        advice = "Check the vial's label for preservatives and allergens."
    else:
        advice = (
            f"{'Add its `strength`, or name' if fails else 'Name'} the stock as a `product` whose composition"
        )
    assert all(one.help.startswith(advice) for one in found)


@pytest.mark.parametrize("known", ["dry: true, amount: 1 mg", "strength: 1 Mg/mL, volume: 1 mL"])
def test_a_stock_of_unknown_strength_cannot_stand_behind_the_same_name(stocks: Catalogue, known: str) -> None:
    outcome = judged(stocks, f"ingredient: drug, {known}\ningredient: drug, volume: 1 mL")
    (found,) = [one for one in of(outcome, "FML310") if one.severity is None]
    assert found.path == ("components", 1, "ingredient")


def test_what_is_injected_beside_the_formula_declares_its_actives(stocks: Catalogue) -> None:
    numbing = "administration: {numbing: {how: separate-injection, product: secret, amount: 1 mL}}\n"
    (found,) = of(judged(stocks, WATER, more=numbing), "FML310")
    assert found.path == ("administration", "numbing", "product")
    assert (found.severity, found.not_checked) == (None, True)
    topical = numbing.replace("separate-injection", "topical")
    assert of(judged(stocks, WATER, more=topical), "FML310") == []


def test_what_is_refused_is_not_asked_for_its_composition(tmp_path: Path) -> None:
    catalogue = small(tmp_path, ingredients=ingredient("drug"))
    outcome = outcome_of(formula("ingredient: drug, volume: 10 mL"), catalogue)
    assert errors(outcome) == {"FML202"}
    assert "FML310" not in codes(outcome)


def test_a_product_that_was_entered_too_strong(stocks: Catalogue) -> None:
    outcome = judged(stocks, "product: slip, volume: 0.1 mL")
    (found,) = of(outcome, "FML307")
    assert found.path == ("components", 0, "product")
    assert found.message.startswith("slip of drug: a stock of 200 mg/mL is 10 times the strongest marketed")
    assert found.help.startswith(
        "It looks like a slip of 10 times. Check the entry of slip in your catalogue"
    )
    assert (found.severity, "FML307" in errors(outcome)) == ("warning", False)
    assert of(judged(stocks, "product: just, volume: 0.1 mL"), "FML307") == []


@pytest.mark.parametrize(
    ("parts", "volume", "how"),
    [
        ("product: acid-10, volume: 10 mL", "10 mL", ["undiluted"]),
        ("product: acid-10, qs: true", "10 mL", ["undiluted"]),
        ("product: acid-10, volume: 9.99 mL", "10 mL", ["not checked"]),
        ("product: acid-10, volume: 5.01 mL", "10 mL", ["not checked"]),
        ("product: acid-10, volume: 5 mL", "10 mL", []),
        ("product: acid-10, volume: 3 mL\nproduct: acid-20, volume: 2.1 mL", "10 mL", ["not checked"]),
        ("product: acid-10, volume: 5 mL\nproduct: acid-10, volume: 5 mL", "10 mL", ["undiluted"] * 2),
        ("product: acid-10, volume: 5 mL\nproduct: acid-20, volume: 5 mL", "10 mL", ["undiluted"] * 2),
        ("product: acid-20, volume: 2.5 mL", "10 mL", []),
        ("product: acid-20, volume: 2.501 mL", "10 mL", ["still above 5 mg/mL"]),
        (
            "product: acid-20, volume: 1.3 mL\nproduct: acid-20, volume: 1.3 mL",
            "10 mL",
            ["still above 5 mg/mL"] * 2,
        ),
        ("product: acid-mmol, volume: 1 mL", "10 mL", ["still above 5 mg/mL"]),
        ("ingredient: acid, strength: 10 mg/mL, volume: 2 mL", "10 mL", []),
        ("ingredient: acid, strength: 10 mg/mL, volume: 2.01 mL", "10 mL", ["still above 2 mg/mL"]),
        ("ingredient: acid, dry: true, amount: 100 mg", "10 mL", []),
        ("product: acid-20, volume: 1 mL\ningredient: enzyme, dry: true, amount: 5 IU", "10 mL", []),
        ("product: bare-water, qs: true", "10 mL", ["undiluted"]),
        ("product: bare-water, qs: true\nproduct: acid-10, volume: 1 mL", "10 mL", []),
        ("product: bare-water, volume: 5 mL\nproduct: bare-water, volume: 5 mL", "10 mL", ["undiluted"] * 2),
        ("product: acid-10, volume: 1 mL", "1 Ml", []),
    ],
)
def test_a_concentrate(stocks: Catalogue, parts: str, volume: str, how: list[str]) -> None:
    found = of(judged(stocks, parts, volume), "FML311")
    said = [one.message.partition(" and is ")[2] or one.message.partition(":")[0] for one in found]
    assert said == how
    for one in found:
        assert one.help.startswith("It burns. ")
        assert one.not_checked is (one.severity == "warning") is one.message.startswith("not checked")


def test_water_on_the_skin_need_not_be_diluted_and_an_acid_must(stocks: Catalogue) -> None:
    assert of(judged(stocks, "product: bare-water, qs: true", route="transdermal"), "FML311") == []
    assert of(judged(stocks, "product: acid-10, qs: true", route="transdermal"), "FML311")


def test_more_than_dissolves(stocks: Catalogue) -> None:
    outcome = judged(stocks, "ingredient: soluble, dry: true, amount: 500 mg")
    assert not of(outcome, "FML408")
    (found,) = of(judged(stocks, "ingredient: soluble, dry: true, amount: 501 mg"), "FML408")
    assert found.message == "soluble: 50.1 mg/mL is more than dissolves (50 mg/mL)"
    assert (found.path, found.value, found.limit) == (("components", 0, "amount"), "50.1", "50")
    for form in ("cloudy", "milky"):
        assert not of(judged(stocks, f"product: {form}, volume: 9 mL"), "FML408")


@pytest.mark.parametrize(
    ("part", "fails"),
    [
        ("ingredient: drug, dry: true, amount: 9.9 g", False),
        ("ingredient: drug, dry: true, amount: 10.1 g", True),
        ("product: bare-water, qs: true\ningredient: drug, dry: true, amount: 10 g", False),
        ("product: bare-water, qs: true\ningredient: drug, dry: true, amount: 10.000001 g", True),
        ("ingredient: heavy, dry: true, amount: 99 mmol", False),
        ("ingredient: heavy, dry: true, amount: 101 mmol", True),
        ("ingredient: salt, as: metal, dry: true, amount: 4.1 g", True),
        ("ingredient: drug, dry: true, amount: 10 mmol", False),
        ("ingredient: spirit, volume: 10 mL", False),
    ],
)
def test_more_than_a_gram_in_a_millilitre(stocks: Catalogue, part: str, fails: bool) -> None:  # noqa: FBT001
    found = of(judged(stocks, part), "FML408")
    assert bool(found) is fails
    assert all("cannot be dissolved; most of it is" in one.message for one in found)
    assert all(one.path[2] == "amount" for one in found)


def test_the_heaviest_of_several_is_named(stocks: Catalogue) -> None:
    parts = "ingredient: drug, dry: true, amount: 4 g\ningredient: soluble, dry: true, amount: 8 g"
    (found,) = of(judged(stocks, parts), "FML408")
    assert (found.component, found.path) == ("soluble", ("components", 1, "amount"))


def test_solubility_of_what_cannot_be_weighed_is_not_judged(stocks: Catalogue) -> None:
    assert not of(judged(stocks, "ingredient: soluble, dry: true, amount: 900 mmol"), "FML408")
    assert not of(judged(stocks, "ingredient: soluble, dry: true, amount: 900 mg", "1 Ml"), "FML408")


def test_overflow_and_shortfall(stocks: Catalogue) -> None:
    (found,) = of(judged(stocks, "product: acid-10, volume: 10.5 mL"), "FML406")
    assert found.message == "the parts add up to 10.5 mL, 0.5 mL more than the volume of 10 mL"
    assert (found.value, found.limit, found.unit, found.path) == ("10.5", "10", "mL", ("volume",))
    assert not of(judged(stocks, "product: acid-10, volume: 10 mL"), "FML406")
    short = outcome_of(formula("product: acid-10, volume: 9.5 mL"), stocks)
    (found,) = of(short, "FML407")
    assert found.message.startswith("the parts add up to 9.5 mL, 0.5 mL short of the volume of 10 mL")
    assert not of(outcome_of(formula("product: acid-10, volume: 10 mL"), stocks), "FML407")
    assert not codes(judged(stocks, "ingredient: drug, amount: 1 mg")) & {"FML406", "FML407"}
    assert not codes(judged(stocks, "product: acid-10, volume: 11 mL", "1 Ml")) & {"FML406", "FML407"}


def test_displacement_counts_towards_the_volume(stocks: Catalogue) -> None:
    part = "ingredient: drug, dry: true, amount: 5 g, displacement: 0.5 mL/g\nproduct: water, volume: {} mL"
    assert not codes(outcome_of(formula(part.format("7.5")), stocks)) & {"FML406", "FML407"}
    assert "FML406" in errors(outcome_of(formula(part.format("7.6")), stocks))
    assert "FML407" in errors(outcome_of(formula(part.format("7.4")), stocks))


@pytest.mark.parametrize(
    ("part", "code", "path"),
    [
        ("ingredient: drug, amount: 5 mg", "FML409", "amount"),
        ("ingredient: drug, concentration: 5 mg/mL", "FML409", "concentration"),
        ("product: drug, amount: 5 mg", "FML409", "amount"),
        ("ingredient: drug, strength: 5 mg/mL, amount: 5 mmol", "FML404", "amount"),
        ("ingredient: drug, as: metal, dry: true, amount: 5 mg, displacement: 1 mL/g", "FML405", "amount"),
        ("product: acid-10, as: metal, amount: 5 mg", "FML405", "amount"),
        ("ingredient: drug, strength: 5 % w/w, volume: 1 mL", "FML404", "volume"),
        ("ingredient: drug, dry: true, concentration: 5 % w/w", "FML404", "concentration"),
        ('ingredient: drug, strength: "1:1000", volume: 1 mL', "FML402", "strength"),
        ('ingredient: drug, dry: true, concentration: "1:1000"', "FML402", "concentration"),
        ('product: acid-10, concentration: "1:1000"', "FML402", "concentration"),
        ("ingredient: drug, strength: 5 IU/mL, volume: 1 mL", "FML402", "strength"),
        ("ingredient: drug, dry: true, amount: 5 USP units", "FML402", "amount"),
        ("ingredient: enzyme, dry: true, amount: 5 IU", "FML402", "amount"),
    ],
)
def test_amounts_that_lead_nowhere_are_one_finding(
    stocks: Catalogue, part: str, code: str, path: str
) -> None:
    outcome = judged(stocks, part)
    failing = [item.finding for item in outcome.reported if item.severity == "error"]
    assert [(one.code, one.path) for one in failing] == [(code, ("components", 0, path))]


def test_an_activity_that_is_named_is_read(stocks: Catalogue) -> None:
    assert not errors(judged(stocks, "ingredient: enzyme, dry: true, amount: 5 USP units"))


@pytest.mark.parametrize(
    ("density", "grams", "fails"),
    [
        ("1.3 g/mL", "0.001", False),
        ("1.32 g/mL", "0.001", True),
        ("1.5 g/mL", "5", False),
        ("2.5 g/mL", "5", True),
        ("1 mg/mL", "0.001", True),
        ("0.5 g/mL", "0.001", False),
    ],
)
def test_a_density_by_which_every_limit_by_weight_would_pass(
    stocks: Catalogue,
    density: str,
    grams: str,
    fails: bool,  # noqa: FBT001
) -> None:
    outcome = judged(stocks, f"ingredient: drug, dry: true, amount: {grams} g", more=f"density: {density}\n")
    assert [one.path for one in of(outcome, "FML408")] == ([("density",)] if fails else [])
