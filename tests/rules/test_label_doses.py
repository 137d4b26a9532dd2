"""The doses that labels state, as the shipped policy `us` holds them: silent at the figure, heard above."""

from __future__ import annotations

import pytest
from support import codes, errors, formula, outcome_of

DOSES = [
    ("epinephrine", "intradermal", "1 mg/mL", "0.5 mL", "0.51 mL", "FML302"),
    ("epinephrine", "subcutaneous", "1 mg/mL", "1 mL", "1.01 mL", "FML303"),
    ("epinephrine", "infiltration", "1 mg/mL", "0.2 mL", "0.21 mL", "FML302"),
    ("epinephrine", "infiltration", "1 mg/mL", "1 mL", "1.01 mL", "FML303"),
    ("articaine-hydrochloride", "infiltration", "40 mg/mL", "5.1 mL", "5.2 mL", "FML302"),
    ("ketorolac-tromethamine", "intramuscular", "30 mg/mL", "1 mL", "1.1 mL", "FML302"),
    ("ketorolac-tromethamine", "intradermal", "30 mg/mL", "2 mL", "2.1 mL", "FML303"),
    ("terbutaline-sulfate", "subcutaneous", "1 mg/mL", "0.5 mL", "0.51 mL", "FML303"),
    ("vitamin-a-palmitate", "intramuscular", "50000 USP units/mL", "2 mL", "2.1 mL", "FML303"),
    ("dexamethasone-sodium-phosphate", "intralesional", "4 mg/mL", "1 mL", "1.1 mL", "FML302"),
    ("dexamethasone-sodium-phosphate", "infiltration", "4 mg/mL", "1 mL", "1.1 mL", "FML302"),
    ("thiamine-hydrochloride", "intramuscular", "100 mg/mL", "1 mL", "1.1 mL", "FML302"),
    ("pyridoxine-hydrochloride", "intramuscular", "100 mg/mL", "1 mL", "1.1 mL", "FML302"),
    ("cyanocobalamin", "intramuscular", "1000 mcg/mL", "1 mL", "1.1 mL", "FML302"),
    ("cyanocobalamin", "subcutaneous", "1000 mcg/mL", "1 mL", "1.1 mL", "FML302"),
    ("hydroxocobalamin", "intramuscular", "1000 mcg/mL", "0.2 mL", "0.21 mL", "FML302"),
    ("folic-acid", "intramuscular", "5 mg/mL", "0.2 mL", "0.21 mL", "FML302"),
    ("folic-acid", "subcutaneous", "5 mg/mL", "0.2 mL", "0.21 mL", "FML302"),
    ("calcitonin-salmon", "subcutaneous", "200 IU/mL", "0.5 mL", "0.51 mL", "FML302"),
    ("phentolamine-mesylate", "infiltration", "5 mg/mL", "2 mL", "2.1 mL", "FML302"),
    ("phentolamine-mesylate", "subcutaneous", "5 mg/mL", "2 mL", "2.1 mL", "FML302"),
    ("verapamil-hydrochloride", "intralesional", "2.5 mg/mL", "5 mL", "5.1 mL", "FML302"),
    ("phytonadione", "subcutaneous", "10 mg/mL", "2.5 mL", "2.6 mL", "FML302"),
    ("phytonadione", "subcutaneous", "10 mg/mL", "5 mL", "5.1 mL", "FML303"),
]


@pytest.mark.parametrize(("ingredient", "route", "strength", "most", "more", "code"), DOSES)
def test_a_dose_of_a_label(
    ingredient: str, route: str, strength: str, most: str, more: str, code: str
) -> None:
    for volume, fires in ((most, False), (more, True)):
        stock = f"ingredient: {ingredient}, strength: {strength}, volume: {volume}"
        text = formula(f"{stock}\nproduct: sodium-chloride-0.9, qs: true", route=route, indication="alopecia")
        outcome = outcome_of(text)
        assert (code in codes(outcome)) is fires, text
        assert ("FML303" in errors(outcome)) is (fires and code == "FML303")


