"""What a recipe for an indication must hold: categories, numbing, a vehicle, and no recorded enemies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import approved, codes, errors, formula, ingredient, outcome_of, product, small

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

NAMES = {"vit": "vitamin", "vit-2": "vitamin", "ane": "numbing-agent", "fat": "medicine", "fat-2": "medicine"}
PROFILES = """\
- id: scar
  name: A scar
  species: [human]
  sites: [arm]
  profiles:
    - id: cocktail
      requires:
        - {any_of: [vitamin], at_least: 2, why: One is not enough.}
        - {any_of: [numbing-agent]}
      expects: [{any_of: [lipolytics, fat-2]}]
    - id: numbing
      requires: [{any_of: [locals]}]
    - id: gentle
      requires: [{any_of: [vitamin, numbing-agent]}]
      expects: [{any_of: [numbing-agent]}]
    - id: anything
  source: s
  evidence: expert
"""


@pytest.fixture
def cabinet(tmp_path: Path) -> Catalogue:
    groups = {"ane": "groups: [locals]", "fat": "groups: [lipolytics]"}
    return small(
        tmp_path,
        ingredients="".join(
            ingredient(name, groups.get(name, ""), category) for name, category in NAMES.items()
        )
        + ingredient("saltwater", category="vehicle"),
        products=product("water", "{ingredient: saltwater, strength: 9 mg/mL}")
        + product("both", "{ingredient: vit, strength: 1 mg/mL}, {ingredient: vit-2, strength: 1 mg/mL}"),
        indications=PROFILES,
        standings=approved(*NAMES, "saltwater"),
        incompatibilities="""
        - {id: a, between: [vit, fat], effect: It turns cloudy., advice: Keep them apart., level: error,
           source: s, evidence: study}
        - {id: b, between: [vit-2, lipolytics], effect: Ash., level: error, source: s, evidence: unverified}
        - {id: c, between: [ane, ane], effect: Nothing., level: note, source: s, evidence: study}
        - {id: e, between: [ane, fat], when: {time: 4 h, ph_above: "7.0", ratio: "1:1 by volume"},
           effect: It clots., level: error, source: s, evidence: study}
        - {id: d, between: [fat-2, any], effect: It sulks., level: note, source: s, evidence: study}
        """,
    )


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def judged(
    catalogue: Catalogue,
    *names: str,
    profile: str = "",
    more: str = "",
    filler: str = "water",
    record: str = "",
    route: str = "intradermal",
) -> Outcome:
    parts = [
        f"product: {name}, volume: 1 mL"
        if name == "both"
        else f"ingredient: {name}, strength: 1 mg/mL, volume: 1 mL"
        for name in names
    ]
    parts += [f"product: {filler}, qs: true"] if filler else []
    volume = "10 mL" if filler else f"{len(names)} mL"
    fields = {"route": route} | ({"profile": profile} if profile else {})
    numbing = f"administration: {{numbing: {more}}}" if more else ""
    more = f"{numbing}\npreparation: {{{record}}}" if record else numbing
    return outcome_of(formula("\n".join(parts), volume, more, **fields), catalogue)


def test_a_complete_cocktail(cabinet: Catalogue) -> None:
    assert not codes(judged(cabinet, "both", "ane", "fat-2")) & {"FML501", "FML502", "FML503"}
    assert not codes(judged(cabinet, "vit", "vit-2", "ane", "fat-2")) & {"FML501", "FML502", "FML503"}


def test_a_missing_category_is_an_error_an_expected_one_a_warning(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "vit", "ane")
    required, expected = of(outcome, "FML501")
    assert required.message == (
        "the cocktail profile of scar requires 2 of vitamin, and the recipe has none or too few"
    )
    assert (
        required.help
        == "One is not enough. Add one. Or choose another profile: numbing, gentle and anything."
    )
    assert (required.severity, expected.severity) == (None, "warning")
    assert expected.message == (
        "the cocktail profile of scar expects lipolytics or fat-2, and the recipe has none"
    )
    assert errors(outcome) == {"FML501"}


@pytest.mark.parametrize(
    ("numbing", "found"),
    [
        ("", ["the formula has no numbing agent, which the cocktail profile asks for"]),
        ("{how: in-formula}", ["`numbing` says in-formula, but the formula has no numbing agent"]),
        ("{how: cooling}", []),
        ("{how: topical}", []),
        ("{how: topical, product: water}", ["water numbs nothing: it holds no numbing agent"]),
        ("{how: separate-injection}", []),
        ("{how: none}", ["no numbing is planned, and no reason is given"]),
        ("{how: none, reason: ' '}", ["no numbing is planned, and no reason is given"]),
        ("{how: none, reason: The skin is numb already}", []),
    ],
)
def test_numbing_is_in_the_formula_or_accounted_for(
    cabinet: Catalogue, numbing: str, found: list[str]
) -> None:
    outcome = judged(cabinet, "both", "fat-2", more=numbing)
    assert [one.message.partition(", which")[0] for one in of(outcome, "FML502")] == [
        one.partition(", which")[0] for one in found
    ]
    assert (errors(outcome) == {"FML502"}) is bool(found)


def test_what_is_numbed_for_its_own_sake_is_not_numbed_by_cooling(cabinet: Catalogue) -> None:
    """Found by trial: a recipe for local anesthesia passed without an anesthetic."""
    outcome = judged(cabinet, "vit", profile="numbing", more="{how: cooling}")
    assert errors(outcome) == {"FML501"}
    assert not errors(judged(cabinet, "ane", profile="numbing"))


def test_nothing_has_to_be_numbed_where_nothing_is_injected(cabinet: Catalogue) -> None:
    """Found by trial: a serum for the skin was asked for an anesthetic, which cosmetics may not hold."""
    assert not codes(judged(cabinet, "both", "fat-2", route="transdermal")) & {"FML501", "FML502"}
    assert not of(judged(cabinet, "vit", profile="gentle", route="transdermal"), "FML501")
    claimed = judged(cabinet, "both", "fat-2", more="{how: in-formula}", route="transdermal")
    assert of(claimed, "FML502")
    assert of(judged(cabinet, "fat-2", route="transdermal"), "FML501")  # what it is built round is needed


def test_an_expected_numbing_agent_is_missed(cabinet: Catalogue) -> None:
    """Found by trial: neither FML501 nor FML502 spoke of it."""
    (found,) = of(judged(cabinet, "vit", profile="gentle"), "FML501")
    assert (found.severity, "expects numbing-agent" in found.message) == ("warning", True)
    assert not of(judged(cabinet, "vit", profile="gentle", more="{how: cooling}"), "FML501")
    assert of(judged(cabinet, "vit", profile="gentle", more="{how: in-formula}"), "FML501")
    assert not of(judged(cabinet, "ane", profile="gentle"), "FML501")
    assert not of(judged(cabinet, "vit", profile="gentle"), "FML502")


def test_a_name_that_is_not_understood_may_be_what_is_missing(cabinet: Catalogue) -> None:
    outcome = outcome_of(formula("ingredient: mystery, volume: 10 mL"), cabinet)
    assert not codes(outcome) & {"FML501", "FML502", "FML503"}
    outcome = outcome_of(formula("product: water, qs: true", profile="other"), cabinet)
    assert errors(outcome) == {"FML208"}


def test_a_mixture_without_a_vehicle(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "vit", "vit-2", profile="anything", filler="")
    (found,) = of(outcome, "FML503")
    assert (found.path, found.on_key) == (("components",), True)
    assert not of(judged(cabinet, "vit", profile="anything", filler=""), "FML503")
    assert not of(judged(cabinet, "vit", profile="anything"), "FML503")


def test_recorded_incompatibilities(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "vit", "fat", profile="anything")
    (found,) = of(outcome, "FML505")
    assert found.message == "vit and fat: it turns cloudy"
    assert found.help == "Keep them apart. From A source, page 1."
    assert (found.path, found.component) == (("components", 1, "ingredient"), "fat")
    assert errors(outcome) == {"FML505"}
    outcome = judged(cabinet, "fat", "vit", profile="anything")
    assert of(outcome, "FML505")[0].path == ("components", 1, "ingredient")


def test_an_incompatibility_is_told_where_it_first_comes_about(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "fat", "vit", "both", profile="anything")
    (found,) = [one for one in of(outcome, "FML505") if "turns cloudy" in one.message]
    assert (found.path, found.component) == (("components", 1, "ingredient"), "vit")


@pytest.mark.parametrize(("beyond_use", "spoils"), [("", True), ("4 h", True), ("239 min", False)])
def test_a_pair_that_spoils_with_time_passes_where_it_is_used_before(
    cabinet: Catalogue, beyond_use: str, *, spoils: bool
) -> None:
    record = f"beyond_use: {beyond_use}" if beyond_use else ""
    found = of(judged(cabinet, "ane", "fat", profile="anything", record=record), "FML505")
    told = ["ane and fat: it clots (at 1:1 by volume, after 4 h, above pH 7.0)"]
    assert [one.message for one in found] == (told if spoils else [])


def test_an_unverified_incompatibility_only_warns(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "vit-2", "fat", profile="anything")
    (found,) = of(outcome, "FML505")
    assert (found.severity, errors(outcome)) == ("warning", set())
    assert found.help == "From A source, page 1 (unverified)."


def test_one_stock_twice_and_what_one_product_holds_were_made_to_go_together(cabinet: Catalogue) -> None:
    assert not of(judged(cabinet, "fat-2", "fat-2", profile="anything"), "FML505")
    assert not of(judged(cabinet, "both", profile="anything", filler=""), "FML505")


def test_a_substance_does_not_quarrel_with_itself(cabinet: Catalogue) -> None:
    assert not of(judged(cabinet, "ane", "ane", profile="anything"), "FML505")


def test_any_means_every_other_substance_but_vehicles(cabinet: Catalogue) -> None:
    outcome = judged(cabinet, "vit", "fat-2", profile="anything")
    (found,) = of(outcome, "FML505")
    assert (found.severity, "it sulks" in found.message) == ("note", True)
    assert not of(judged(cabinet, "fat-2", profile="anything"), "FML505")
    assert len(of(judged(cabinet, "vit", "vit-2", "fat-2", profile="anything"), "FML505")) == 1


def test_a_base_and_its_salt_are_one_substance() -> None:
    """Numbed with a cream of lidocaine and prilocaine: the second is another anesthetic, the first is not."""
    more = "administration: {numbing: {how: topical, product: EMLA, amount: 2 g}}"
    use = {"indication": "local-anesthesia", "route": "infiltration"}
    for stock, first in (
        ("lidocaine-1-percent", "prilocaine base"),
        ("procaine-1-percent", "lidocaine base"),
    ):
        (found,) = of(outcome_of(formula(f"product: {stock}, volume: 10 mL", more=more, **use)), "FML505")
        assert found.message.partition(":")[0].endswith(f" and {first}")


def test_a_vial_brings_what_is_not_its_active_too() -> None:
    """Adrenaline comes with a sulfite, which hyaluronidase does not bear."""
    parts = "product: %s, volume: 1 mL\nproduct: hyaluronidase-150, volume: 1 mL"
    use = {"indication": "local-anesthesia", "route": "infiltration"}
    told = [
        [found.message.partition(":")[0] for found in of(outcome_of(formula(parts % stock, **use)), "FML505")]
        for stock in ("lidocaine-1-percent-epinephrine-1-100000", "lidocaine-1-percent")
    ]
    pair = "sodium metabisulfite and hyaluronidase"
    assert [pair in words for words in told] == [True, False]


def test_two_products_of_one_anesthetic_are_no_two_anesthetics() -> None:
    parts = "product: lidocaine-1-percent, volume: 1 mL\nproduct: lidocaine-2-percent, volume: 1 mL\n"
    text = formula(
        parts + "product: sodium-chloride-0.9, qs: true", indication="local-anesthesia", route="infiltration"
    )
    assert not of(outcome_of(text), "FML505")
    text = text.replace("lidocaine-1-percent", "procaine-1-percent")
    assert of(outcome_of(text), "FML505")
