"""The reference data that ships: enough of it, each figure sourced, and recipes that fail as meant."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from formulary.catalogue.entries import source
from formulary.catalogue.load import shipped
from formulary.domain.catalogue import UNMEASURED
from formulary.findings import Severity
from formulary.units import Quantity, parse
from formulary.validation.judge import judge
from formulary.validation.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).parents[2] / "seed"
RECIPES = sorted((SEED / "recipes").glob("*.yaml"))
EVIDENCE = {"label", "regulation", "study", "register", "expert", "unverified"}
FIGURES = {"molar_mass", "valence", "density", "solubility", "ratio_strength", "dilute_before_use"}
LISTED = {"moieties", "activity", "interactions", "cautions"}
CATEGORIES = {
    *("vitamin", "enzyme", "amino-acid", "plant-extract", "mineral", "medicine", "numbing-agent", "polymer"),
    *("nucleotide", "vehicle", "buffer", "preservative", "surfactant", "antioxidant", "other"),
}
ERRORS = {
    "equine-back-pain-lidocaine-dexamethasone": {"FML204"},
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
"""The recipes that fail, each judged by the policy that it names, or by `us`."""


@cache
def data_of(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def files(kind: str) -> Iterator[tuple[str, Any]]:
    """Every file of one kind in the seed, with its data."""
    for path in sorted(SEED.rglob("*.yaml")):
        if data_of(path)["format"] == f"{kind}/1":
            yield path.name, data_of(path)


def entries(kind: str) -> list[dict[str, Any]]:
    return [entry for _, data in files(kind) for entry in data[kind]]


def figures(kind: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every figure of one kind of file: where it is, its data, and the sources of its file."""
    for name, data in files(kind):
        sources = data.get("sources", {})
        if kind == "policy":
            rows = [
                row for key in ("standings", "limits", "combined", "beyond_use") for row in data.get(key, ())
            ]
            yield from (
                (f"{name} {row.get('ingredient', row.get('group', ''))}", row, sources) for row in rows
            )
            continue
        for entry in data[kind]:
            where = f"{name} {entry['id']}"
            if kind != "ingredients":
                yield where, entry, sources
            yield from ((where, entry[key], sources) for key in FIGURES & set(entry))
            if kind == "indications":
                yield from ((where, own, sources) for own in entry.values() if _has_a_source(own))
            yield from ((where, item, sources) for key in LISTED & set(entry) for item in entry[key])


def _has_a_source(figure: Any) -> bool:
    return isinstance(figure, dict) and "source" in figure


def test_there_is_enough_of_everything() -> None:
    ingredients = entries("ingredients")
    assert len(ingredients) >= 50
    assert {entry["category"] for entry in ingredients} == CATEGORIES
    products = entries("products")
    assert len(products) >= 15
    assert (
        len([entry for entry in products if len(entry["contains"]) + len(entry.get("excipients", ())) > 1])
        >= 10
    )
    assert len([entry for entry in products if len(entry["contains"]) > 1]) >= 4
    assert len(RECIPES) >= 20


@pytest.mark.parametrize(
    "indication",
    [
        *("alopecia", "cellulite", "localized-fat", "submental-fat", "facial-rejuvenation", "pigmentation"),
        *("atrophic-scar", "hypertrophic-scar", "keloid", "acne", "skin-sagging"),
    ],
)
def test_every_indication_is_there_with_profiles_and_sites(indication: str) -> None:
    found = shipped().indication(indication)
    assert found.profiles
    assert found.sites
    assert found.source.title


def test_the_policy_refuses_what_must_not_be_injected() -> None:
    rows = [row for _, data in files("policy") if data["id"] == "us" for row in data["standings"]]
    refused = {
        row["ingredient"] for row in rows if row["standing"] in ("prohibited", "withdrawn", "unapproved")
    }
    assert len(refused) >= 10
    prohibited = {row["ingredient"] for row in rows if row["standing"] in ("prohibited", "withdrawn")}
    assert {"liquid-silicone", "exosomes"} <= prohibited


def test_every_ingredient_has_a_standing_in_the_us() -> None:
    policy = shipped().policy("us")
    for name in shipped().ids("ingredients"):
        ingredient = shipped().ingredient(name)
        standings = [row for target in (name, *ingredient.groups) for row in policy.standings(target)]
        assert standings or ingredient.category in (
            "vehicle",
            "buffer",
            "preservative",
            "surfactant",
            "antioxidant",
        )


@pytest.mark.parametrize("kind", ["ingredients", "products", "indications", "incompatibilities", "policy"])
def test_every_figure_has_its_source_and_grade(kind: str) -> None:
    found = list(figures(kind))
    assert len(found) > (4 if kind == "incompatibilities" else 20)
    for where, figure, sources in found:
        cited = source(figure, sources)
        assert cited.title, where
        assert cited.where, where
        assert cited.evidence in EVIDENCE, where
        assert date(2020, 1, 1) < date.fromisoformat(str(cited.read)) < date(2040, 1, 1), where


def test_a_hard_limit_never_rests_on_what_nobody_verified() -> None:
    for where, row, _ in figures("policy"):
        if "hard" in row or row.get("standing") in ("prohibited", "withdrawn"):
            assert row["evidence"] != "unverified", where
        assert row.get("route") or "on" not in row, where


def test_every_source_of_a_file_is_used() -> None:
    for kind in ("ingredients", "products", "indications", "incompatibilities", "policy"):
        for name, data in files(kind):
            text = str({key: value for key, value in data.items() if key != "sources"})
            unused = [key for key in data.get("sources", {}) if f"'source': '{key}'" not in text]
            assert unused == [], name


def test_what_is_sold_in_one_strength_says_nothing_of_a_dose() -> None:
    for where, row, _ in figures("policy"):
        if row.get("on") == "stock-strength":
            assert set(row) & {"soft", "min", "when"} == set(), where


def test_a_salt_and_its_base_have_different_identifiers() -> None:
    for key in ("cas", "unii", "inchikey"):
        known = [
            entry["identifiers"][key]
            for entry in entries("ingredients")
            if key in entry.get("identifiers", {})
        ]
        assert len(known) == len(set(known)), key


def test_a_moiety_is_part_of_its_ingredient() -> None:
    for entry in entries("ingredients"):
        for moiety in entry.get("moieties", ()):
            assert 0 < float(moiety["factor"]) <= 1.2, entry["id"]


def test_every_stock_of_a_product_is_a_quantity_or_says_that_it_is_none() -> None:
    for entry in entries("products"):
        for part in (*entry["contains"], *entry.get("excipients", ())):
            stated = part["strength"]
            assert stated in UNMEASURED or isinstance(parse(stated), Quantity), entry["id"]


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_fails_as_it_should(path: Path) -> None:
    raw, data = path.read_bytes(), data_of(path)
    assert data["id"] == path.stem
    policy = shipped().policy(data.get("policy", "us"))
    outcome = judge(raw, path.name, "yaml", Setting(shipped(), policy))
    found = {item.finding.code for item in outcome.reported if item.severity is Severity.ERROR}
    assert found == ERRORS.get(path.stem, set())
    assert all(item.span for item in outcome.reported)


def test_the_table_of_failing_recipes_is_about_recipes_that_exist() -> None:
    assert set(ERRORS) <= {path.stem for path in RECIPES}


def test_every_recipe_says_where_it_is_from() -> None:
    for path in RECIPES:
        data = data_of(path)
        assert data["references"], path.name
        assert all(item["title"] and item["where"] for item in data["references"]), path.name
        assert data["notes"], path.name
