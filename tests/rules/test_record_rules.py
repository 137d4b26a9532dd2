"""The record of preparation and what the patient is told: complete, and not longer than it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import approved, errors, formula, ingredient, outcome_of, product, small

from formulary.rules.fml701_incomplete_record import ITEMS
from formulary.rules.fml702_beyond_use_date import storage

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

SOURCED = "source: s, evidence: regulation"


@pytest.fixture
def cabinet(tmp_path: Path) -> Catalogue:
    return small(
        tmp_path,
        ingredients=ingredient(
            "drug", "allergens: [sulfite], interactions: [{with: locals, source: s, evidence: label}]"
        )
        + ingredient("kin", "allergens: [sulfite]")
        + ingredient("saltwater", category="vehicle"),
        products=product("a", "{ingredient: drug, strength: 1 mg/mL}", "in_use: 8 h")
        + product("b", "{ingredient: kin, strength: 1 mg/mL}", "in_use: 6 h")
        + product("c", "{ingredient: saltwater, strength: 9 mg/mL}")
        + product("d", "{ingredient: saltwater, strength: 8 mg/mL}"),
        standings=approved("drug", "kin", "saltwater"),
        beyond_use=f"""
        - {{setting: immediate-use, limit: 4 hours, max_products: 3, {SOURCED}}}
        - {{setting: category-1, storage: room, limit: 12 hours, {SOURCED}}}
        - {{setting: category-1, storage: refrigerator, limit: 24 hours, {SOURCED}}}
        """,
    )


def judged(
    catalogue: Catalogue, preparation: str, parts: str = "c", patient: str = "", **fields: str
) -> Outcome:
    listed = "\n".join(f"product: {name}, volume: 1 mL" for name in parts)
    more = f"preparation: {{{preparation}}}\n" if preparation else ""
    more += f"patient: {{{patient}}}" if patient else ""
    return outcome_of(formula(listed, f"{len(parts)} mL", more, **fields), catalogue)


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def test_no_record_is_a_note(cabinet: Catalogue) -> None:
    (found,) = of(judged(cabinet, ""), "FML701")
    assert (found.severity, found.path, found.not_checked) == ("note", (), False)


def test_each_missing_item_of_a_record_that_was_begun(cabinet: Catalogue) -> None:
    found = of(judged(cabinet, "setting: category-1, container: a syringe"), "FML701")
    assert len(found) == len(ITEMS) - 2
    assert all(f"(it holds 2 of {len(ITEMS)} items)" in one.message for one in found)
    assert found[0].help == "Add `equipment` to `preparation`."
    assert {one.severity for one in found} == {None}
    outcome = judged(cabinet, "setting: category-1, steps: []")
    assert "Add `steps` to `preparation`." in [one.help for one in of(outcome, "FML701")]


@pytest.mark.parametrize(
    ("preparation", "words"),
    [
        ("setting: category-1, beyond_use: 12 h, storage: {temperature: room temperature}", ""),
        (
            "setting: category-1, beyond_use: 13 h, storage: {temperature: room temperature}",
            "kept at room temperature may be used for 12 hours, not for 13 h",
        ),
        (
            "setting: category-1, beyond_use: 13 h, storage: {temperature: 20-25 C}",
            "kept at room temperature may be used for 12 hours",
        ),
        ("setting: category-1, beyond_use: 24 h, storage: {temperature: 2 to 8 C}", ""),
        (
            "setting: category-1, beyond_use: 25 h, storage: {temperature: in the fridge}",
            "in the refrigerator may be used for 24 hours, not for 25 h",
        ),
        ("setting: category-1, beyond_use: 13 h", "may be used for 12 hours"),
        (
            "setting: category-1, beyond_use: 13 h, storage: {temperature: in a drawer}",
            "may be used for 12 hours",
        ),
        ("setting: category-2, beyond_use: 13 h", "has no beyond-use limit for category-2"),
        ("setting: immediate-use, beyond_use: 90 h", ""),
        ("beyond_use: 90 h", ""),
        ("setting: category-1", ""),
        ('setting: category-1, beyond_use: "1,5 h"', ""),
    ],
)
def test_beyond_use_dates(cabinet: Catalogue, preparation: str, words: str) -> None:
    outcome = judged(cabinet, preparation)
    found = of(outcome, "FML702")
    assert [words in one.message for one in found] == ([True] if words else [])
    assert ("FML702" in errors(outcome)) is (bool(words) and "category-2" not in preparation)
    assert all(one.not_checked for one in found if "category-2" in preparation)
    assert not of(judged(cabinet, preparation, route="transdermal"), "FML702")


@pytest.mark.parametrize(
    ("preparation", "parts", "words"),
    [
        ("beyond_use: 4 days", "a", ""),
        ("beyond_use: 5 days", "a", "may be used for 4 days, not for 5 days"),
        ("beyond_use: 4 days", "dry", "has no beyond-use limit for category-3, made this way"),
        (
            "beyond_use: 4 days, sterilization: Terminal by steam",
            "a",
            "may be used for 2 days, not for 4 days",
        ),
        ("beyond_use: 2 days, sterilization: Terminal by steam", "dry", ""),
        ("beyond_use: 4 days, sterilization: none; not terminally sterilized", "a", ""),
        ("beyond_use: 4 days, sterilization: without terminal sterilization", "a", ""),
        ("beyond_use: 4 days, sterilization: terminal filtration", "a", ""),
    ],
)
def test_how_it_is_made_sterile(tmp_path: Path, preparation: str, parts: str, words: str) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("a", "{ingredient: drug, strength: 1 mg/mL}"),
        standings=approved("drug"),
        beyond_use=f"""
        - {{setting: category-3, sterilization: aseptic, limit: 4 days, source: s, evidence: unverified}}
        - {{setting: category-3, sterilization: terminal, limit: 2 days, {SOURCED}}}
        """,
    )
    dry = "ingredient: drug, amount: 1 mg, dry: true\n" if parts == "dry" else ""
    more = f"preparation: {{setting: category-3, {preparation}}}"
    outcome = outcome_of(formula(f"{dry}product: a, volume: 1 mL", "1 mL", more), catalogue)
    found = of(outcome, "FML702")
    assert [words in one.message for one in found] == ([True] if words else [])
    assert ("FML702" in errors(outcome)) is ("2 days, not" in words)  # the other row is unverified
    assert {one.severity for one in found if "FML702" not in errors(outcome)} <= {"warning"}


@pytest.mark.parametrize(
    ("evidence", "severity", "words"),
    [("label", None, "page 1."), ("unverified", "warning", "1 (unverified).")],
)
def test_a_test_that_an_unverified_row_asks_for(
    tmp_path: Path, evidence: str, severity: str | None, words: str
) -> None:
    row = f"- {{setting: category-3, sterility_test: true, limit: 60 days, source: s, evidence: {evidence}}}"
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("a", "{ingredient: drug, strength: 1 mg/mL}"),
        standings=approved("drug"),
        beyond_use=row,
    )
    more = "preparation: {setting: category-3, beyond_use: 2 days}"
    (found,) = of(outcome_of(formula("product: a, volume: 1 mL", "1 mL", more), catalogue), "FML702")
    assert (found.severity, found.path) == (severity, ("preparation", "beyond_use"))
    assert found.help.endswith(words)


TEST = "quality_control: [{test: %s, expect: %s}]"
STERILITY = TEST % ("sterility (USP 71)", "no growth in 14 days")


@pytest.mark.parametrize(
    ("preparation", "words"),
    [
        ("setting: category-2, beyond_use: 5 days", "may be used for 4 days, not for 5 days"),
        (f"setting: category-2, beyond_use: 30 days, {STERILITY}", ""),
        (f"setting: category-2, beyond_use: 31 days, {STERILITY}", "may be used for 30 days, not for 31"),
        (
            f"setting: category-2, beyond_use: 30 days, {TEST % ('sterility', 'not performed')}",
            "may be used for 4 days",
        ),
        (
            f"setting: category-2, beyond_use: 30 days, {TEST % ('no sterility test', 'none')}",
            "may be used for 4 days",
        ),
        (
            f"setting: category-2, beyond_use: 30 days, {TEST % ('appearance', 'clear')}",
            "may be used for 4 days",
        ),
        (f"setting: category-2, beyond_use: 30 days, {TEST % ('Sterility', 'no visible growth')}", ""),
        (f"setting: category-3, beyond_use: 60 days, {STERILITY}", ""),
        (f"setting: category-3, beyond_use: 61 days, {STERILITY}", "may be used for 60 days, not for 61"),
        (
            "setting: category-3, beyond_use: 2 days",
            "must pass a sterility test, and `quality_control`",
        ),
        (f"setting: category-4, beyond_use: 2 days, {STERILITY}", "may be used for 3 days"),
    ],
)
def test_a_sterility_test(tmp_path: Path, preparation: str, words: str) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("a", "{ingredient: drug, strength: 1 mg/mL}"),
        standings=approved("drug"),
        beyond_use=f"""
        - {{setting: category-2, sterilization: aseptic, limit: 4 days, {SOURCED}}}
        - {{setting: category-2, sterilization: aseptic, sterility_test: true, limit: 30 days, {SOURCED}}}
        - {{setting: category-3, sterility_test: true, limit: 60 days, {SOURCED}}}
        - {{setting: category-1, limit: 3 days, {SOURCED}}}
        """,
    )
    # a test shortens nothing: without a row for what is tested, the one without counts
    preparation = preparation.replace("category-4, beyond_use: 2", "category-1, beyond_use: 4")
    outcome = outcome_of(
        formula("product: a, volume: 1 mL", "1 mL", f"preparation: {{{preparation}}}"), catalogue
    )
    found = of(outcome, "FML702")
    assert [words in one.message for one in found] == ([True] if words else [])
    assert ("FML702" in errors(outcome)) is bool(words)


@pytest.mark.parametrize(
    ("kept", "way", "days"),
    [
        ("20-25 C", "", 4),
        ("2-8 C", "", 10),
        ("frozen", "", 45),
        ("20-25 C", "dry", 1),
        ("frozen", "dry", 45),
        ("20-25 C", "terminal", 14),
        ("2-8 C", "terminal", 28),
        ("20-25 C", "tested", 30),
        ("2-8 C", "tested", 45),
        ("frozen", "dry tested", 60),
        ("20-25 C", "terminal tested", 45),
        ("frozen", "dry terminal tested", 90),
    ],
)
def test_the_shipped_table_of_category_2(kept: str, way: str, days: int) -> None:
    dry = "ingredient: ascorbic-acid, dry: true, amount: 10 mg\n" if "dry" in way else ""
    made = "terminal, by steam" if "terminal" in way else "none; aseptic"
    checks = f", {STERILITY}" if "tested" in way else ""
    for stated, fires in ((days, False), (days + 1, True)):
        record = f"setting: category-2, storage: {{temperature: {kept}}}, beyond_use: {stated} days"
        text = formula(
            f"{dry}product: sodium-chloride-0.9, volume: 10 mL",
            "10 mL",
            f"preparation: {{{record}, sterilization: '{made}'{checks}}}",
            indication="alopecia",
        )
        assert ("FML702" in errors(outcome_of(text))) is fires, text


def test_the_shortest_lived_stock(cabinet: Catalogue) -> None:
    assert not of(judged(cabinet, "setting: category-1, beyond_use: 8 h", "a"), "FML702")
    (found,) = of(judged(cabinet, "setting: category-1, beyond_use: 9 h", "ca"), "FML702")
    assert found.message == "a keeps for 8 h once opened, not for 9 h"
    assert (found.component, found.limit) == ("a", "8 h")
    assert len(of(judged(cabinet, "setting: category-1, beyond_use: 9 h", "ab"), "FML702")) == 1
    assert len(of(judged(cabinet, "setting: category-2, beyond_use: 9 h", "a"), "FML702")) == 2


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("room temperature", "room"),
        ("Ambient", "room"),
        ("20 to 25 C", "room"),
        ("20-25 C", "room"),
        ("2-8 C", "refrigerator"),
        ("Refrigerated", "refrigerator"),
        ("-20 C", "freezer"),
        ("frozen", "freezer"),
        ("-20 °C", "freezer"),
        ("at -25", "freezer"),
        ("15-25 C", "room"),
        ("18–25 °C", "room"),
        ("15-20 C", ""),
        ("15 -20 C", ""),
        ("15°-20°", ""),
        ("never frozen", ""),
        ("not in the freezer", ""),
        ("refrigerate, do not keep in a freezer", "refrigerator"),
        ("refrigerator, not at room temperature", "refrigerator"),
        ("22-8 C", ""),
        ("in a drawer", ""),
        ("", ""),
        ("refrigerator, then room temperature", "room"),
    ],
)
def test_how_a_temperature_is_understood(words: str, kept: str) -> None:
    """`20-25 C` was found to be taken for a freezer's -25 C, which keeps longest."""
    assert storage(words) == kept


