"""What a solver must not guess: nothing left to fill, too much, unknown volumes, undeclared contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import formula, ingredient, outcome_of, product, small, solved

from formulary.mixture.steps import base_text, share_step, total_steps
from formulary.units import Exact

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.mixture.mixture import Mixture

SALINE = "product: sodium-chloride-0.9, qs: true"


def amounts(mixture: Mixture) -> dict[str, str]:
    """What is in the batch, in words: ``{"lidocaine-hydrochloride": "20 mg"}``."""
    return {
        f"{one.ingredient}{f' as {one.basis}' if one.basis else ''}": base_text(one.amount, one.kind)
        for one in mixture.totals
    }


def volumes(mixture: Mixture) -> list[str]:
    return [str(portion.volume) for portion in mixture.portions]


def gaps(mixture: Mixture) -> list[str]:
    return [portion.gap.code for portion in mixture.portions if portion.gap]


@pytest.fixture
def stocks(tmp_path: Path) -> Catalogue:
    """Made-up stocks with one peculiarity each."""
    return small(
        tmp_path,
        ingredients=ingredient("plain")
        + ingredient("other")
        + ingredient("salt", "moieties: [{name: metal, factor: '0.4', source: s, evidence: label}]")
        + ingredient("oil", "density: {value: 0.8 g/mL, source: s, evidence: label}")
        + ingredient("adrenal", "ratio_strength: {basis: 1 g in so many mL, source: s, evidence: label}")
        + ingredient("alcohol", category="preservative")
        + ingredient("water", category="vehicle"),
        products=product("secret", "{ingredient: plain, strength: undeclared}")
        + product(
            "half-secret", "{ingredient: plain, strength: 5 mg/mL}, {ingredient: other, strength: trace}"
        )
        + product("two", "{ingredient: plain, strength: 5 mg/mL}, {ingredient: other, strength: 1 mg/mL}")
        + product(
            "two-bases",
            "{ingredient: salt, strength: 5 mg/mL, as: metal}, {ingredient: plain, strength: 1 mg/mL, as: x}",
        )
        + product(
            "tinned",
            "{ingredient: plain, strength: 5 mg/mL}",
            "excipients: [{ingredient: salt, strength: 1 mg/mL}]",
        )
        + product("metal-2", "{ingredient: salt, strength: 2 mg/mL, as: metal}")
        + product(
            "vial",
            "{ingredient: plain, strength: 100 mg}",
            "reconstitute: {with: preserved-water, volume: 2 mL, final_volume: 2.5 mL}",
            form="powder",
        )
        + product(
            "preserved-water",
            "{ingredient: water, strength: 99 % v/v}",
            "composition: partial, excipients: [{ingredient: alcohol, strength: 9 mg/mL},"
            " {ingredient: other, strength: undeclared}]",
        ),
    )


def test_filling_up_takes_what_is_left() -> None:
    mixture = solved(formula("product: lidocaine-2-percent, volume: 1 mL\n" + SALINE))
    assert volumes(mixture) == ["1", "9"]
    assert amounts(mixture) == {"lidocaine-hydrochloride": "20 mg", "sodium-chloride": "87 mg"}


def test_filling_up_with_nothing_left_adds_nothing() -> None:
    mixture = solved(formula("product: lidocaine-2-percent, volume: 10 mL\n" + SALINE))
    assert volumes(mixture) == ["10", "0"]
    assert amounts(mixture) == {"lidocaine-hydrochloride": "200 mg", "sodium-chloride": "60 mg"}


def test_too_much_is_filled_and_never_taken_away_again() -> None:
    mixture = solved(formula("product: lidocaine-2-percent, volume: 12 mL\n" + SALINE))
    assert volumes(mixture) == ["12", "0"]
    assert mixture.filled == Exact(12)
    assert mixture.volume == Exact(10)
    assert amounts(mixture)["lidocaine-hydrochloride"] == "240 mg"


def test_too_little_keeps_the_stated_volume() -> None:
    mixture = solved(formula("product: lidocaine-2-percent, volume: 1 mL"))
    assert (mixture.filled, mixture.volume) == (Exact(1), Exact(10))


def test_an_unknown_volume_leaves_the_filler_open_and_nothing_invented(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: plain, amount: 5 mg\nproduct: two, qs: true"), stocks)
    assert mixture.filled is None
    assert [portion.volume for portion in mixture.portions] == [None, None]
    assert mixture.totals == ()
    assert gaps(mixture) == ["FML409"]


def test_an_unknown_name_of_known_volume_takes_its_room() -> None:
    mixture = solved(formula("ingredient: unheard-of, volume: 3 mL\n" + SALINE))
    assert volumes(mixture) == ["3", "7"]
    assert mixture.portions[0].resolved is None
    assert mixture.portions[0].id == "unheard-of"


def test_a_refused_quantity_leaves_what_depends_on_it_open() -> None:
    mixture = solved(formula('product: lidocaine-2-percent, volume: "1,0 mL"\n' + SALINE))
    assert mixture.filled is None
    assert mixture.totals == ()
    assert gaps(mixture) == []
    mixture = solved(
        formula("product: lidocaine-2-percent, concentration: 2 mg/mL\n" + SALINE, volume="5 Ml")
    )
    assert mixture.volume is mixture.session is None
    assert gaps(mixture) == [""]
    mixture = solved(formula("ingredient: lidocaine, strength: 5 Mg/mL, volume: 1 mL\n" + SALINE))
    assert volumes(mixture) == ["1", "9"]
    assert "lidocaine-hydrochloride" not in amounts(mixture)
    assert gaps(mixture) == [""]


def test_undeclared_contents_are_no_amount(stocks: Catalogue) -> None:
    mixture = solved(formula("product: secret, volume: 2 mL\nproduct: half-secret, volume: 8 mL"), stocks)
    assert amounts(mixture) == {"plain": "40 mg"}
    mixture = solved(formula("product: secret, amount: 2 mg"), stocks)
    assert mixture.portions[0].volume is None
    assert gaps(mixture) == [""]


def test_an_amount_of_a_stock_with_two_actives_means_neither(stocks: Catalogue) -> None:
    for how in ("amount: 5 mg", "concentration: 1 mg/mL"):
        mixture = solved(formula(f"product: two, {how}"), stocks)
        assert gaps(mixture) == ["FML409"]
        assert mixture.portions[0].gap is not None
        assert "2 actives" in mixture.portions[0].gap.message
        assert how.partition(":")[0] in mixture.portions[0].gap.message


def test_a_basis_chooses_the_active_that_is_meant(stocks: Catalogue) -> None:
    mixture = solved(formula("product: two-bases, amount: 10 mg, as: metal"), stocks)
    assert volumes(mixture) == ["2"]
    assert amounts(mixture) == {"salt as metal": "10 mg", "plain as x": "2 mg"}


@pytest.mark.parametrize(
    ("part", "helped"),
    [
        ("product: two-bases, volume: 1 mL, as: metal", None),
        ("product: two-bases, volume: 1 mL, as: x", None),  # its label says so, whatever is on record
        ("ingredient: salt, strength: 5 mg/mL, volume: 1 mL, as: metal", None),
        ("ingredient: plain, strength: 5 mg/mL, volume: 1 mL, as: x", "Leave `as` out."),
        ("product: two, volume: 1 mL, as: metal", "Leave `as` out."),
        ("product: tinned, volume: 1 mL, as: metal", "Leave `as` out."),  # what preserves it is not meant
        ("product: two-bases, volume: 1 mL, as: ash", "Write `as: metal`, or leave `as` out."),
        ("ingredient: salt, dry: true, amount: 1 mg, as: ash", "Write `as: metal`, or leave `as` out."),
    ],
)
def test_a_basis_must_be_what_the_stock_is_or_yields(
    stocks: Catalogue, part: str, helped: str | None
) -> None:
    (portion,) = solved(formula(part), stocks).portions
    assert (portion.gap.help if portion.gap else None) == helped


def test_an_amount_is_turned_into_the_basis_of_the_stock(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: salt, as: metal, strength: 2 mg/mL, amount: 4 mg"), stocks)
    assert amounts(mixture) == {"salt as metal": "4 mg"}
    mixture = solved(formula("product: two-bases, amount: 10 mg, as: ash"), stocks)
    assert gaps(mixture) == ["FML405"]


def test_a_stock_in_another_kind_without_a_factor_is_a_gap(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: plain, strength: 1 mmol/mL, amount: 5 mg"), stocks)
    assert gaps(mixture) == ["FML404"]
    mixture = solved(formula("ingredient: oil, strength: 50 % v/v, amount: 400 mg"), stocks)
    assert volumes(mixture) == ["1"]
    assert amounts(mixture) == {"oil": "0.5 mL"}


def test_ratio_strengths_are_read_only_where_they_are_in_use(stocks: Catalogue) -> None:
    mixture = solved(formula('ingredient: adrenal, strength: "1:1,000", volume: 2 mL'), stocks)
    assert amounts(mixture) == {"adrenal": "2 mg"}
    mixture = solved(formula('ingredient: adrenal, dry: true, concentration: "1:100000"'), stocks)
    assert amounts(mixture) == {"adrenal": "0.1 mg"}
    mixture = solved(formula('ingredient: plain, strength: "1:1000", volume: 2 mL'), stocks)
    assert gaps(mixture) == ["FML402"]
    mixture = solved(formula('ingredient: plain, dry: true, concentration: "1:1000"'), stocks)
    assert gaps(mixture) == ["FML402"]
    assert mixture.totals == ()


def test_an_amount_of_a_stock_that_cannot_be_read_keeps_the_first_reason(stocks: Catalogue) -> None:
    for strength, code in (('"1:1000"', "FML402"), ("5 % w/w", "FML404"), ("5 Mg/mL", "")):
        for how in ("amount: 5 mg", "concentration: 1 mg/mL"):
            assert gaps(solved(formula(f"ingredient: plain, strength: {strength}, {how}"), stocks)) == [code]


def test_steps_without_a_volume_end_at_the_amount(stocks: Catalogue) -> None:
    mixture = solved(formula("product: two, volume: 2 mL", volume="5 Ml"), stocks)
    assert total_steps(mixture.totals[0], mixture) == ("2 mL of 5 mg/mL = 10 mg",)


def test_percentages_say_of_what(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: plain, strength: 5 % w/v, volume: 2 mL"), stocks)
    assert amounts(mixture) == {"plain": "100 mg"}
    mixture = solved(formula("ingredient: plain, strength: 5 % w/w, volume: 2 mL"), stocks)
    assert gaps(mixture) == ["FML404"]
    weighed = "ingredient: plain, dry: true, concentration: 2 % w/w"
    assert gaps(solved(formula(weighed), stocks)) == ["FML404"]
    assert amounts(solved(formula(weighed, more="density: 1.1 g/mL"), stocks)) == {"plain": "220 mg"}
    mixture = solved(formula("ingredient: water, strength: 70 % v/v, concentration: 35 % v/v"), stocks)
    assert volumes(mixture) == ["5"]


def test_a_number_in_the_denominator_counts() -> None:
    mixture = solved(formula("ingredient: dexpanthenol, strength: 250 mg/5 mL, volume: 2 mL"))
    assert amounts(mixture) == {"dexpanthenol": "100 mg"}
    mixture = solved(formula("ingredient: dexpanthenol, strength: 1 g per 4 mL, amount: 500 mg"))
    assert volumes(mixture) == ["2"]


def test_a_vehicle_without_a_strength_is_neat() -> None:
    mixture = solved(formula("ingredient: ethanol, volume: 2 mL\ningredient: water-for-injection, qs: true"))
    assert amounts(mixture) == {"ethanol": "2 mL", "water-for-injection": "8 mL"}


def test_a_stock_of_unknown_strength_takes_its_room_and_has_no_amount() -> None:
    mixture = solved(formula("ingredient: dexpanthenol, volume: 2 mL\n" + SALINE))
    assert volumes(mixture) == ["2", "8"]
    assert "dexpanthenol" not in amounts(mixture)


def test_a_reconstituted_vial_counts_its_own_volume_and_brings_its_diluent(stocks: Catalogue) -> None:
    mixture = solved(formula("product: vial, volume: 1 mL"), stocks)
    assert amounts(mixture) == {"plain": "40 mg", "water": "0.792 mL", "alcohol": "7.2 mg"}
    vial = stocks.product("vial")
    assert vial.partial
    assert vial.actives == ("plain",)
    assert [part.active for part in vial.contents] == [True, False, False, False]
    assert "dissolved in 2 mL of preserved-water to 2.5 mL" in share_step(
        mixture.totals[0].shares[0], mixture
    )


def test_a_powder_adds_its_displacement_and_nothing_else(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: plain, dry: true, amount: 3 g, displacement: 0.5 mL/g"), stocks)
    assert (volumes(mixture), mixture.filled) == (["3/2"], Exact(3, 2))
    mixture = solved(formula("ingredient: plain, dry: true, amount: 3 g"), stocks)
    assert volumes(mixture) == ["0"]
    mixture = solved(formula("ingredient: plain, dry: true, amount: 3 mmol, displacement: 0.5 mL/g"), stocks)
    assert gaps(mixture) == ["FML404"]
    assert mixture.filled is None
    assert amounts(mixture) == {"plain": "3 mmol"}
    mixture = solved(formula("ingredient: plain, dry: true, amount: 3 g, displacement: 5 mL"), stocks)
    assert mixture.filled is None


def test_a_stock_preparation_is_not_weighed_in(stocks: Catalogue) -> None:
    """Found by trial: the amount of a product marked ``dry`` was dropped without a word."""
    text = formula("product: two, dry: true, amount: 100 g\nproduct: preserved-water, qs: true")
    mixture = solved(text, stocks)
    assert gaps(mixture) == ["FML409"]
    assert mixture.filled is None
    assert "FML409" in {item.finding.code for item in outcome_of(text, stocks).reported}


@pytest.mark.parametrize("how", ["volume: 2 mL", "amount: 2 mg", "concentration: 1 mg/mL"])
def test_a_brand_named_as_an_ingredient_keeps_its_own_strength(stocks: Catalogue, how: str) -> None:
    """Found by trial: `ingredient: Kybella, strength: 50 mg/mL` was dosed as 10 mg/mL and passed."""
    text = formula(f"ingredient: two, strength: 900 mg/mL, {how}\nproduct: preserved-water, qs: true")
    assert gaps(solved(text, stocks)) == ["FML310"]


def test_a_liquid_is_not_weighed_in(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: water, dry: true, concentration: 5 % v/v"), stocks)
    assert (gaps(mixture), mixture.filled, mixture.totals) == (["FML409"], None, ())


def test_a_mass_of_a_stock_that_counts_a_moiety_says_what_it_counts(stocks: Catalogue) -> None:
    assert gaps(solved(formula("product: metal-2, amount: 4 mg"), stocks)) == ["FML405"]
    assert volumes(solved(formula("product: metal-2, amount: 4 mg, as: metal"), stocks)) == ["2"]


def test_what_is_given_beside_the_formula_is_no_component() -> None:
    more = "administration: {numbing: {how: separate-injection, product: lidocaine-2-percent, amount: 3 mL}}"
    mixture = solved(formula("product: lidocaine-1-percent, volume: 10 mL", more=more))
    assert {share.component for share in mixture.extra} == {-1}
    assert {share.component for total in mixture.totals for share in total.shares} == {0}


def test_steps_end_with_what_is_given_beside_the_formula() -> None:
    more = "administration: {numbing: {how: separate-injection, product: lidocaine-2-percent, amount: 3 mL}}"
    mixture = solved(formula("product: lidocaine-1-percent, volume: 10 mL", more=more))
    (lidocaine,) = mixture.by_ingredient["lidocaine-hydrochloride"]
    assert total_steps(lidocaine, mixture)[-2:] == ("100 mg in 10 mL = 10 mg/mL", "separate numbing: 60 mg")


def test_the_session_is_the_batch_unless_stated() -> None:
    assert solved(formula(SALINE)).session == Exact(10)
    more = "administration: {volume_per_session: 2.5 mL}"
    assert solved(formula(SALINE, more=more)).session == Exact(5, 2)
    assert solved(formula(SALINE, more='administration: {volume_per_session: "2,5 mL"}')).session is None


@pytest.mark.parametrize(
    ("numbing", "extra", "unknown"),
    [
        ("{how: cooling}", {}, ()),
        ("{how: in-formula}", {}, ()),
        (
            "{how: separate-injection, product: lidocaine-2-percent, amount: 3 mL}",
            {"lidocaine-hydrochloride": 60},
            (),
        ),
        (
            "{how: separate-injection, product: lidocaine-2-percent, amount: 3 g}",
            {},
            ("lidocaine-hydrochloride",),
        ),
        ("{how: separate-injection, product: lidocaine-2-percent}", {}, ("lidocaine-hydrochloride",)),
        ("{how: topical, product: lidocaine-2-percent, amount: 3 mL}", {}, ("lidocaine-hydrochloride",)),
        ("{how: topical, product: benzocaine, amount: 3 g}", {}, ("benzocaine",)),
        ("{how: topical, product: unheard-of}", {}, ()),
        ("{how: separate-injection}", {}, ()),
    ],
)
def test_numbing_beside_the_formula(numbing: str, extra: dict[str, int], unknown: tuple[str, ...]) -> None:
    mixture = solved(formula(SALINE, more=f"administration: {{numbing: {numbing}}}"))
    found = {share.ingredient: share.amount for share in mixture.extra if share.active}
    assert found == {name: Exact(amount) for name, amount in extra.items()}
    assert mixture.unquantified == unknown
    assert all(share_step(share, mixture).startswith("separate numbing: ") for share in mixture.extra)


def test_numbing_with_an_undeclared_strength_is_unquantified(stocks: Catalogue) -> None:
    more = "administration: {numbing: {how: separate-injection, product: secret, amount: 3 mL}}"
    mixture = solved(formula("product: two, volume: 10 mL", more=more), stocks)
    assert (mixture.extra, mixture.unquantified) == ((), ("plain",))


def test_steps_of_a_sum_name_each_part(stocks: Catalogue) -> None:
    text = formula(
        "product: two, volume: 2 mL\nproduct: half-secret, volume: 1 mL\n"
        "ingredient: plain, dry: true, amount: 1 mg\nproduct: preserved-water, qs: true"
    )
    mixture = solved(text, stocks)
    (plain,) = mixture.by_ingredient["plain"]
    assert total_steps(plain, mixture) == (
        "2 mL of 5 mg/mL = 10 mg",
        "1 mL of 5 mg/mL = 5 mg",
        "weighed in: 1 mg",
        "together 16 mg",
        "16 mg in 10 mL = 1.6 mg/mL",
    )
    assert [portion.volume for portion in mixture.portions] == [Exact(2), Exact(1), Exact(0), Exact(7)]


def test_a_rounded_step_says_that_it_is(stocks: Catalogue) -> None:
    mixture = solved(formula("ingredient: plain, strength: 3 mg/mL, amount: 1 mg"), stocks)
    assert total_steps(mixture.totals[0], mixture)[0] == "≈ 0.333333 mL of 3 mg/mL = 1 mg"
    assert mixture.portions[0].volume == Exact(1, 3)


@pytest.mark.parametrize(
    ("parts", "volume", "given", "words"),
    [
        ("product: lidocaine-2-percent, volume: 10 mL", "10 mL", "", ""),
        (
            "product: lidocaine-2-percent, volume: 10.001 mL",
            "10 mL",
            "",
            "the parts do not fit into the volume",
        ),
        ("product: lidocaine-2-percent, volume: 10 mL", "10 mg", "", ""),  # a volume that cannot be read
        ("ingredient: biotin, amount: 1 mg", "10 mL", "", ""),  # a part of unknown volume
        ("product: lidocaine-2-percent, volume: 10 mL", "10 mL", "10 mL", ""),
        (
            "product: lidocaine-2-percent, volume: 10 mL",
            "10 mL",
            "10.01 mL",
            "a session takes more than there is",
        ),
        ("product: lidocaine-2-percent, volume: 10 mL", "10 mL", "10 mg", ""),
    ],
)
def test_what_cannot_be_as_stated(parts: str, volume: str, given: str, words: str) -> None:
    more = f"administration: {{volume_per_session: {given}}}" if given else ""
    assert solved(formula(parts, volume, more)).impossible == words
