"""Two formulas are told apart by what they do to a patient, not by the lines of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import approved, data_of, formula, ingredient, small

from formulary.domain.build import build
from formulary.domain.version import Signature, Version
from formulary.reports import comparison, versions
from formulary.reports.differences import Difference, differences
from formulary.reports.layout import lay
from formulary.rules.case import Case, make_case

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue

ONE = "ingredient: lidocaine, strength: 20 mg/mL, volume: 2 mL\ningredient: saline, qs: true"
LIMITS = (
    '- {ingredient: lidocaine, "on": concentration, hard: 20 mg/mL, route: any, source: s, evidence: label}'
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    stuff = ingredient("lidocaine") + ingredient("saline", category="vehicle") + ingredient("biotin")
    folder = tmp_path_factory.mktemp("seed") / "seed"
    return small(
        folder, ingredients=stuff, standings=approved("lidocaine", "saline", "biotin"), limits=LIMITS
    )


def case(text: str, catalogue: Catalogue) -> tuple[dict[str, Any], Case]:
    data = data_of(text)
    return data, make_case(build(data), catalogue, catalogue.policy("us"))


def found(before: str, after: str, catalogue: Catalogue) -> list[Difference]:
    (old, first), (new, second) = case(before, catalogue), case(after, catalogue)
    return differences(old, new, (first, second))


def test_the_same_formula_written_otherwise_has_no_difference(catalogue: Catalogue) -> None:
    text = formula(ONE)
    assert found(text, text, catalogue) == []
    as_amount = text.replace("volume: 2 mL}", "amount: 40.0 mg}").replace("20 mg/mL", "2 % w/v")
    assert found(text, as_amount, catalogue) == []


def test_a_changed_volume_is_a_changed_concentration_and_headroom(catalogue: Catalogue) -> None:
    text = formula(ONE)
    assert found(text, text.replace("volume: 2 mL", "volume: 2.5 mL"), catalogue) == [
        Difference("concentration", "lidocaine", "4 mg/mL", "5 mg/mL", "+25 %"),
        Difference("concentration", "saline", "80% v/v", "75% v/v", "-6.25 %"),
        Difference(
            "headroom",
            "lidocaine, hard limit on the concentration",
            "20 % of 20 mg/mL",
            "25 % of 20 mg/mL",
        ),
        Difference("volume", "lidocaine", "2 mL", "2.5 mL"),
        Difference("volume", "saline", "8 mL", "7.5 mL"),
    ]


@pytest.mark.parametrize(
    ("strength", "note"),
    [
        ("200 mg/mL", "10 times as much"),
        ("2 mg/mL", "1/10 of it"),
        ("10 mg/mL", "1/2 of it"),
        ("19 mg/mL", "-5 %"),
    ],
)
def test_a_tenfold_slip_is_named_as_a_factor(strength: str, note: str, catalogue: Catalogue) -> None:
    text = formula(ONE)
    first = found(text, text.replace("20 mg/mL", strength), catalogue)[0]
    assert (first.what, first.note) == ("lidocaine", note)


def test_what_comes_and_goes_is_said_once_each(catalogue: Catalogue) -> None:
    before = formula(ONE, more="administration: {sessions: 4, needle: {length: 4 mm}}")
    after = formula(
        f"{ONE}\ningredient: biotin, concentration: 1 mg/mL, dry: true",
        more="administration: {sessions: 6, needle: {length: 4 mm, gauge: 30}}",
        route="subcutaneous",
    )
    got = {(item.part, item.what): (item.before, item.after) for item in found(before, after, catalogue)}
    assert got == {
        ("concentration", "biotin"): ("", "1 mg/mL"),
        ("volume", "biotin"): ("", "0 mL"),
        ("use", "route"): ("intradermal", "subcutaneous"),
        ("administration", "sessions"): ("4", "6"),
        ("administration", "needle gauge"): ("", "30"),
    }


def test_lists_lose_and_gain_entries(catalogue: Catalogue) -> None:
    before = formula(ONE, more="preparation: {steps: [Wash, Mix, Label], setting: immediate-use}")
    after = formula(ONE, more="preparation: {steps: [Mix, Label, Store], setting: immediate-use}")
    turned = formula(ONE, more="preparation: {steps: [Label, Mix, Wash], setting: immediate-use}")
    got = [(item.before, item.after) for item in found(before, after, catalogue)]
    assert got == [("Wash", ""), ("", "Store")]
    assert [item.note for item in found(before, turned, catalogue)] == ["in another order"]


def test_a_quantity_that_was_refused_is_unknown_and_not_zero(catalogue: Catalogue) -> None:
    text = formula(ONE)
    first = found(text, text.replace("volume: 10 mL", "volume: 10 %"), catalogue)[0]
    assert (first.before, first.after, first.note) == ("4 mg/mL", "unknown", "")


def test_differences_for_people_fit_a_narrow_terminal(catalogue: Catalogue) -> None:
    before = formula(ONE, more="notes: " + "long " * 40)
    after = formula(ONE, more="notes: " + "longer " * 40).replace("2 mL", "3 mL")
    for width in (40, 120):
        shown = [lay(line, width) for line in comparison.lines("a@1", "a@2", found(before, after, catalogue))]
        assert max(len(row) for text in shown for row in text.splitlines()) <= width
        assert any("lidocaine: 4 mg/mL -> 6 mg/mL" in text.replace("\n      ", " ") for text in shown)


def test_a_version_shows_its_headroom_status_and_signatures(catalogue: Catalogue) -> None:
    data, made = case(formula(ONE, more="administration: {sessions: 4}"), catalogue)
    signature = Signature("approval", "ana", "Ana Núñez", "2026-11-26T09:30:00Z", "SHA256:abc", "...")
    version = Version(
        *("example", 2, "approved", data, "ab" * 32, "Ben", "ben", "2026-11-25T08:00:00Z", "us"),
        *("cd" * 32, "ef" * 32, (), (), (signature,)),
    )
    shown = "\n".join(lay(line) for line in versions.page(version, made, [""], {"ben": "Ben Olsen"}))
    for words in (
        "example@2 approved",
        "lidocaine  4 mg/mL",
        "20 %  hard limit on the concentration: 4 of 20 mg/mL",
        "sessions: 4",
        "2026-11-25 08:00:00 UTC by Ben Olsen (ben)",
        "approval: Ana Núñez (ana), 2026-11-26 09:30:00 UTC",
        "limits below are those of policy us",
    ):
        assert words in shown
    record = versions.data(version, made, [""])
    assert record["label"] == "example@2"
    assert record["signatures"][0]["name"] == "Ana Núñez"
    assert record["concentrations"][0]["concentration"] == "4 mg/mL"
    assert record["limits"][0]["used_percent"] == "20"
    assert record["signatures"][0]["holds"] is True
    forged = "\n".join(lay(line) for line in versions.page(version, made, ["it was made up"], {}))
    assert "does not hold: it was made up" in forged
    assert [row["used_percent"] for row in versions.rows(version, made)] == ["20", ""]
