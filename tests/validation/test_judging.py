"""One document from bytes to its outcome: what is reported, in which order, and what is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import codes, errors, formula, outcome_of, setting

from formulary.findings import Severity
from formulary.source.limits import MAX_FINDINGS
from formulary.validation.judge import judge
from formulary.validation.outcome import Outcome, Tally

if TYPE_CHECKING:
    from formulary.validation.outcome import Reported

SALINE = "product: sodium-chloride-0.9, qs: true"
SOUND = formula(
    f"product: lidocaine-1-percent, volume: 5 mL\n{SALINE}",
    more="administration: {patient_weight: 50 kg}",
    indication="local-anesthesia",
    route="infiltration",
)


def places(outcome: Outcome) -> list[tuple[int, int, str]]:
    return [
        (item.span.line, item.span.column, item.finding.code)
        for item in outcome.reported
        if item.span is not None
    ]


def found(outcome: Outcome, code: str) -> Reported:
    return next(item for item in outcome.reported if item.finding.code == code)


def test_a_sound_recipe_has_notes_only_and_is_clean() -> None:
    outcome = outcome_of(SOUND)
    assert {item.severity for item in outcome.reported} <= {Severity.NOTE}
    assert outcome.clean
    assert (outcome.recipe, outcome.is_recipe, outcome.more, outcome.name) == (
        "example",
        True,
        0,
        "recipe.yaml",
    )


def test_findings_come_in_the_order_of_the_text_each_with_its_line() -> None:
    text = SOUND.replace("lidocaine-1-percent", "lidocain-1-percent").replace(
        "route: inf", "site: nose\nroute: inf"
    )
    text = text.replace("50 kg", "50 stone").replace("title: Example", "title: Ex\u0430mple")
    outcome = outcome_of(text)
    assert places(outcome) == sorted(places(outcome))
    assert {"FML201", "FML208", "FML209", "FML401"} <= errors(outcome)
    item = found(outcome, "FML208")
    assert item.line == "site: nose"
    assert item.span is not None
    assert item.line[item.span.column - 1 : item.span.end_column - 1] == "nose"
    assert item.name == "unknown-indication"


def test_a_finding_weighs_what_its_rule_says_unless_it_says_otherwise() -> None:
    outcome = outcome_of(formula(f"product: dexpanthenol-250, volume: 1 mL\n{SALINE}", indication="alopecia"))
    assert found(outcome, "FML202").severity is Severity.WARNING
    assert found(outcome, "FML502").severity is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "code", "is_recipe"),
    [
        ("", "FML003", True),
        ("a: [1", "FML003", True),
        ("a: &x 1", "FML005", True),
        ("just text", "FML103", True),
        ("id: x", "FML101", True),
        ("format: recipe/2", "FML104", True),
        ("format: recipes/1", "FML104", True),
        ("format: recipe/1", "FML101", True),
        ("format: products/1", "FML101", False),
        ("format: policy/1", "FML101", False),
    ],
)
def test_what_cannot_be_judged_further_stops_there(text: str, code: str, is_recipe: bool) -> None:  # noqa: FBT001
    outcome = outcome_of(text)
    assert codes(outcome) == {code}
    assert (outcome.is_recipe, outcome.recipe, outcome.clean) == (is_recipe, "", False)


def test_a_faulty_shape_is_not_judged_as_a_recipe() -> None:
    outcome = outcome_of(SOUND.replace("volume: 10 mL", "volume: 10").replace("lidocaine-1", "lidocain-1"))
    assert codes(outcome) == {"FML103"}
    assert outcome.recipe == "example"


def test_a_text_too_long_for_an_id_is_not_repeated_in_every_finding() -> None:
    text = f"format: recipe/1\nid: {'x' * 65}\n"
    assert judge(text.encode(), "recipe.yaml", "yaml", setting()).recipe == ""
    assert judge(text.replace("xx", "x", 1).encode(), "recipe.yaml", "yaml", setting()).recipe == "x" * 64


def test_other_kinds_of_file_are_judged_by_their_shape() -> None:
    outcome = outcome_of("format: products/1\nproducts: []\n")
    assert (outcome.reported, outcome.is_recipe, outcome.recipe, outcome.clean) == ((), False, "", True)


def test_a_session_whose_recipe_is_not_there_is_not_checked() -> None:
    text = "format: session/1\nid: one\ntitle: One sitting\nrecipes:\n  - {recipe: example, volume: 5 mL}\n"
    outcome = outcome_of(text)
    assert [(item.finding.code, item.finding.not_checked) for item in outcome.reported] == [("FML104", True)]
    assert (outcome.is_recipe, outcome.is_session) == (False, True)


def test_json_and_ndjson_lines_are_judged_alike() -> None:
    raw = json.dumps(
        {
            "format": "recipe/1",
            "id": "example",
            "title": "Example",
            "indication": "local-anesthesia",
            "route": "infiltration",
            "volume": "10 mL",
            "components": [{"product": "saline", "qs": True}],
        }
    ).encode()
    alone = judge(raw, "a.json", "json", setting())
    line = judge(raw, "a.ndjson", "json", setting(), 7)
    assert codes(alone) == codes(line) >= {"FML206", "FML501"}
    assert {item.span.line for item in alone.reported if item.span} == {1}
    assert {item.span.line for item in line.reported if item.span} == {7}


def test_select_and_ignore_are_beginnings_of_codes() -> None:
    text = formula(f"product: dexpanthenol-250, volume: 1 mL\n{SALINE}", indication="alopecia")
    every = codes(outcome_of(text))
    assert {"FML202", "FML308", "FML502"} <= every
    assert codes(outcome_of(text, select=("FML3",))) == {code for code in every if code.startswith("FML3")}
    assert codes(outcome_of(text, select=("FML202", "FML502"))) == {"FML202", "FML502"}
    assert codes(outcome_of(text, ignore=("FML3", "FML502"))) == {
        code for code in every if not code.startswith("FML3") and code != "FML502"
    }
    assert codes(outcome_of(text, select=("FML",), ignore=("FML",))) == set()
    assert codes(outcome_of(text, select=("FML5",), ignore=("FML502",))) == {
        c for c in every if c[:4] == "FML5"
    } - {"FML502"}


def test_select_reaches_what_cannot_be_read() -> None:
    assert codes(outcome_of("a: [1", select=("FML3",))) == set()
    assert codes(outcome_of("a: [1", ignore=("FML001",))) == {"FML003"}


def test_a_recipe_that_names_another_policy_than_the_run_says_so() -> None:
    text = SOUND + "policy: eu-cosmetics\n"
    item = found(outcome_of(text), "FML104")
    assert (item.finding.path, item.severity) == (("policy",), Severity.ERROR)
    assert "`us`" in item.finding.message
    assert "FML104" not in codes(outcome_of(text, forced=True))
    assert "FML104" not in codes(outcome_of(SOUND + "policy: us\n"))


def test_no_more_than_a_hundred_findings_are_reported() -> None:
    parts = "\n".join(f"product: unheard-of-{number}, volume: 0.01 mL" for number in range(150))
    outcome = outcome_of(formula(parts, volume="1.5 mL", indication="local-anesthesia", route="infiltration"))
    assert len(outcome.reported) == MAX_FINDINGS
    assert outcome.more > 0
    assert not outcome.clean


def test_a_crowd_of_warnings_never_pushes_an_error_out_of_the_report() -> None:
    """Found by trial: 150 partly known stocks before an overdose made the recipe pass."""
    crowd = "\n".join(
        f"ingredient: dexpanthenol, strength: {mg} mg/mL, volume: 0.01 mL" for mg in range(1, 151)
    )
    text = formula(
        f"{crowd}\nproduct: lidocaine-2-percent, volume: 30 mL\n{SALINE}",
        volume="40 mL",
        indication="local-anesthesia",
        route="infiltration",
    )
    outcome = outcome_of(text)
    assert outcome.more > 0
    assert errors(outcome) == {"FML303"}
    assert places(outcome) == sorted(places(outcome))
    tally = Tally()
    tally.add(outcome)
    assert (tally.errors, tally.clean, tally.recipes) == (1, 0, 1)


def test_what_was_not_checked_keeps_a_recipe_from_being_clean() -> None:
    outcome = outcome_of(SOUND.replace("{patient_weight: 50 kg}", "{points: 5}"))
    item = found(outcome, "FML304")
    assert item.finding.not_checked
    assert not outcome.clean
    as_note = outcome._replace(reported=(item._replace(severity=Severity.NOTE),))
    assert not as_note.clean
    assert not outcome._replace(reported=(), more=1).clean


def test_tallies_add_up() -> None:
    total, first, second = Tally(), Tally(files=1), Tally(files=2)
    first.add(outcome_of(SOUND))
    second.add(outcome_of("a: [1"))
    second.add(outcome_of("format: products/1\nproducts: []\n"))
    second.add(outcome_of(SOUND.replace("{patient_weight: 50 kg}", "{points: 5}")))
    total.merge(first)
    total.merge(second)
    assert (total.files, total.recipes, total.clean, total.errors, total.warnings) == (3, 3, 1, 1, 1)
    assert total.not_checked == 1
    assert total.notes == first.notes + second.notes > 0
    assert total.codes == first.codes + second.codes
    assert total.codes["FML003"] == 1
