"""What the policy thinks of an ingredient, in the words of the findings: FML202 to FML205."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import INDICATIONS, approved, codes, errors, formula, ingredient, outcome_of, product, small

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

STOCK = "ingredient: drug, strength: 10 mg/mL, volume: 10 mL"
FORBIDDING = INDICATIONS.replace("[{id: plain}]", "[{id: plain, forbids: [poisons, enzyme, gem]}]", 1)


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def judged(folder: Path, *rows: str, part: str = STOCK, groups: str = "", **fields: str) -> Outcome:
    """A drug with these standings in one recipe."""
    listed = "".join(f"- {{ingredient: drug, {row}, source: s, evidence: label}}\n" for row in rows)
    catalogue = small(
        folder,
        ingredients=ingredient("drug", f"groups: [{groups}]" if groups else "") + ingredient("gem"),
        indications=FORBIDDING if groups == "poisons" else INDICATIONS,
        standings=listed,
    )
    return outcome_of(formula(part, **fields), catalogue)


@pytest.mark.parametrize(
    ("standing", "words", "fails"),
    [
        ("unapproved", "is not approved as a stock preparation", True),
        ("marketed-unapproved", "without an approval", False),
        ("bulk-permitted", "bulk substance for compounding", False),
    ],
)
def test_short_of_an_approval(tmp_path: Path, standing: str, words: str, fails: bool) -> None:  # noqa: FBT001
    outcome = judged(tmp_path, f"standing: {standing}, note: Because.")
    (found,) = of(outcome, "FML202")
    assert words in found.message
    assert found.help.endswith(" Because.")
    assert (found.path, found.component) == (("components", 0, "ingredient"), "drug")
    assert found.source == "A source, page 1"
    assert (errors(outcome) == {"FML202"}) is fails


def test_no_standing_at_all(tmp_path: Path) -> None:
    outcome = judged(tmp_path)
    (found,) = of(outcome, "FML202")
    assert ("has no standing" in found.message, found.source) == (True, "")
    assert "FML202" in errors(outcome)
    (found,) = of(judged(tmp_path, part="ingredient: drug, dry: true, amount: 1 mg"), "FML202")
    assert "as a powder to weigh in" in found.message


@pytest.mark.parametrize(
    "first", [STOCK.replace("10 mL", "5 mL"), "ingredient: drug, dry: true, amount: 1 mg"]
)
def test_a_powder_cannot_stand_behind_the_approved_stock_of_its_name(tmp_path: Path, first: str) -> None:
    parts = [STOCK.replace("10 mL", "5 mL"), "ingredient: drug, dry: true, amount: 1 mg"]
    parts.sort(key=lambda part: part != first)
    outcome = judged(tmp_path, "standing: approved, for: product", part="\n".join(parts))
    (found,) = of(outcome, "FML202")
    assert found.path == (
        "components",
        parts.index("ingredient: drug, dry: true, amount: 1 mg"),
        "ingredient",
    )
    assert "FML202" in errors(outcome)


@pytest.mark.parametrize(
    ("standing", "word"), [("prohibited", "prohibited"), ("withdrawn", "withdrawn for safety")]
)
def test_prohibited(tmp_path: Path, standing: str, word: str) -> None:
    outcome = judged(tmp_path, f"standing: {standing}, note: It harmed people.")
    (found,) = of(outcome, "FML203")
    assert word in found.message
    assert found.help == "Remove it; this cannot be waived. It harmed people."
    assert errors(outcome) == {"FML203"}
    assert not codes(outcome) & {"FML202", "FML308", "FML310"}


def test_a_filler_among_the_excipients_of_a_product(tmp_path: Path) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug") + ingredient("gel", "groups: [fillers]"),
        products=product(
            "vial",
            "{ingredient: drug, strength: 1 mg/mL}",
            "excipients: [{ingredient: gel, strength: trace}]",
        ),
        standings=approved("drug", "gel"),
    )
    (found,) = of(outcome_of(formula("product: vial, volume: 10 mL"), catalogue), "FML205")
    assert found.message == "vial holds gel, which must not be mixed into a serum cocktail"
    assert found.component == "gel"


@pytest.mark.parametrize("place", ["administration", "components"])
def test_a_prohibited_preservative_of_a_product(tmp_path: Path, place: str) -> None:
    preserved = "excipients: [{ingredient: gem, strength: undeclared}]"
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug") + ingredient("gem"),
        products=product("vial", "{ingredient: drug, strength: 1 mg/mL}", preserved),
        standings=approved("drug")
        + "- {ingredient: gem, standing: prohibited, routes: [intradermal], source: s, evidence: label}\n",
    )
    numbing = "administration: {numbing: {how: separate-injection, product: vial, amount: 1 mL}}\n"
    part, more = ("product: vial, volume: 10 mL", "") if place == "components" else (STOCK, numbing)
    (found,) = of(outcome_of(formula(part, more=more), catalogue), "FML203")
    assert (found.path[0], found.component) == (place, "gem")
    assert found.message == "vial holds gem, which is prohibited (policy `us`)"
    elsewhere = outcome_of(formula(part, more=more, route="subcutaneous"), catalogue)
    assert of(elsewhere, "FML203") == []


def test_a_standing_that_was_merely_discontinued_is_no_verdict(tmp_path: Path) -> None:
    assert not codes(judged(tmp_path, "standing: approved, discontinued: true")) & {
        "FML202",
        "FML203",
        "FML204",
    }


@pytest.mark.parametrize(
    ("scope", "fields", "words"),
    [
        ("routes: [subcutaneous]", {}, "approved for subcutaneous use, not for intradermal use"),
        ("routes: [oral, topical]", {}, "approved for oral or topical use, not for intradermal use"),
        ("indications: [old-scar]", {}, "approved for old-scar, not for scar"),
        ("sites: [arm]", {"site": "leg"}, "approved for arm, not for the site leg"),
        ("species: [equine]", {}, "approved for use in horses, not for use in people"),
        (
            "routes: [subcutaneous], indications: [old-scar]",
            {},
            "approved for subcutaneous use and old-scar, not for intradermal use and scar",
        ),
        (
            "routes: [intradermal], sites: [arm]",
            {"site": "leg"},
            "intradermal use and arm, not for the site leg",
        ),
    ],
)
def test_off_label(tmp_path: Path, scope: str, fields: dict[str, str], words: str) -> None:
    outcome = judged(tmp_path, f"standing: approved, {scope}, note: A note.", **fields)
    (found,) = of(outcome, "FML204")
    assert words in found.message
    assert found.help == "Record the reason for the off-label use. A note."
    assert errors(outcome) == set()
    outcome = judged(tmp_path, f"standing: restricted, {scope}", **fields)
    (found,) = of(outcome, "FML204")
    assert words.replace("approved for", "restricted to") in found.message
    assert found.help == "Use it only as its label allows."
    assert errors(outcome) == {"FML204"}


def test_off_label_says_only_what_is_not_covered(tmp_path: Path) -> None:
    outcome = judged(tmp_path, "standing: approved, indications: [scar], sites: [arm]", site="leg")
    (found,) = of(outcome, "FML204")
    assert found.message.endswith("not for the site leg"), found.message


def test_what_is_restricted_to_a_site_needs_the_site_stated(tmp_path: Path) -> None:
    outcome = judged(tmp_path, "standing: restricted, sites: [arm]")
    (found,) = of(outcome, "FML204")
    assert found.message.endswith("restricted to arm, not for a site that is not stated")
    assert errors(outcome) == {"FML204"}
    assert not of(judged(tmp_path, "standing: restricted, sites: [arm]", site="arm"), "FML204")
    assert not of(judged(tmp_path, "standing: approved, sites: [arm]"), "FML204")
    for site in ({}, {"site": "arm"}):  # only what does not fit is told
        routed = judged(tmp_path, "standing: approved, routes: [subcutaneous], sites: [arm]", **site)
        assert of(routed, "FML204")[0].message.endswith("not for intradermal use")
    placed = judged(tmp_path, "standing: approved, routes: [intradermal], sites: [arm]", site="leg")
    assert of(placed, "FML204")[0].message.endswith("not for the site leg")


def test_of_several_restrictions_the_one_on_this_indication_is_told(tmp_path: Path) -> None:
    rows = (
        "standing: restricted, indications: [old-scar]",
        "standing: restricted, indications: [scar], sites: [arm]",
    )
    (found,) = of(judged(tmp_path, *rows, site="leg"), "FML204")
    assert found.message.endswith("restricted to scar and arm, not for the site leg")


def test_off_label_for_an_unknown_indication(tmp_path: Path) -> None:
    outcome = judged(tmp_path, "standing: approved, indications: [scar]", indication="scars")
    assert not of(outcome, "FML204")  # the indication is at fault
    assert of(outcome, "FML208")


def test_a_profile_forbids_by_group_category_or_name(tmp_path: Path) -> None:
    outcome = judged(tmp_path, "standing: approved", groups="poisons")
    (found,) = of(outcome, "FML204")
    assert "the profile `plain` forbids poisons" in found.message
    assert errors(outcome) == {"FML204"}
    outcome = judged(tmp_path, "standing: prohibited", groups="poisons")
    assert errors(outcome) == {"FML203"}


@pytest.mark.parametrize("group", ["fillers", "permanent-fillers", "neurotoxins"])
def test_a_filler_is_one_finding_whatever_its_standing(tmp_path: Path, group: str) -> None:
    for row in ("standing: approved", "standing: unapproved", "standing: approved, routes: [subcutaneous]"):
        outcome = judged(tmp_path, row, groups=group)
        (found,) = of(outcome, "FML205")
        assert "drug must not be mixed into a serum cocktail" in found.message
        assert found.source == "A source, page 1"
        assert codes(outcome) - {"FML701"} == {"FML205"}
    (found,) = of(judged(tmp_path, groups=group), "FML205")
    assert found.source == ""
    outcome = judged(tmp_path, "standing: prohibited", groups=group)
    assert errors(outcome) == {"FML203"}


@pytest.mark.parametrize(
    ("route", "evidence", "level"),
    [
        ("intradermal", "label", "error"),
        ("intradermal", "unverified", "warning"),
        ("subcutaneous", "label", ""),
    ],
)
def test_a_product_whose_label_rules_the_route_out(
    tmp_path: Path, route: str, evidence: str, level: str
) -> None:
    excluded = f"not_for: {{routes: [intradermal], note: For muscle only., source: s, evidence: {evidence}}}"
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug"),
        products=product("strong", "{ingredient: drug, strength: 40 mg/mL}", excluded),
        standings=approved("drug"),
    )
    parts = "product: strong, volume: 5 mL\nproduct: strong, volume: 5 mL"
    outcome = outcome_of(formula(parts, route=route), catalogue)
    found = [item for item in outcome.reported if item.finding.code == "FML204"]
    assert [item.severity.value for item in found] == ([level] if level else [])
    for item in found:
        assert item.finding.message == "the label of strong rules out intradermal use"
        assert (
            item.finding.help
            == "Take another product of the same ingredient. For muscle only. From A source, page 1."
        )
        assert item.finding.path == ("components", 0, "product")


@pytest.mark.parametrize(("how", "refused"), [("separate-injection", True), ("topical", False)])
def test_a_cream_is_not_injected_to_numb(how: str, refused: bool) -> None:  # noqa: FBT001
    more = f"administration: {{numbing: {{how: {how}, product: lidocaine-prilocaine-cream, amount: 1 mL}}}}"
    parts = "product: lidocaine-1-percent, volume: 5 mL\nproduct: sodium-chloride-0.9, qs: true"
    outcome = outcome_of(formula(parts, more=more, route="infiltration", indication="local-anesthesia"))
    found = [
        item.finding for item in outcome.reported if "rules out infiltration use" in item.finding.message
    ]
    assert [one.path for one in found] == [("administration", "numbing", "product")] * refused
