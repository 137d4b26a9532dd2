"""From the concentration to the dose, as a pharmacist writes it down."""

from __future__ import annotations

import pytest
from support import case_of, formula

from formulary.catalogue.load import shipped
from formulary.reports.doses import dose_step

DEOXYCHOLIC = "product: deoxycholic-acid-10, volume: 10 mL"
LIDOCAINE = "product: lidocaine-2-percent, volume: 1 mL\nproduct: sodium-chloride-0.9, qs: true"


def steps(parts: str, given: str, route: str) -> dict[str, str]:
    text = formula(parts, more=f"administration: {{{given}}}", route=route, indication="submental-fat")
    case = case_of(text, shipped())
    found = [each for each in case.comparisons if each.limit.level == "hard"]
    return {each.limit.on: dose_step(each, case.mixture) for each in found}


def test_each_kind_of_dose() -> None:
    given = "volume_per_point: 0.2 mL, points: 50, area: 50 cm2, sessions: 6, interval: 4 weeks"
    assert steps(DEOXYCHOLIC, given, "subcutaneous") == {
        "concentration": "",
        "per-session": "10 mL of 10 mg/mL = 100 mg",
        "per-point": "0.2 mL of 10 mg/mL = 2 mg",
        "per-area": "10 mL of 10 mg/mL = 100 mg; ÷ 50 cm2 = 2 mg/cm2",
        "points": "",
        "sessions": "",
    }


@pytest.mark.parametrize(
    ("given", "session", "weight"),
    [
        ("volume_per_session: 2.5 mL", "2.5 mL of 2 mg/mL = 5 mg", ""),
        (
            "patient_weight: 30 kg",
            "10 mL of 2 mg/mL = 20 mg",
            "10 mL of 2 mg/mL = 20 mg; ÷ 30 kg ≈ 0.666667 mg/kg",
        ),
        (
            (
                "patient_weight: 50 kg, "
                "numbing: {how: separate-injection, product: lidocaine-1-percent, amount: 3 mL}"
            ),
            "",
            "50 mg ÷ 50 kg = 1 mg/kg",
        ),
    ],
)
def test_what_a_session_takes_and_what_falls_on_a_kg(given: str, session: str, weight: str) -> None:
    found = steps(LIDOCAINE, given, "infiltration")
    assert (found["per-session"], found["per-kg"]) == (session, weight)
