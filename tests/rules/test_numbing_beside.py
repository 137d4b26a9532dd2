"""What is given beside the formula is judged like what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import codes, errors, formula, outcome_of, setting

from formulary.validation.judge import judge

if TYPE_CHECKING:
    from formulary.validation.outcome import Outcome

LIDOCAINE = "product: lidocaine-2-percent, volume: 5 mL\nproduct: sodium-chloride-0.9, qs: true"
WITH_EPINEPHRINE = LIDOCAINE.replace("lidocaine-2-percent", "lidocaine-2-percent-epinephrine-1-100000")


def judged(parts: str, numbing: str, more: str = "") -> Outcome:
    given = f"administration: {{patient_weight: 70 kg, numbing: {{{numbing}}}{more}}}"
    text = formula(parts, indication="local-anesthesia", route="infiltration", more=given)
    return judge(text.encode(), "x.yaml", "yaml", setting())


def test_a_prohibited_product_is_prohibited_beside_the_formula_too() -> None:
    outcome = judged(LIDOCAINE, "how: separate-injection, product: liquid silicone, amount: 5 mL")
    assert errors(outcome) == {"FML203", "FML502"}


def test_epinephrine_in_the_syringe_raises_no_limit_for_what_is_injected_apart() -> None:
    apart = "how: separate-injection, product: lidocaine-2-percent, amount: {} mL"
    assert errors(judged(WITH_EPINEPHRINE, apart.format(19))) == {"FML303", "FML304"}
    assert errors(judged(WITH_EPINEPHRINE, apart.format(10))) == set()


def test_a_dose_that_is_not_stated_is_not_passed_over() -> None:
    outcome = judged(LIDOCAINE, "how: separate-injection")
    told = [one.finding for one in outcome.reported if one.finding.code == "FML303"]
    assert any(one.not_checked for one in told)
    assert all(one.on_key for one in told if one.path == ("administration", "numbing"))
    assert errors(judged(LIDOCAINE, "how: cooling, product: lidocaine-2-percent, amount: 50 mL")) == {
        "FML105"
    }
    topical = judged(LIDOCAINE, "how: topical, product: lidocaine-1-percent")
    assert "FML305" in codes(topical)
    assert "FML303" not in codes(topical), "a product is named"


def test_several_sessions_a_day_are_one_day_s_dose() -> None:
    parts = "product: mepivacaine-2-percent-multiple-dose, volume: 10 mL"
    every = "how: cooling"
    assert errors(judged(parts, every, ", interval: 1 h, sessions: 6")) == {"FML303"}
    assert errors(judged(parts, every, ", interval: 1 day, sessions: 6")) == set()
    assert errors(judged(parts, every, ", interval: 1 h, sessions: 3")) == set()
    assert errors(judged(parts, every, ", interval: 4.01 h, sessions: 6")) == {"FML303"}  # 6 times in a day
    assert errors(judged(parts, every, ", interval: 4.81 h, sessions: 6")) == set()  # 5 times


@pytest.mark.parametrize(
    ("how", "product", "pair"),
    [
        ("separate-injection", "procaine-1-percent", True),
        ("topical", "procaine-1-percent", True),
        ("separate-injection", "lidocaine-1-percent", False),  # the same anesthetic
        ("separate-injection", "aminophylline-25", False),  # not from the same syringe
    ],
)
def test_what_must_not_be_given_in_one_session_is_found_beside_the_formula_too(
    how: str,
    product: str,
    pair: bool,  # noqa: FBT001
) -> None:
    more = f"administration: {{numbing: {{how: {how}, product: {product}, amount: 1 mL}}}}"
    parts = "product: lidocaine-2-percent, volume: 1 mL\nproduct: sodium-chloride-0.9, qs: true"
    outcome = outcome_of(formula(parts, more=more, indication="alopecia"))
    found = [item.finding for item in outcome.reported if item.finding.code == "FML505"]
    assert bool(found) is pair
    assert all(finding.path == ("administration", "numbing", "product") for finding in found)
