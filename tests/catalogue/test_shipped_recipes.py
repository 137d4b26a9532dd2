"""The recipes that ship: which fail and by what, which are clean, and what every indication has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from support import codes, errors, recipe_of

from formulary.catalogue.load import shipped
from formulary.findings import Severity
from formulary.rules.case import make_case
from formulary.rules.fml701_incomplete_record import ITEMS
from formulary.units import Exact
from formulary.validation.judge import judge
from formulary.validation.setting import Setting

if TYPE_CHECKING:
    from formulary.validation.outcome import Outcome

SEED = Path(__file__).resolve().parents[2] / "seed"
FILES = {path.stem: path for path in sorted((SEED / "recipes").glob("*.yaml"))}

FAILING = {
    "equine-back-pain-lidocaine-dexamethasone": {"FML204"},  # for the vein only
    "fat-phosphatidylcholine-deoxycholate": {"FML202", "FML301", "FML303"},
    "hair-density-no-numbing": {"FML502"},
    "hair-dutasteride-0.01": {"FML202"},
    "hair-dutasteride-0.05": {"FML202"},
    "hair-minoxidil-0.5": {"FML202"},
    "hair-minoxidil-0.5-androgenetic": {"FML202"},
    "low-back-pain-ketoprofen-cocktail": {"FML202"},
    "low-back-pain-ketoprofen-cocktail-20": {"FML202"},
    "teaching-brazil-ginkgo": {"FML203"},
    "teaching-eu-lidocaine-serum": {"FML203"},
    "teaching-filler-in-cocktail": {"FML205"},
    "teaching-france-lipolysis": {"FML203", "FML301", "FML303"},
    "teaching-lidocaine-tenfold": {"FML307"},
    "teaching-two-anesthetics": {"FML305"},
}
"""The recipes that fail by the policy they name, else by the one of the United States, and their errors."""

CLEAN = {
    "anesthetic-base-lidocaine-1",
    "hyaluronidase-lidocaine-infiltration",
    "lidocaine-1-percent-epinephrine-infiltration",
    "lidocaine-1-percent-infiltration",
    "lidocaine-half-percent-infiltration",
    "reference-alopecia-nicotinamide-zinc-needle-free",
    "reference-atrophic-scar-needle-free-vitamin-c",
    "reference-body-contouring-caffeine-needle-free",
    "reference-cellulite-caffeine-needle-free",
    "reference-face-contouring-submental",
    "reference-facial-rejuvenation-needle-free-vitamin-c",
    "procaine-half-percent-infiltration",
    "procaine-quarter-percent-infiltration",
    "reference-equine-back-pain-mepivacaine",
    "reference-keloid-triamcinolone-10",
    "reference-localized-fat-submental",
    "reference-low-back-pain-lidocaine",
    "reference-melasma-kojic-acid-needle-free",
    "reference-pattern-hair-loss-caffeine-needle-free",
    "reference-pigmentation-alpha-arbutin-needle-free",
    "reference-rosacea-needle-free-nicotinamide",
    "reference-skin-dullness-needle-free-panthenol",
    "reference-skin-sagging-needle-free-vitamin-c",
    "reference-sport-injury-mepivacaine",
    "reference-wrinkles-needle-free-nicotinamide",
    "submental-fat-deoxycholic-acid",
    "triamcinolone-acne-cyst-2.5",
    "triamcinolone-acne-cyst-5",
    "triamcinolone-alopecia-areata-2.5",
    "triamcinolone-alopecia-areata-5",
    "triamcinolone-hypertrophic-scar-10",
    "triamcinolone-keloid-20",
    "triamcinolone-keloid-40",
}
"""The recipes without an error, a warning or anything unchecked."""


@cache
def _data(name: str) -> dict[str, object]:
    data: dict[str, object] = yaml.safe_load(FILES[name].read_text("utf-8"))
    return data


def _outcome(name: str) -> Outcome:
    catalogue = shipped()
    policy = catalogue.policy(str(_data(name).get("policy", "us")))
    return judge(FILES[name].read_bytes(), name, "yaml", Setting(catalogue, policy))


@pytest.mark.parametrize("name", FILES)
def test_a_recipe_fails_by_what_it_teaches(name: str) -> None:
    assert errors(_outcome(name)) == FAILING.get(name, set())


@pytest.mark.parametrize("name", FILES)
def test_a_recipe_that_fails_says_why_in_its_notes(name: str) -> None:
    if name in FAILING:
        notes = str(_data(name)["notes"])
        assert notes.startswith(("Rightly f", "Meant to fail"))


def test_the_clean_recipes_are_clean() -> None:
    assert {name for name in FILES if _outcome(name).clean} == CLEAN


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("reference-") and name in CLEAN])
def test_a_clean_reference_recipe_has_a_complete_record(name: str) -> None:
    outcome = _outcome(name)
    assert {"preparation", "patient", "references", "notes"} <= set(_data(name))
    assert not codes(outcome) & {"FML701", "FML703"}
    assert set(codes(outcome)) <= {"FML308", "FML206"}  # of water and of names, both notes


def test_every_limit_of_a_needle_free_reference_recipe_is_compared_and_kept() -> None:
    """As weight in weight, which needs the density that each of them states."""
    found = [name for name in FILES if name.startswith("reference-") and "-needle-free" in name]
    assert found
    for name in found:
        recipe = recipe_of(FILES[name].read_text("utf-8"))
        case = make_case(recipe, shipped(), shipped().policy("eu-cosmetics"))
        water = {"water-for-injection", "sodium-chloride"}
        active = set(case.mixture.by_ingredient) - water
        compared = [each for each in case.comparisons if each.limit.kind == "mass/mass"]
        assert len(compared) >= len(active), name
        assert all(each.fraction is not None and each.fraction <= Exact.of(1) for each in compared), name


def test_every_file_is_named_after_its_recipe() -> None:
    assert {name: _data(name)["id"] for name in FILES} == {name: name for name in FILES}


def test_every_indication_has_a_recipe_with_a_complete_record() -> None:
    complete = set()
    for name in FILES:
        data = _data(name)
        if "preparation" in data and "patient" in data and name not in FAILING:
            gaps = codes(_outcome(name), Severity.WARNING) & {"FML701", "FML703"}
            complete |= set() if gaps else {str(data["indication"])}
    assert complete == set(shipped().ids("indications"))


@pytest.mark.parametrize("indication", sorted(shipped().ids("indications")))
def test_every_indication_has_a_clean_recipe_with_a_complete_record(indication: str) -> None:
    names = [name for name in CLEAN if _data(name)["indication"] == indication]
    assert any(set(ITEMS) <= _recorded(_data(name)) for name in names)


def _recorded(data: dict[str, object]) -> set[str]:
    record = data.get("preparation")
    return set(record) if isinstance(record, dict) else set()


@pytest.mark.parametrize("name", [name for name in FILES if "policy" in _data(name)])
def test_a_recipe_is_judged_by_the_policy_it_names_if_that_builds_on_the_one_of_the_run(name: str) -> None:
    by_us = Setting(shipped(), shipped().policy("us"))
    expected = {"FML104"} if _data(name)["policy"] == "eu-cosmetics" else FAILING.get(name, set())
    assert errors(judge(FILES[name].read_bytes(), name, "yaml", by_us)) == expected


def test_a_recipe_cannot_pick_an_easier_policy() -> None:
    name = "teaching-france-lipolysis"
    text = FILES[name].read_text("utf-8").replace("policy: fr", "policy: us")
    by_france = Setting(shipped(), shipped().policy("fr"))
    outcome = judge(text.encode(), name, "yaml", by_france)
    assert "FML104" in codes(outcome)
    assert "FML203" in codes(outcome)


@pytest.mark.parametrize(
    ("name", "site", "elsewhere", "expected"),
    [
        ("reference-localized-fat-submental", "submental", "abdomen", "FML204"),
        ("reference-face-contouring-submental", "submental", "jaw", "FML204"),
        ("cellulite-collagenase-buttock", "buttock", "thigh", "FML204"),
        ("reference-melasma-kojic-acid-needle-free", "face", "neck", "FML204"),
        ("reference-pigmentation-alpha-arbutin-needle-free", "cheek", "neck", "FML301"),
    ],
)
def test_what_is_allowed_at_one_site_is_not_at_another_or_at_none(
    name: str, site: str, elsewhere: str, expected: str
) -> None:
    policy = shipped().policy(str(_data(name).get("policy", "us")))
    text = FILES[name].read_text("utf-8")
    for line in (f"site: {elsewhere}\n", ""):
        changed = text.replace(f"site: {site}\n", line)
        outcome = judge(changed.encode(), name, "yaml", Setting(shipped(), policy))
        assert errors(outcome) == {expected}, line


TREATED = {
    *(
        "facial-rejuvenation",
        "wrinkles",
        "skin-dullness",
        "acne",
        "rosacea",
        "atrophic-scar",
        "hypertrophic-scar",
    ),
    *(
        "keloid",
        "pigmentation",
        "melasma",
        "skin-sagging",
        "face-contouring",
        "body-contouring",
        "localized-fat",
    ),
    *("submental-fat", "cellulite", "alopecia", "androgenetic-alopecia", "alopecia-areata"),
    *("musculoskeletal-pain", "sport-injury", "equine-back-pain"),
}
"""What the field treats; local anesthesia beside it is not one of its treatments."""
FIELDS = {"sites", "sessions", "needle", "adverse_effects", "interval", "advice", "duration"}
WITHOUT = {
    # a source for how long it lasts was not read: these treat a disease, not the looks of the skin
    "acne": {"duration"},
}


def _inherited(name: str) -> set[str]:
    data = shipped().data["indications"]
    return {field for one in shipped().indication(name).lineage for field in data[one]}


def test_every_indication_of_the_field_is_there_with_what_a_recipe_needs() -> None:
    assert set(shipped().ids("indications")) == TREATED | {"local-anesthesia"}
    assert {name: missing for name in TREATED if (missing := FIELDS - _inherited(name))} == WITHOUT


@pytest.mark.parametrize("name", sorted(TREATED))
def test_every_profile_says_what_it_requires_and_what_it_forbids(name: str) -> None:
    for profile in shipped().indication(name).profiles:
        assert profile.requires
        assert {"fillers", "permanent-fillers", "neurotoxins"} <= set(profile.forbids)


@pytest.mark.parametrize("name", sorted(TREATED))
def test_needles_and_sessions_keep_to_what_mesotherapy_knows(name: str) -> None:
    ranges = shipped().indication(name).ranges
    needle, sessions = ranges["needle"], ranges["sessions"]
    assert needle.low is not None
    assert needle.high is not None
    assert 4 <= needle.low.fraction <= needle.high.fraction <= 13  # mm
    assert sessions.high is not None
    assert sessions.high.fraction <= 15


@pytest.mark.parametrize("words", ["submental", "buttock", "thigh", "abdomen", "arm", "leg"])
def test_fat_is_treated_in_all_its_places(words: str) -> None:
    sites = {
        site
        for name in ("localized-fat", "submental-fat", "cellulite")
        for site in shipped().indication(name).sites
    }
    assert any(words in site for site in sites), sites