@pytest.mark.parametrize(
    ("weight", "volume", "fires"),
    [
        ("70 kg", "11.9 mL", False),
        ("70 kg", "12 mL", True),
        ("40 kg", "6.8 mL", False),
        ("40 kg", "7 mL", True),
    ],
)
def test_epinephrine_with_articaine_is_bounded_by_weight(weight: str, volume: str, *, fires: bool) -> None:
    epinephrine = f"{float(volume.removesuffix(' mL')) * 10:.0f} mcg"  # 1:100,000 is 10 mcg/mL
    parts = f"""
    ingredient: articaine-hydrochloride, strength: 20 mg/mL, volume: {volume}
    ingredient: epinephrine, strength: 1 mg/mL, amount: {epinephrine}
    product: sodium-chloride-0.9, qs: true
    """
    text = formula(
        parts,
        volume="20 mL",
        more=f"administration: {{patient_weight: {weight}}}",
        route="infiltration",
        indication="local-anesthesia",
    )
    assert ("FML304" in errors(outcome_of(text))) is fires, text


@pytest.mark.parametrize(("interval", "fires"), [("6 days", True), ("1 week", False), ("4 weeks", False)])
def test_triamcinolone_is_not_given_again_within_a_week(interval: str, *, fires: bool) -> None:
    text = formula(
        "product: triamcinolone-acetonide-10, volume: 1 mL",
        volume="1 mL",
        more=f"administration: {{sessions: 3, interval: {interval}}}",
        route="intralesional",
        indication="keloid",
    )
    assert ("FML303" in errors(outcome_of(text))) is fires


@pytest.mark.parametrize(
    ("volume", "area", "fires"),
    [("2 mL", "4 cm2", False), ("2 mL", "3.9 cm2", True), ("2.1 mL", "9 cm2", True)],
)
def test_triamcinolone_in_a_keloid_by_area_and_session(volume: str, area: str, *, fires: bool) -> None:
    text = formula(
        f"product: triamcinolone-acetonide-40, volume: {volume}",
        volume=volume,
        more=f"administration: {{area: {area}}}",
        route="intralesional",
        indication="keloid",
    )
    assert ("FML302" in codes(outcome_of(text))) is fires


PER_KG = [
    ("procaine-hydrochloride", "infiltration", "10 mg/mL", "35 mL", "36 mL", "FML302"),
    ("bupivacaine-hydrochloride", "infiltration", "5 mg/mL", "20 mL", "21 mL", "FML302"),
    ("ropivacaine-hydrochloride", "infiltration", "5 mg/mL", "30 mL", "31 mL", "FML302"),
    ("tetracaine-hydrochloride", "infiltration", "5 mg/mL", "14 mL", "15 mL", "FML304"),
    ("magnesium-sulfate", "intramuscular", "500 mg/mL", "25 mL", "26 mL", "FML304"),
]


@pytest.mark.parametrize(("ingredient", "route", "strength", "most", "more", "code"), PER_KG)
def test_a_dose_by_weight(
    ingredient: str, route: str, strength: str, most: str, more: str, code: str
) -> None:
    for volume, fires in ((most, False), (more, True)):
        stock = f"ingredient: {ingredient}, strength: {strength}, volume: {volume}"
        outcome = outcome_of(
            formula(
                f"{stock}\nproduct: sodium-chloride-0.9, qs: true",
                volume="60 mL",
                more="administration: {patient_weight: 50 kg}",
                route=route,
                indication="local-anesthesia",
            )
        )
        found = [one.finding for one in outcome.reported if "per kg" in one.finding.message]
        assert [one.code for one in found] == [code] * fires, (volume, found)


@pytest.mark.parametrize("route", ["subcutaneous", "intradermal", "intramuscular", "infiltration"])
def test_calcium_gluconate_is_for_the_vein_only(route: str) -> None:
    stock = "ingredient: calcium-gluconate, strength: 100 mg/mL, volume: 1 mL"
    parts = f"{stock}\nproduct: sodium-chloride-0.9, qs: true"
    assert "FML204" in errors(outcome_of(formula(parts, route=route, indication="alopecia")))
