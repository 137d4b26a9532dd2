"""A batch holds exactly what an independent computation in fractions says, for any volume and any lots."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from formulary.catalogue.load import catalogue_with
from formulary.domain.build import build
from formulary.errors import UsageFaultError
from formulary.mixture.solve import solve
from formulary.units import Exact, exact_text
from formulary.worksheet.batch import Batch, by_component, scale, unpreparable
from formulary.worksheet.lots import with_lots

SEED = Path(__file__).parents[2] / "seed" / "recipes"
CATALOGUE = catalogue_with("")


def data_of(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((SEED / f"{name}.yaml").read_text("utf-8"))
    return data


def batch_of(data: dict[str, Any], volume: str, **potencies: str) -> Batch:
    mixture = solve(build(data), CATALOGUE)
    assert not unpreparable(mixture)
    stated = {name.replace("_", "-"): Exact.of(text) for name, text in potencies.items()}
    made = Exact.of(volume)
    return scale(mixture, made, made, CATALOGUE, by_component(stated, mixture, CATALOGUE))


def volumes(batch: Batch) -> list[Fraction]:
    return [part.volume.fraction for part in batch.parts]


STOCKS = st.lists(
    st.tuples(
        st.integers(1, 400).map(lambda n: Fraction(n, 2)),  # mg/mL
        st.integers(1, 300).map(lambda n: Fraction(n, 100)),  # mL of the stock
        st.integers(500, 1500).map(lambda n: Fraction(n, 1000)),  # what its lot holds of its label
        st.sampled_from(("volume", "amount", "concentration")),
    ),
    min_size=1,
    max_size=6,
)
NAMES = ("dexpanthenol", "taurine", "glycine", "biotin", "caffeine-citrate", "tranexamic-acid")


def decimal(value: Fraction) -> str:
    return exact_text(Exact(value.numerator, value.denominator))


@given(stocks=STOCKS, tenths=st.integers(1, 10_000), spare=st.integers(0, 20))
def test_every_amount_equals_an_independent_computation_in_fractions(
    stocks: list[tuple[Fraction, Fraction, Fraction, str]], tenths: int, spare: int
) -> None:
    own = Fraction(20 + spare)  # six stocks of at most 3 mL, and room for the weakest lots
    made = Fraction(tenths, 10)
    components: list[dict[str, Any]] = []
    for name, (per_ml, volume, _, how) in zip(NAMES, stocks, strict=False):
        stated = {"volume": volume, "amount": volume * per_ml, "concentration": volume * per_ml / own}[how]
        if how == "concentration" and (stated * 10**9).denominator != 1:
            how, stated = "volume", volume  # a file cannot say more than nine decimals  # noqa: PLW2901
        unit = {"volume": "mL", "amount": "mg", "concentration": "mg/mL"}[how]
        components.append(
            {"ingredient": name, "strength": f"{decimal(per_ml)} mg/mL", how: f"{decimal(stated)} {unit}"}
        )
    components.append({"product": "sodium-chloride-0.9", "qs": True})
    data = {"id": "x", "title": "X", "indication": "alopecia", "route": "intradermal"}
    mixture = solve(build({**data, "volume": f"{own} mL", "components": components}), CATALOGUE)
    assert not unpreparable(mixture)
    potencies = {index: Exact(*potency.as_integer_ratio()) for index, (_, _, potency, _) in enumerate(stocks)}
    expected = [volume * made / own / potency for _, volume, potency, _ in stocks]
    rest = made - sum(expected)
    exact = Exact(made.numerator, made.denominator)
    if rest < 0:
        with pytest.raises(UsageFaultError, match="need"):
            scale(mixture, exact, exact, CATALOGUE, potencies)
        return
    batch = scale(mixture, exact, exact, CATALOGUE, potencies)
    assert volumes(batch) == [*expected, rest]
    assert sum(volumes(batch)) == made


@given(name=st.sampled_from(sorted(path.stem for path in SEED.glob("*.yaml"))), mcl=st.integers(1, 10**7))
def test_every_shipped_recipe_scales_linearly(name: str, mcl: int) -> None:
    mixture = solve(build(data_of(name)), CATALOGUE)
    if unpreparable(mixture) or mixture.volume is None:
        return
    made = Exact(mcl, 1000)
    batch = scale(mixture, made, made, CATALOGUE)
    factor = made.fraction / mixture.volume.fraction
    for part, portion in zip(batch.parts, mixture.portions, strict=True):
        assert portion.volume is not None
        assert part.volume.fraction == portion.volume.fraction * factor
        if part.weight is not None:
            assert part.weight.fraction == portion.shares[0].amount.fraction * factor
    assert sum(volumes(batch)) == made.fraction
    same = with_lots(batch)
    assert [total[:4] for total in same.totals] == [total[:4] for total in mixture.totals]
    assert [portion.volume for portion in same.portions] == [portion.volume for portion in mixture.portions]


def test_a_weak_lot_brings_as_much_of_its_active_and_more_of_the_rest() -> None:
    batch = batch_of(data_of("hyaluronidase-lidocaine-infiltration"), "20", hyaluronidase_150="0.8")
    found = {total.ingredient: total.amount.fraction for total in with_lots(batch).totals}
    assert found["hyaluronidase"] == 150
    assert found["thimerosal"] == Fraction(1, 8)
    assert found["lidocaine-hydrochloride"] == 50


def test_more_of_a_weaker_lot_goes_in_and_less_of_what_fills_up() -> None:
    batch = batch_of(data_of("reference-hair-dexpanthenol-zinc"), "10", lidocaine_2_percent="0.8")
    assert volumes(batch) == [2, 2, Fraction(5, 4), Fraction(19, 4)]


def test_a_potency_by_ingredient_means_its_stock() -> None:
    data = data_of("reference-hair-dexpanthenol-zinc")
    by_name = batch_of(data, "10", lidocaine="0.8")
    assert volumes(by_name) == volumes(batch_of(data, "10", lidocaine_2_percent="0.8"))


def test_without_qs_the_only_vehicle_gives_way_to_a_weaker_lot() -> None:
    batch = batch_of(data_of("triamcinolone-keloid-20"), "2", triamcinolone_acetonide_40="0.8")
    assert volumes(batch) == [Fraction(5, 4), Fraction(3, 4)]


def test_a_powder_of_a_weaker_lot_is_weighed_in_more() -> None:
    batch = batch_of(data_of("hair-density-panthenol"), "10", biotin="0.5")
    assert [part.weight.fraction for part in batch.parts if part.weight is not None] == [20]


@pytest.mark.parametrize(
    ("name", "potencies", "message"),
    [
        ("reference-hair-dexpanthenol-zinc", {"caffeine-citrate": "0.9"}, "not in this recipe"),
        ("reference-hair-dexpanthenol-zinc", {"sodium-chloride-0.9": "0.9"}, "no potency of its own"),
        ("lidocaine-1-percent-epinephrine-infiltration", {"epinephrine": "0.9"}, "brings more than"),
        ("lidocaine-1-percent-epinephrine-infiltration", {"lidocaine": "0.9", "x": "1"}, "brings more than"),
        ("low-back-pain-ketoprofen-cocktail", {"ketoprofen": "0.9"}, "nothing in the recipe fills up"),
        (
            "reference-hair-dexpanthenol-zinc",
            {"lidocaine-2-percent": "0.9", "lidocaine": "0.8"},
            "given twice",
        ),
    ],
)
def test_a_potency_that_cannot_be_meant_is_refused(
    name: str, potencies: dict[str, str], message: str
) -> None:
    mixture = solve(build(data_of(name)), CATALOGUE)
    stated = {key: Exact.of(value) for key, value in potencies.items()}
    with pytest.raises(UsageFaultError, match=message):
        scale(mixture, Exact(1), Exact(1), CATALOGUE, by_component(stated, mixture, CATALOGUE))