@pytest.mark.parametrize(
    ("preparation", "parts", "found"),
    [
        ("setting: immediate-use, beyond_use: 4 h", "abc", []),
        ("setting: immediate-use, beyond_use: 241 min", "abc", [("preparation", "beyond_use")]),
        ("setting: immediate-use, beyond_use: 4 h", "abcd", [("components",)]),
        ("setting: immediate-use, beyond_use: 5 h", "abcd", [("preparation", "beyond_use"), ("components",)]),
        ("setting: immediate-use, beyond_use: 4 h", "aabbcc", []),
        ("setting: category-1, beyond_use: 5 h", "abcd", []),
        ('setting: immediate-use, beyond_use: "4,5 h"', "abc", []),
    ],
)
def test_immediate_use(
    cabinet: Catalogue, preparation: str, parts: str, found: list[tuple[str, ...]]
) -> None:
    assert [one.path for one in of(judged(cabinet, preparation, parts), "FML704")] == sorted(found)
    assert not of(judged(cabinet, preparation, parts, route="transdermal"), "FML704")


def test_the_time_once_opened_names_its_own_source(tmp_path: Path) -> None:
    own = "in_use: {value: 4 h, source: {title: Bulk label, where: p 2, read: 2026-11-26}, evidence: label}"
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("bulk", "{ingredient: drug, strength: 1 mg/mL}", own)
        + product("vial", "{ingredient: drug, strength: 1 mg/mL}", "in_use: 6 h"),
        standings=approved("drug"),
    )
    for name, time, source in (("bulk", "4 h", "Bulk label, p 2"), ("vial", "6 h", "A source, page 1")):
        (found,) = of(judged_parts(catalogue, name, "beyond_use: 9 h"), "FML702")
        assert found.message == f"{name} keeps for {time} once opened, not for 9 h"
        assert (found.source, found.help) == (source, f"Shorten it. From {source}.")


