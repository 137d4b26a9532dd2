"""The policy for horses as it ships: what is approved, which doses count, and that none is one for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import codes, errors, formula, outcome_of

from formulary.catalogue.load import shipped
from formulary.catalogue.policies import read_limits

if TYPE_CHECKING:
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

SALINE = "product: sodium-chloride-0.9, qs: true"
HORSE = {"species": "equine", "indication": "equine-back-pain", "site": "back", "route": "infiltration"}


def horse(parts: str, more: str = "", volume: str = "100 mL", **use: str) -> Outcome:
    given = f"{more}policy: us-equine\n"
    return outcome_of(formula(f"{parts}\n{SALINE}", volume, given, **{**HORSE, **use}))


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def test_the_anesthetic_for_horses_passes_and_too_much_of_it_is_warned_of() -> None:
    assert codes(horse("product: Carbocaine-V, volume: 50 mL")).isdisjoint({"FML202", "FML204", "FML302"})
    (found,) = of(horse("product: Carbocaine-V, volume: 51 mL"), "FML302")
    assert (found.value, found.limit, found.unit) == ("1020", "1000", "mg")
    assert "522.1372" in found.source


def test_into_the_skin_it_is_off_label() -> None:
    (found,) = of(horse("product: Carbocaine-V, volume: 10 mL", route="intradermal"), "FML204")
    assert found.message.endswith(
        "is approved for infiltration or intra-articular use in horses, not for intradermal use"
    )


def test_what_is_approved_for_people_is_extralabel_for_a_horse() -> None:
    (found,) = of(horse("product: cyanocobalamin-1000-mcg, volume: 1 mL", route="subcutaneous"), "FML204")
    assert found.message.endswith("use in people, not for use in horses")
    assert found.severity is None  # a warning, as the rule's level


def test_what_is_approved_for_horses_by_another_route_is_called_so() -> None:
    """People may have dexamethasone into a lesion; it is the row for horses that is told of."""
    (found,) = of(
        horse("product: dexamethasone-sodium-phosphate-4, volume: 1 mL", route="intralesional"), "FML204"
    )
    assert found.message.endswith("approved for intravenous use in horses, not for intralesional use")


@pytest.mark.parametrize("volume", ["1.5 mL", "1.6 mL"])
def test_the_dose_of_dexamethasone_counts_as_dexamethasone(volume: str) -> None:
    """5 mg of dexamethasone are 6.58 mg of its phosphate, 1.505 mL of 4.37 mg/mL."""
    outcome = horse(f"product: dexamethasone-sodium-phosphate-4, volume: {volume}")
    assert ("FML302" in codes(outcome)) is (volume == "1.6 mL")


def test_a_limit_for_people_is_no_limit_for_a_horse() -> None:
    """A person may have 4.5 mg/kg of lidocaine, 300 mg in all; nothing is on record for the horse."""
    outcome = horse("product: lidocaine-2-percent, volume: 25 mL")
    assert not codes(outcome) & {"FML301", "FML303", "FML304"}
    outcome = horse("product: lidocaine-2-percent, volume: 26 mL")
    assert [found.limit for found in of(outcome, "FML302")] == ["0.5"]  # % for infiltration
    assert of(outcome, "FML202")[0].severity == "warning"


@pytest.mark.parametrize("name", ["Carbocaine-V", "lidocaine-2-percent-animals", "Dexium-SP"])
def test_a_drug_for_horses_is_none_for_people(name: str) -> None:
    parts = f"product: {name}, volume: 1 mL\n{SALINE}"
    use = {"indication": "musculoskeletal-pain", "route": "infiltration", "profile": "single-agent"}
    found = [one.message for one in of(outcome_of(formula(parts, **use)), "FML204")]
    assert any(one.endswith("is a drug for horses, not for people") for one in found)
    beside = f"administration: {{numbing: {{how: separate-injection, product: {name}, amount: 1 mL}}}}\n"
    outcome = outcome_of(formula(f"product: lidocaine-1-percent, volume: 1 mL\n{SALINE}", more=beside, **use))
    assert "FML204" in errors(outcome)


def test_nothing_may_be_weighed_in_for_a_horse() -> None:
    outcome = horse("ingredient: mepivacaine-hydrochloride, dry: true, amount: 10 mg")
    assert "FML202" in errors(outcome)


def test_every_row_of_its_own_is_for_horses_only() -> None:
    policy = shipped().data["policies"]["us-equine"]
    for row in (row for rows in policy["standings"].values() for row in rows):
        assert row["stated_by"] == "us" or row["species"] == ["equine"]
    for target, rows in policy["limits"].items():
        for row in rows:
            for limit in read_limits(target, row, shipped().data["sources"]):
                assert (limit.species == "equine") is (row["stated_by"] == "us-equine")


def test_a_person_is_not_judged_by_it() -> None:
    outcome = horse("product: Carbocaine-V, volume: 10 mL", species="human", indication="sport-injury")
    assert "FML210" in codes(outcome)
    disguised = horse(
        "product: lidocaine-2-percent, volume: 90 mL", indication="local-anesthesia", site="face"
    )
    assert "FML208" in errors(disguised)


def test_who_names_no_policy_is_told_which_is_for_horses() -> None:
    outcome = outcome_of(formula("product: Carbocaine-V, volume: 100 mL", "100 mL", **HORSE))
    (found,) = of(outcome, "FML210")
    assert "choose `us-equine`, with `--policy` or as `policy` in the recipe." in found.help
