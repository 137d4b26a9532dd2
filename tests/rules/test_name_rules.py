"""What a recipe calls things: unknown, by a synonym, twice, in two scripts, or out of the policy's reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import codes, errors, formula, outcome_of

if TYPE_CHECKING:
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

SALINE = "product: sodium-chloride-0.9, qs: true"


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code == code]


def judged(parts: str, more: str = "", **fields: str) -> Outcome:
    return outcome_of(formula(f"{parts}\n{SALINE}", more=more, **({"indication": "alopecia"} | fields)))


def test_an_unknown_name_offers_the_nearest_ones() -> None:
    (found,) = of(judged("ingredient: dexpantenol, strength: 250 mg/mL, volume: 1 mL"), "FML201")
    assert found.path == ("components", 0, "ingredient")
    assert "`dexpanthenol`" in found.help
    assert found.component == "dexpantenol"
    (found,) = of(judged("product: xyzzyqwv, volume: 1 mL"), "FML201")
    assert found.path == ("components", 0, "product")
    assert found.help == "`formulary catalogue stub NAME` writes an entry of your own to fill in."


def test_an_unknown_numbing_product_is_unknown_too() -> None:
    more = "administration: {{numbing: {{how: topical, product: {}}}}}"
    (found,) = of(
        judged("product: dexpanthenol-250, volume: 1 mL", more.format("lidocain-2-percent")), "FML201"
    )
    assert found.path == ("administration", "numbing", "product")
    assert "lidocaine-2-percent" in found.help
    (found,) = of(judged("product: dexpanthenol-250, volume: 1 mL", more.format("xyzzyqwv")), "FML201")
    assert "list products" in found.help


def test_what_depends_on_an_unknown_name_stays_silent() -> None:
    outcome = judged("ingredient: mystery, volume: 1 mL")
    assert errors(outcome) == {"FML201"}
    assert not codes(outcome) & {"FML501", "FML502", "FML503"}


@pytest.mark.parametrize(
    ("part", "preferred"),
    [
        ("product: normal saline, volume: 1 mL", "product: sodium-chloride-0.9"),
        ("ingredient: vitamin C, strength: 100 mg/mL, volume: 1 mL", "ingredient: ascorbic-acid"),
        ("ingredient: Lignocaine, strength: 10 mg/mL, volume: 1 mL", "ingredient: lidocaine-hydrochloride"),
        ("ingredient: kybella, volume: 1 mL", "product: deoxycholic-acid-10"),
    ],
)
def test_a_synonym_is_read_and_its_preferred_name_said(part: str, preferred: str) -> None:
    (found,) = of(judged(part), "FML206")
    assert found.help == f"Write `{preferred}`."


@pytest.mark.parametrize("name", ["dexpanthenol", "Dexpanthenol", "ascorbic acid", "ASCORBIC-ACID"])
def test_a_preferred_name_in_any_case_is_no_synonym(name: str) -> None:
    assert not of(judged(f"ingredient: {name}, strength: 5 mg/mL, volume: 1 mL"), "FML206")


def test_an_indication_by_a_synonym() -> None:
    (found,) = of(judged("product: dexpanthenol-250, volume: 1 mL", indication="hair loss"), "FML206")
    assert (found.path, found.help) == (("indication",), "Write `indication: alopecia`.")


def test_a_substance_twice_is_summed_and_said_once() -> None:
    (found,) = of(judged("product: dexpanthenol-250, volume: 1 mL\n" * 3), "FML207")
    assert "components 1, 2 and 3" in found.message
    assert (found.path, found.severity) == (("components", 1, "product"), None)


def test_a_substance_twice_by_two_stocks_of_its_own_is_a_warning() -> None:
    parts = "product: lidocaine-1-percent, volume: 1 mL\nproduct: lidocaine-2-percent, volume: 1 mL"
    (found,) = of(judged(parts), "FML207")
    assert found.severity is None
    assert found.component == "lidocaine-hydrochloride"


def test_a_substance_through_a_product_of_several_is_a_note() -> None:
    parts = "product: lidocaine-1-percent-epinephrine-1-100000, volume: 1 mL\n"
    parts += "product: lidocaine-2-percent, volume: 1 mL"
    (found,) = of(judged(parts), "FML207")
    assert found.severity == "note"


def test_a_product_of_several_twice_is_said_once() -> None:
    parts = "product: lidocaine-1-percent-epinephrine-1-100000, volume: 1 mL\n" * 2
    (found,) = of(judged(parts), "FML207")
    assert found.severity is None


def test_a_vehicle_twice_is_no_slip() -> None:
    assert not of(judged("product: sodium-chloride-0.9, volume: 1 mL\nproduct: SWFI, volume: 1 mL"), "FML207")


def test_an_unknown_indication_profile_and_site() -> None:
    part = "product: dexpanthenol-250, volume: 1 mL"
    (found,) = of(judged(part, indication="alopezia"), "FML208")
    assert (found.path, "`alopecia`" in found.help) == (("indication",), True)
    (found,) = of(judged(part, indication="xyzzyqwv"), "FML208")
    assert "alopecia" in found.help
    (found,) = of(judged(part, profile="coktail"), "FML208")
    assert (found.path, found.help) == (("profile",), "Did you mean `cocktail`?")
    (found,) = of(judged(part, profile="xyzzyqwv"), "FML208")
    assert "cocktail and single-agent" in found.help
    (found,) = of(judged(part, site="scap"), "FML208")
    assert (found.path, found.help) == (("site",), "Did you mean `scalp`?")
    (found,) = of(judged(part, site="qqq"), "FML208")
    assert "scalp" in found.help
    assert not of(judged(part, site="scalp", profile="cocktail"), "FML208")
    assert len(of(judged(part, site="toe", profile="other"), "FML208")) == 2


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"title": "Hair c\u043ecktail"}, ("title",)),
        ({"indication": "alopeci\u0430"}, ("indication",)),
        ({"profile": "cockt\u0430il"}, ("profile",)),
        ({"site": "sc\u0430lp"}, ("site",)),
        ({"part": "ingredient: bi\u043ftin, volume: 1 mL"}, ("components", 0, "ingredient")),
    ],
)
def test_look_alike_letters_in_a_name(fields: dict[str, str], path: tuple[str | int, ...]) -> None:
    part = fields.pop("part", "product: dexpanthenol-250, volume: 1 mL")
    outcome = judged(part, **fields) if "title" not in fields else _titled(part, fields["title"])
    (found,) = of(outcome, "FML209")
    assert found.path == path
    assert "Latin" in found.message
    assert "Cyrillic" in found.message
    assert not of(outcome, "FML201")


def _titled(part: str, title: str) -> Outcome:
    text = formula(f"{part}\n{SALINE}", indication="alopecia")
    return outcome_of(text.replace("title: Example", f"title: {title}"))


@pytest.mark.parametrize(
    "title", ["β-Glucan für die Kopfhaut", "Витамин С и B12", "5 μg/mL", "日本語 serum", "Ａ"]
)
def test_names_in_other_scripts_are_fine(title: str) -> None:
    assert not of(_titled("product: dexpanthenol-250, volume: 1 mL", title), "FML209")


def test_a_route_and_a_species_that_the_policy_is_not_for() -> None:
    part = "product: dexpanthenol-250, volume: 1 mL"
    (found,) = of(judged(part, route="transdermal"), "FML210")
    assert (found.path, found.not_checked) == (("route",), True)
    assert "intradermal" in found.help
    assert "transdermal use in people choose `eu-cosmetics`, with" in found.help
    horse = {"species": "equine", "indication": "equine-back-pain"}
    (found,) = of(judged(part, **horse), "FML210")
    assert (found.path, found.not_checked) == (("species",), True)
    assert "human" in found.help
    assert "intradermal use in horses choose `us-equine`, with" in found.help
    (found,) = of(judged(part, route="transdermal", **horse), "FML210")
    assert found.path == ("route",)
    assert "No policy on record is for transdermal use in horses" in found.help


@pytest.mark.parametrize(
    ("use", "words", "not_checked"),
    [
        ({"species": "equine"}, "alopecia is an indication of people, not of horses; standings", True),
        (
            {"indication": "equine-back-pain"},
            "equine-back-pain is an indication of horses, not of people",
            False,
        ),
    ],
)
def test_an_indication_of_another_species(use: dict[str, str], words: str, not_checked: bool) -> None:  # noqa: FBT001
    """`us` is for people: in the first case it does not apply either, which is not told twice."""
    outcome = judged("product: dexpanthenol-250, volume: 1 mL", **use)
    (found,) = of(outcome, "FML208")
    assert found.message.startswith(words)
    assert (found.path, found.not_checked) == (("indication",), not_checked)
    assert "FML210" not in codes(outcome)


def test_nothing_of_a_policy_out_of_scope_is_judged() -> None:
    outcome = judged("ingredient: liquid silicone, volume: 1 mL", route="transdermal")
    assert not {
        code for code in codes(outcome) if code.startswith("FML3") or code in ("FML202", "FML203")
    } - {"FML310"}
