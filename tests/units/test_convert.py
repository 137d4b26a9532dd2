"""Conversion: exact within a kind, over cited properties between kinds, and else a reason in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.units import (
    ONE,
    Activity,
    BasisFactor,
    CannotConvert,
    Converted,
    Exact,
    Moiety,
    Properties,
    Quantity,
    Unit,
    Verdict,
    basis_factor,
    convert,
    example_of,
    find_unit,
    judge,
    kind_name,
    parse,
    ratio_strength,
)
from formulary.units._factors import UNITS

BICARBONATE = Properties(
    name="sodium bicarbonate",
    molar_mass=Exact.of("84.01"),
    molar_mass_text="84.01",
    molar_mass_source="register",
    valence=1,
    valence_source="label",
)
MAGNESIUM_SULFATE = Properties(
    name="magnesium sulfate heptahydrate",
    molar_mass=Exact.of("246.47"),
    molar_mass_text="246.47",
    valence=2,
    moieties=(Moiety("magnesium", Exact.of("0.09861"), "0.09861", "register"),),
)
VITAMIN_A = Properties(
    name="vitamin A palmitate",
    activities=(Activity("IU", "WHO 1949", Exact.of("0.0003"), "0.3 mcg", "retinol", source="WHO"),),
    moieties=(Moiety("retinol", Exact.of("0.5459"), "0.5459", "computed"),),
)
VITAMIN_D = Properties(
    name="cholecalciferol",
    activities=(
        Activity("IU", "WHO 1949", Exact.of("0.000025"), "0.025 mcg", source="WHO"),
        Activity("USP units", "USP", same_as="IU", source="USP"),
    ),
)
HYALURONIDASE = Properties(name="hyaluronidase", activities=(Activity("USP units", "USP hyaluronidase"),))
ALCOHOL = Properties(
    name="benzyl alcohol", density=Exact(1044), density_text="1.044 g/mL", density_source="register"
)
ZINC = Properties(
    name="zinc sulfate",
    moieties=(
        Moiety("zinc", Exact.of("0.2274"), "0.2274", "one"),
        Moiety("sulfate", Exact.of("0.3341"), "0.3341", "two"),
    ),
)


def quantity(text: str) -> Quantity:
    found = parse(text)
    assert isinstance(found, Quantity), found
    return found


def unit(spelling: str) -> Unit:
    found = find_unit(spelling)
    assert found is not None
    return found


def converted(found: Converted | CannotConvert) -> Converted:
    assert isinstance(found, Converted), found
    return found


def refused(found: Converted | CannotConvert) -> CannotConvert:
    assert isinstance(found, CannotConvert), found
    return found


def test_a_ratio_strength_needs_an_entry_that_declares_it() -> None:
    ratio, milligrams = quantity("1:100000"), unit("mcg/mL")
    there = refused(convert(ratio, milligrams, BICARBONATE))
    assert (there.missing, there.hint[:28]) == ("ratio strength", "Write the strength as `10 mc")
    assert "only of an ingredient whose entry declares" in there.reason
    back = refused(convert(quantity("10 mcg/mL"), ratio.unit, BICARBONATE))
    assert back.reason == "nothing is converted to a ratio strength"


def test_what_measures_different_things_needs_no_figure() -> None:
    unit, length = find_unit("mg"), parse("4 mm")
    assert unit is not None
    assert isinstance(length, Quantity)
    found = refused(convert(length, unit, BICARBONATE))
    assert found.missing == ""
    assert found.reason == "a length and a mass measure different things"
    assert found.hint == "Write a mass, such as `5 mg`."


same_kind = st.sampled_from(sorted(UNITS)).flatmap(
    lambda symbol: st.tuples(
        st.just(symbol), st.sampled_from([other for other in UNITS if UNITS[other][0] == UNITS[symbol][0]])
    )
)


@given(same_kind, st.integers(0, 10**9 - 1), st.integers(0, 9))
def test_within_a_kind_every_amount_converts_exactly(
    units: tuple[str, str], digits: int, decimals: int
) -> None:
    one, other = unit(units[0]), unit(units[1])
    start = Quantity.of(Exact(digits, 10**decimals), one)
    there = converted(convert(start, other))
    right = Fraction(digits, 10**decimals) * one.factor.fraction / other.factor.fraction
    assert there.value.fraction == right
    assert there.base == start.base
    assert there.slack is None
    assert len(there.steps) == (one.symbol != other.symbol)
    back = converted(convert(Quantity.of(there.value, other), one))
    assert back.value == start.amount


@given(st.integers(1, 10**9 - 1), st.integers(0, 9))
def test_a_thousandth_in_mg_is_the_same_in_mcg(digits: int, decimals: int) -> None:
    """Floats find 246 false violations in a thousand here."""
    milligrams = Quantity.of(Exact(digits, 10**decimals * 1000), unit("mg/mL"))
    limit = Quantity.of(Exact(digits, 10**decimals), unit("mcg/mL"))
    assert milligrams.base == limit.base
    assert judge(converted(convert(milligrams, limit.unit)).value, limit.amount) is Verdict.WITHIN


@given(
    st.sampled_from(["mg/mL", "% w/v", "IU", "mg/kg", "mg/7 mL"]),
    st.integers(0, 10**9 - 2),
    st.integers(0, 9),
)
def test_at_the_limit_passes_and_one_last_digit_above_fails(symbol: str, digits: int, decimals: int) -> None:
    limit = Quantity.of(Exact(digits, 10**decimals), unit(symbol))
    above = Quantity.of(Exact(digits + 1, 10**decimals), unit(symbol))
    assert judge(limit.base, limit.base) is Verdict.WITHIN
    assert judge(limit.amount, limit.amount, least=True) is Verdict.WITHIN
    assert judge(above.base, limit.base) is Verdict.BEYOND
    assert judge(limit.base, above.base, least=True) is Verdict.BEYOND
    assert judge(limit.base, above.base) is Verdict.WITHIN
    assert judge(above.base, limit.base, least=True) is Verdict.WITHIN


def test_known_conversions() -> None:
    for start, end, value, steps in (
        ("0.7 g", "mg", "700", ("0.7 g = 700 mg",)),
        ("250 mg/5 mL", "mg/mL", "50", ("250 mg/5 mL = 50 mg/mL",)),
        ("250 mg/5 mL", "% w/v", "5", ("250 mg/5 mL = 5% w/v",)),
        ("1 mg", "mg", "1", ()),
        ("1 mg/3 mL", "mg/mL", "1/3", ("1 mg/3 mL ≈ 0.333333 mg/mL",)),
        ("12 months", "weeks", "48", ("12 months = 48 weeks",)),
    ):
        found = converted(convert(quantity(start), unit(end)))
        assert found.value == Exact.of(value)
        assert found.steps == steps


def test_a_label_is_not_beaten_by_its_own_molar_mass() -> None:
    """1 mEq/mL of sodium bicarbonate is sold as 84 mg/mL, and 84.01 g/mol makes it 84.01."""
    found = converted(convert(quantity("1 mEq/mL"), unit("mg/mL"), BICARBONATE))
    assert found.value == Exact.of("84.01")
    assert found.steps == (
        "1 mEq/mL ÷ 1 mEq/mmol = 1 mmol/mL (label)",
        "1 mmol/mL × 84.01 g/mol = 84.01 mg/mL (register)",
    )
    assert found.slack == Exact(1, 8401)
    assert judge(found.value, Exact(84), found.slack) is Verdict.ROUNDING
    assert judge(found.value, Exact(84)) is Verdict.BEYOND
    assert judge(found.value, Exact.of("84.01"), found.slack) is Verdict.WITHIN
    assert judge(found.value, Exact.of("83.99"), found.slack) is Verdict.BEYOND
    twice = converted(convert(quantity("2 mEq/mL"), unit("mg/mL"), BICARBONATE))
    assert judge(twice.value, Exact(84), twice.slack) is Verdict.BEYOND


def test_the_other_way_is_as_lenient() -> None:
    found = converted(convert(quantity("84.01 mg/mL"), unit("mEq/mL"), BICARBONATE))
    assert found.value == ONE
    assert found.slack == Exact(1, 8402)
    least = Exact.of("84.01") / Exact.of("84.02")
    assert found.value * (ONE - found.slack) == least
    assert judge(found.value, least, found.slack) is Verdict.ROUNDING
    assert judge(found.value, least - Exact(1, 10**9), found.slack) is Verdict.BEYOND


def test_a_lower_limit_is_as_lenient() -> None:
    slack = Exact(1, 1000)
    assert judge(Exact(999), Exact(1000), slack, least=True) is Verdict.ROUNDING
    assert judge(Exact(998), Exact(1000), slack, least=True) is Verdict.BEYOND
    assert judge(Exact(1000), Exact(1000), slack, least=True) is Verdict.WITHIN


def test_a_carelessly_written_molar_mass_excuses_little() -> None:
    careless = BICARBONATE._replace(molar_mass=Exact(84), molar_mass_text="84")
    assert converted(convert(quantity("1 mmol"), unit("mg"), careless)).slack == Exact(1, 1000)


def test_valence() -> None:
    found = converted(convert(quantity("4 mEq/mL"), unit("mmol/mL"), MAGNESIUM_SULFATE))
    assert (found.value, found.slack) == (Exact(2), None)
    found = converted(convert(quantity("2 mmol"), unit("mEq"), MAGNESIUM_SULFATE))
    assert found.value == Exact(4)
    found = converted(convert(quantity("4 mEq/mL"), unit("% w/v"), MAGNESIUM_SULFATE))
    assert found.value == Exact.of("49.294")
    assert found.steps[-1] == "2 mmol/mL × 246.47 g/mol = 49.294% w/v"


def test_activity_with_a_mass_equivalent() -> None:
    found = converted(convert(quantity("400 IU"), unit("mcg"), VITAMIN_D))
    assert (found.value, found.slack) == (Exact(10), None)
    assert found.steps == ("400 IU × 0.025 mcg per IU [WHO 1949] = 10 mcg (WHO)",)
    assert converted(convert(quantity("10 mcg/day"), unit("IU/day"), VITAMIN_D)).value == Exact(400)
    found = converted(convert(quantity("400 USP units"), unit("mcg"), VITAMIN_D))
    assert found.value == Exact(10)
    assert len(found.steps) == 2


def test_an_activity_of_a_moiety() -> None:
    found = converted(convert(quantity("1000 IU/mL"), unit("mcg/mL"), VITAMIN_A, to_basis="retinol"))
    assert (found.value, found.slack) == (Exact(300), None)
    found = converted(convert(quantity("1000 IU/mL"), unit("mcg/mL"), VITAMIN_A))
    assert found.value == Exact(300) / Exact.of("0.5459")
    assert found.slack == Exact(1, 5460)
    assert found.steps[1].startswith("0.3 mg/mL ÷ 0.5459 retinol ≈ ")
    unknown = refused(convert(quantity("1000 IU"), unit("mg"), VITAMIN_A._replace(moieties=())))
    assert unknown.missing == "moiety factor"
    assert "how much retinol it yields" in unknown.reason


def test_an_iu_is_a_usp_unit_only_where_the_entry_says_so() -> None:
    assert converted(convert(quantity("5 IU"), unit("USP units"), VITAMIN_D)).value == Exact(5)
    other = VITAMIN_D._replace(activities=(Activity("IU", "WHO", same_as="USP units"),))
    assert converted(convert(quantity("5 USP units/mL"), unit("IU/mL"), other)).value == Exact(5)
    unknown = refused(convert(quantity("150 USP units"), unit("IU"), HYALURONIDASE))
    assert unknown.missing == "activity factor"
    assert "does not say that an IU of it is a USP unit" in unknown.reason
    assert "of hyaluronidase" in unknown.reason


def test_an_activity_without_a_mass_is_not_weighed() -> None:
    unknown = refused(convert(quantity("150 USP units/mL"), unit("mg/mL"), HYALURONIDASE))
    assert unknown.missing == "activity factor"
    assert "no mass of one USP unit of it is on record" in unknown.reason
    assert refused(convert(quantity("5 mg"), unit("IU"), HYALURONIDASE)).missing == "activity factor"


def test_density_of_a_liquid() -> None:
    found = converted(convert(quantity("2% v/v"), unit("mg/mL"), ALCOHOL))
    assert (found.value, found.slack) == (Exact.of("20.88"), None)
    assert found.steps == ("2% v/v × 1.044 g/mL = 20.88 mg/mL (register)",)
    assert converted(convert(quantity("1.044 g"), unit("mL"), ALCOHOL)).value == ONE
    assert converted(convert(quantity("0.1 mL/kg"), unit("mg/kg"), ALCOHOL)).value == Exact.of("104.4")
    assert refused(convert(quantity("2% v/v"), unit("mg/mL"), ZINC)).missing == "density"


def test_density_of_the_mixture() -> None:
    dense = quantity("1.02 g/mL")
    found = converted(convert(quantity("5% w/w"), unit("mg/mL"), mixture_density=dense))
    assert (found.value, found.steps) == (Exact(51), ("5% w/w × 1.02 g/mL of the mixture = 51 mg/mL",))
    assert converted(convert(quantity("51 mg/mL"), unit("% w/w"), mixture_density=dense)).value == Exact(5)
    found = converted(convert(quantity("5% w/w"), unit("mmol/L"), BICARBONATE, mixture_density=dense))
    assert found.value == Exact(51_000) / Exact.of("84.01")
    assert len(found.steps) == 2
    assert refused(convert(quantity("5% w/w"), unit("mg/mL"))).missing == "mixture density"
    for useless in ("0 g/mL", "5 mg"):
        for start, end in (("5% w/w", "mg/mL"), ("5 mg/mL", "% w/w")):
            unknown = convert(quantity(start), unit(end), mixture_density=quantity(useless))
            assert refused(unknown).missing == "mixture density"
    assert refused(convert(quantity("5% w/w"), unit("mg/mL"), ALCOHOL)).missing == "mixture density"


def test_moieties() -> None:
    found = converted(convert(quantity("4 mg"), unit("mg"), ZINC, basis="zinc", to_basis=""))
    assert found.value == Exact(4) / Exact.of("0.2274")
    found = converted(convert(quantity("1 g/L"), unit("mcg/mL"), ZINC, to_basis="zinc"))
    assert (found.value, found.slack) == (Exact.of("227.4"), Exact(1, 2274))
    assert found.steps == ("1 g/L × 0.2274 zinc = 227.4 mcg/mL (one)",)
    found = converted(convert(quantity("4 mg"), unit("mg"), ZINC, basis="zinc"))
    assert (found.value, found.steps) == (Exact(4), ())
    unknown = refused(convert(quantity("4 mg"), unit("mg"), ZINC, basis="copper", to_basis=""))
    assert (unknown.missing, unknown.hint) == (
        "moiety factor",
        "State the amount as a mass of zinc sulfate, or add the moiety factor with its source.",
    )


def test_properties_of_the_ingredient_are_not_those_of_a_moiety() -> None:
    for text, end in (("1 mmol", "mg"), ("1 mEq", "mg"), ("1 mg", "mEq")):
        unknown = refused(convert(quantity(text), unit(end), MAGNESIUM_SULFATE, basis="magnesium"))
        assert unknown.missing in {"molar mass", "valence"}
        assert "of magnesium is not on record" in unknown.reason


def test_factors_between_bases() -> None:
    assert basis_factor(ZINC, "", "zinc") == BasisFactor(
        Exact.of("0.2274"), "× 0.2274 zinc", "one", Exact(1, 2274)
    )
    assert basis_factor(ZINC, "zinc", "zinc") == BasisFactor(ONE, "", "", None)
    assert basis_factor(ZINC, "zinc", "copper") is None
    across = basis_factor(ZINC, "zinc", "sulfate")
    assert across is not None
    assert across.value == Exact.of("0.3341") / Exact.of("0.2274")
    assert (across.text, across.source) == ("÷ 0.2274 zinc × 0.3341 sulfate", "one; two")
    assert across.slack == ONE - (ONE - Exact(1, 2275)) * (ONE - Exact(1, 3341))


@pytest.mark.parametrize(
    ("text", "end", "missing"),
    [
        ("1 mmol", "mg", "molar mass"),
        ("1 mg/mL", "mmol/L", "molar mass"),
        ("1 mEq", "mmol", "valence"),
        ("1 mEq", "mg", "valence"),
        ("1 mg", "mEq", "molar mass"),
        ("1 IU", "mg", "activity factor"),
        ("1 mg", "USP units", "activity factor"),
        ("1 IU/mL", "USP units/mL", "activity factor"),
        ("1 mL", "mg", "density"),
        ("1% v/v", "mg/mL", "density"),
        ("1% w/w", "% w/v", "mixture density"),
        ("1% w/v", "% w/w", "mixture density"),
        ("1:100000", "mg/mL", "ratio strength"),
        ("1 mg", "min", ""),
        ("1 mg", "mg/mL", ""),
        ("1 mg/mL", "mg/kg", ""),
        ("1 mL/g", "mL", ""),
        ("1 mL/g", "% v/v", ""),
        ("1 mm", "cm2", ""),
        ("1 mOsm/kg", "mOsm/L", ""),
    ],
)
def test_nothing_is_guessed(text: str, end: str, missing: str) -> None:
    for unknown in (
        refused(convert(quantity(text), unit(end))),
        refused(convert(quantity(text), unit(end), Properties())),
    ):
        assert unknown.missing == missing
        assert unknown.reason
        assert unknown.hint.endswith(".")


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_kinds_never_mix_by_themselves(one: str, other: str) -> None:
    found = convert(Quantity.of(ONE, unit(one)), unit(other))
    assert isinstance(found, Converted) is (UNITS[one][0] == UNITS[other][0])


def test_ratio_strengths() -> None:
    ratio = quantity("1:100,000")
    assert converted(convert(ratio, ratio.unit)).value == Exact(100000)
    assert (
        refused(convert(quantity("1 mg/mL"), ratio.unit)).reason == "nothing is converted to a ratio strength"
    )
    found = converted(convert(ratio_strength(ratio), unit("mg/mL")))
    assert (found.value, found.steps) == (Exact(1, 100), ("1:100,000 = 0.01 mg/mL",))


FULL = Properties(
    name="all",
    molar_mass=Exact.of("84.01"),
    molar_mass_text="84.01",
    valence=2,
    density=Exact(1044),
    density_text="1.044 g/mL",
    activities=(
        Activity("IU", "a", Exact.of("0.0003"), "0.3 mcg", "part"),
        Activity("USP units", "b", Exact.of("0.5"), "0.5 mg"),
    ),
    moieties=(Moiety("part", Exact.of("0.2274"), "0.2274"),),
)


def test_a_property_of_nought_is_none() -> None:
    nought = Properties(
        molar_mass=Exact(0),
        valence=0,
        density=Exact(0),
        activities=(Activity("IU", "a", Exact(0)),),
        moieties=(Moiety("part", Exact(0), "0"),),
    )
    for one, other in (("mmol", "mg"), ("mEq", "mmol"), ("mL", "mg"), ("IU", "mg")):
        refused(convert(quantity(f"1 {one}"), unit(other), nought))
        refused(convert(quantity(f"1 {other}"), unit(one), nought))
    assert basis_factor(nought, "", "part") is None


measured = st.sampled_from(["mg", "g", "mmol", "mEq", "mcmol", "IU", "USP units", "mL"])


@given(
    measured,
    measured,
    st.integers(1, 10**9 - 1),
    st.sampled_from(["", "part"]),
    st.sampled_from(["", "part"]),
)
def test_there_and_back_is_the_same_amount(
    one: str, other: str, digits: int, basis: str, to_basis: str
) -> None:
    start = Quantity.of(Exact(digits, 1000), unit(one))
    there = convert(start, unit(other), FULL, basis=basis, to_basis=to_basis)
    if isinstance(there, CannotConvert):
        assert {one, other} & {"mmol", "mEq", "mcmol"}
        assert "part" in (basis, to_basis)
        return
    back = converted(
        convert(Quantity.of(there.value, there.unit), unit(one), FULL, basis=to_basis, to_basis=basis)
    )
    assert back.value == start.amount
    assert there.slack is None or 0 < there.slack < Exact(1, 100)


@given(
    st.sampled_from(["mg/L", "mmol/mL", "mEq/L", "% w/v", "IU/mL", "% v/v"]),
    st.sampled_from(["mg/mL", "mmol/L", "% v/v"]),
)
def test_concentrations_cross_as_their_amounts_do(one: str, other: str) -> None:
    found = converted(convert(quantity(f"7 {one}"), unit(other), FULL))
    assert (found.unit.symbol, found.unit.kind) == (other, unit(other).kind)


def test_what_is_named_as_a_standard() -> None:
    assert VITAMIN_D.activity("IU") is VITAMIN_D.activities[0]
    assert HYALURONIDASE.activity("IU") is None
    assert ZINC.moiety("zinc") is ZINC.moieties[0]
    assert ZINC.moiety("copper") is None


def test_kinds_have_names_and_examples() -> None:
    assert kind_name("mass/volume") == "a mass per volume"
    assert kind_name("IU/weight") == "an activity in IU per kg of body weight"
    for kind in {kind for kind, _, _ in UNITS.values()} | {"ratio"}:
        assert kind_name(kind).startswith(("a ", "an "))
        assert quantity(example_of(kind)).kind == kind