def judged_parts(catalogue: Catalogue, name: str, preparation: str) -> Outcome:
    more = f"preparation: {{{preparation}}}"
    return outcome_of(formula(f"product: {name}, volume: 1 mL", "1 mL", more), catalogue)


def test_immediate_use_takes_nothing_that_is_weighed_in(cabinet: Catalogue) -> None:
    parts = "ingredient: drug, dry: true, amount: 1 mg\nproduct: c, qs: true"
    more = "preparation: {{setting: {}, beyond_use: 4 h}}"
    (found,) = of(outcome_of(formula(parts, "2 mL", more.format("immediate-use")), cabinet), "FML704")
    assert (found.path, found.component, found.severity) == (("components", 0, "dry"), "drug", None)
    assert found.message.endswith("is made of sterile products, and drug is a powder weighed in")
    assert not of(outcome_of(formula(parts, "2 mL", more.format("category-1")), cabinet), "FML704")


@pytest.mark.parametrize(
    ("patient", "parts", "messages"),
    [
        ("", "ab", []),
        ("contraindications: [sulfite], interactions: [locals]", "ab", []),
        ("contraindications: [sulfite]", "a", ["the recipe does not mention locals, on record for drug"]),
        ("interactions: [locals]", "ab", ["the recipe does not mention sulfite, on record for drug"]),
        ("aftercare: [rest]", "b", ["the recipe does not mention sulfite, on record for kin"]),
        ("aftercare: [rest]", "a", ["the recipe does not mention locals and sulfite, on record for drug"]),
    ],
)
def test_what_the_patient_is_told(cabinet: Catalogue, patient: str, parts: str, messages: list[str]) -> None:
    outcome = judged(cabinet, "", parts, patient)
    assert [one.message for one in of(outcome, "FML703")] == messages
    assert all(one.on_key for one in of(outcome, "FML703")), "there is no one value that is wrong"
    assert errors(outcome) == set()


def test_a_time_beyond_immediate_use_is_said_once(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "setting: immediate-use, beyond_use: 9 h", "a")  # opened, it keeps for 8 h
    assert len(of(outcome, "FML704")) == 1
    assert not of(outcome, "FML702")
