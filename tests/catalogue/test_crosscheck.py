"""A catalogue that contradicts itself is refused, with file, line and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import INDICATIONS, ingredient, product, small, write_seed

from formulary.catalogue.compiling import compile_seed
from formulary.errors import CatalogueFaultError

if TYPE_CHECKING:
    from pathlib import Path

DRUG = ingredient(
    "drug", "groups: [drugs], moieties: [{name: metal, factor: '0.5', source: s, evidence: label}]"
)
WATER = ingredient("water", category="vehicle")
LABEL = "source: s, evidence: label}"
SOLUTION = product("solution", "{ingredient: drug, strength: 5 mg/mL}")


def refusal(folder: Path, **entries: str) -> tuple[str, str, str]:
    """The file, the text from the place on, and the reason for which a seed is refused."""
    with pytest.raises(CatalogueFaultError) as caught:
        compile_seed(write_seed(folder, **{"ingredients": DRUG + WATER, "products": SOLUTION, **entries}))
    assert caught.value.exit_code == 2
    place, _, reason = caught.value.message.partition(": ")
    file, line, column = place.removeprefix(f"{folder}/").split(":")
    text = (folder / file).read_text("utf-8").splitlines()[int(line) - 1]
    return file, text[int(column) - 1 :], f"{reason} | {caught.value.help}"


def standing(text: str) -> str:
    return f"- {{standing: approved, {text}, source: s, evidence: label}}\n"


def limit(text: str) -> str:
    return f"- {{ingredient: drug, {text}, route: any, source: s, evidence: label}}\n"


def powder(more: str, contains: str = "{ingredient: drug, strength: 5 mg}", form: str = "powder") -> str:
    return SOLUTION + product("dust", contains, f"reconstitute: {{{more}}}", form)


def test_a_sound_catalogue_is_compiled(tmp_path: Path) -> None:
    catalogue = small(
        tmp_path,
        ingredients=DRUG + WATER,
        products=powder("with: solution, volume: 1 mL, final_volume: 1 mL"),
        standings=standing("ingredient: drug") + standing("group: drugs, sites: [arm]"),
        limits=limit("'on': points, hard: '50'")
        + limit("'on': per-session, min: 1 mg, soft: 2 mg, hard: 2 g, site: leg"),
    )
    assert catalogue.ids("products") == ["dust", "solution"]


@pytest.mark.parametrize(
    ("entries", "file", "at", "reason"),
    [
        ({"ingredients": DRUG + DRUG}, "ingredients", "drug, name: drug", "`drug` is defined twice"),
        ({"products": SOLUTION * 2}, "products", "solution, name", "`solution` is defined twice"),
        ({"indications": INDICATIONS * 2}, "indications", "scar", "`scar` is defined twice"),
        (
            {"ingredients": DRUG + ingredient("other", "synonyms: [Drug]")},
            *("ingredients", "{id: other", "`Drug` names both `drug` and `other`"),
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg/mL}", "synonyms: [WATER]")},
            *("products", "{id: x", "`WATER` names both `water` and `x`"),
        ),
        (
            {"products": product("x", "{ingredient: drugg, strength: 5 mg/mL}")},
            *("products", "drugg, strength", "no ingredient `drugg` in the catalogue | Did you mean `drug`?"),
        ),
        (
            {
                "products": SOLUTION.replace(
                    "source: s", "excipients: [{ingredient: salt, strength: trace}], source: s"
                )
            },
            *("products", "salt, strength", "no ingredient `salt`"),
        ),
        (
            {"products": powder("with: wine, volume: 1 mL, final_volume: 1 mL")},
            *("products", "wine, volume", "no product `wine`"),
        ),
        (
            {"indications": INDICATIONS.replace("parent: scar", "parent: wart")},
            *("indications", "wart", "no indication `wart`"),
        ),
        (
            {
                "indications": INDICATIONS.replace(
                    "plain}", "plain, requires: [{any_of: [vitamin, drugss]}]}", 1
                )
            },
            *("indications", "drugss]", "no category, group or ingredient `drugss`"),
        ),
        (
            {"indications": INDICATIONS.replace("plain}", "plain, expects: [{any_of: [drugss]}]}", 1)},
            *("indications", "drugss]", "Did you mean `drugs`"),
        ),
        (
            {"indications": INDICATIONS.replace("plain}", "plain, forbids: [vitamin, drugss]}", 1)},
            *("indications", "drugss]", "no category, group or ingredient `drugss`"),
        ),
        (
            {"incompatibilities": "- {id: a, between: [drug, wine], effect: Bad., level: note, " + LABEL},
            *("incompatibilities", "wine]", "no ingredient or group `wine`"),
        ),
    ],
)
def test_names_and_references(
    tmp_path: Path, entries: dict[str, str], file: str, at: str, reason: str
) -> None:
    found = refusal(tmp_path, **entries)
    assert found[0] == f"{file}.yaml"
    assert found[1].startswith(at)
    assert reason in found[2]


@pytest.mark.parametrize(
    ("entries", "file", "reason"),
    [
        ({"products": product("x", "{ingredient: drug, strength: '5,5 mg/mL'}")}, "products", "comma"),
        ({"products": product("x", "{ingredient: drug, strength: 5 Mg/mL}")}, "products", "Mg"),
        (
            {
                "ingredients": DRUG
                + WATER
                + ingredient("salt", "moieties: [{name: zinc, factor: '4.05', " + LABEL + "]")
            },
            "ingredients",
            "1 g of `salt` cannot hold 4.05 g of zinc | Look for a slip",
        ),
        (
            {
                "ingredients": DRUG
                + WATER
                + ingredient("salt", "moieties: [{name: zinc, factor: '0.00', " + LABEL + "]")
            },
            "ingredients",
            "`0.00` is not a valid value of `factor`",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg}")},
            "products",
            "`5 mg` is not an amount per volume",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 % w/w}")},
            "products",
            "is not an amount per volume",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 0 mg/mL}")},
            "products",
            "`0 mg/mL` is nothing at all",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: '1:1000'}")},
            "products",
            "ratio strengths are not in use for `drug`",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg/mL}", "in_use: 5 mg")},
            "products",
            "is not a time",
        ),
        (
            {
                "incompatibilities": "- {id: a, between: [drug, any], when: {time: 5 mg}, effect: Bad.,"
                " level: note, " + LABEL
            },
            "incompatibilities",
            "`5 mg` is not a time",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg/mL}", "osmolality: 5 mg")},
            "products",
            "is not an osmolality",
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg/mL}", "content_per_container: 5 h")},
            "products",
            "is not a volume",
        ),
        (
            {
                "products": product(
                    "x",
                    "{ingredient: drug, strength: 5 mg/mL}",
                    "dilute_before_use: {to: 5 mg, note: x, source: s, evidence: label}",
                )
            },
            *("products", "is not an amount per volume"),
        ),
        (
            {"products": powder("with: solution, volume: 1 mg, final_volume: 1 mL")},
            "products",
            "`1 mg` is not a volume",
        ),
        (
            {"products": powder("with: solution, volume: 1 mL, final_volume: 0 mL")},
            "products",
            "`0 mL` is nothing at all",
        ),
        (
            {"products": powder("with: dust, volume: 1 mL, final_volume: 1 mL")},
            "products",
            "`dust` is made up with itself",
        ),
        (
            {
                "products": powder("with: solution, volume: 1 mL, final_volume: 1 mL")
                + product(
                    "ash",
                    "{ingredient: drug, strength: 5 mg}",
                    "reconstitute: {with: dust, volume: 1 mL, final_volume: 1 mL}",
                    "powder",
                )
            },
            *("products", "`dust` is a powder itself"),
        ),
        (
            {"products": product("x", "{ingredient: drug, strength: 5 mg/mL}", form="powder")},
            "products",
            "is reconstituted before",
        ),
        (
            {"products": powder("with: solution, volume: 1 mL, final_volume: 1 mL", form="solution")},
            "products",
            "is reconstituted before",
        ),
        (
            {"ingredients": ingredient("drug", "density: {value: 5 mg, source: s, evidence: label}")},
            "ingredients",
            "is not a mass per volume",
        ),
        (
            {"ingredients": ingredient("drug", "solubility: {value: 5 Mg/mL, source: s, evidence: label}")},
            "ingredients",
            "Mg",
        ),
        (
            {
                "ingredients": ingredient(
                    "drug", "activity: [{unit: IU, standard: x, equals: 3 mL, source: s, evidence: label}]"
                )
            },
            *("ingredients", "is not a mass"),
        ),
        (
            {"indications": INDICATIONS.replace("profiles:", "needle: {low: 4 mL}\n    profiles:", 1)},
            "indications",
            "is not a length",
        ),
        (
            {"indications": INDICATIONS.replace("profiles:", "interval: {high: 4 mm}\n    profiles:", 1)},
            "indications",
            "is not a time",
        ),
        (
            {"indications": INDICATIONS.replace("profiles:", "duration: 4 mm\n    profiles:", 1)},
            "indications",
            "is not a time",
        ),
        (
            {
                "indications": INDICATIONS.replace(
                    "profiles:", f"duration: {{value: 4 mm, {LABEL}\n    profiles:", 1
                )
            },
            "indications",
            "is not a time",
        ),
        ({"limits": limit("'on': concentration, hard: 5 mg")}, "policy", "`5 mg` is not a concentration"),
        ({"limits": limit("'on': per-session, hard: 5 mg/mL")}, "policy", "`5 mg/mL` is not an amount"),
        ({"limits": limit("'on': per-session, hard: '300'")}, "policy", "300"),
        ({"limits": limit("'on': per-kg, hard: 5 mg")}, "policy", "is not an amount per kg"),
        ({"limits": limit("'on': per-day, hard: 5 mg/kg")}, "policy", "is not an amount per day"),
        ({"limits": limit("'on': per-area, hard: 5 mg")}, "policy", "is not an amount per area"),
        ({"limits": limit("'on': stock-strength, hard: 5 % w/w")}, "policy", "is not an amount per volume"),
        ({"limits": limit("'on': volume, hard: 5 mg")}, "policy", "is not a volume"),
        ({"limits": limit("'on': interval, min: 5 mg")}, "policy", "is not a time"),
        ({"limits": limit("'on': points, hard: 5 mg")}, "policy", "`5 mg` is not a number"),
        ({"limits": limit("'on': sessions, soft: '5.5'")}, "policy", "`5.5` is not a number"),
        (
            {"limits": limit("'on': per-session, soft: 6 mg, hard: 5 mg")},
            "policy",
            "a bound of this row is above the next one",
        ),
        (
            {"limits": limit("'on': per-session, min: 6 mg, hard: 5000 mcg")},
            "policy",
            "a bound of this row is above the next one",
        ),
        (
            {"limits": limit("'on': per-session, hard: 5 mg, when: {with: drug, at_least: 5 mg}")},
            "policy",
            "is not an amount per volume",
        ),
        (
            {"beyond_use": "- {setting: category-1, limit: 12 mg, source: s, evidence: regulation}"},
            "policy",
            "is not a time",
        ),
    ],
)
def test_quantities_that_mean_nothing_there(
    tmp_path: Path, entries: dict[str, str], file: str, reason: str
) -> None:
    found = refusal(tmp_path, **entries)
    assert found[0] == f"{file}.yaml"
    assert reason in found[2]


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (
            {"standings": standing("ingredient: drugg")},
            "no ingredient `drugg` in the catalogue | Did you mean `drug`?",
        ),
        ({"standings": standing("group: drugg")}, "no group `drugg`"),
        ({"standings": standing("ingredient: drugs")}, "no ingredient `drugs`"),
        ({"standings": standing("ingredient: drug, indications: [scarr]")}, "no indication `scarr`"),
        ({"standings": standing("ingredient: drug, sites: [nose]")}, "no indication has a site `nose`"),
        ({"limits": limit("'on': volume, hard: 5 mL, indication: wart")}, "no indication `wart`"),
        ({"limits": limit("'on': volume, hard: 5 mL, site: nose")}, "no indication has a site `nose`"),
        ({"limits": limit("'on': volume, hard: 5 mL, when: {with: epinefrine}")}, "or moiety `epinefrine`"),
        (
            {"limits": limit("'on': volume, hard: 5 mL") * 2},
            "a second hard limit on volume for `drug`: a tie",
        ),
        (
            {"limits": limit("'on': volume, hard: 5 mL") + limit("'on': volume, hard: 6 mL, soft: 1 mL")},
            "a tie",
        ),
        ({"limits": limit("'on': volume, min: 5 mL, site: arm") * 2}, "a second min limit"),
        (
            {"limits": limit("'on': volume, hard: 5 mL, when: {with: drug, at_least: 5 mg/mL}") * 2},
            "a second hard limit",
        ),
        ({"combined": "- {group: locals, source: s, evidence: label}"}, "no group `locals`"),
        (
            {"standings": standing("ingredient: drug").replace("source: s", "source: t")},
            "no source `t` in this file's",
        ),
    ],
)
def test_policies(tmp_path: Path, entries: dict[str, str], reason: str) -> None:
    file, at, said = refusal(tmp_path, **entries)
    assert file == "policy.yaml"
    assert at.partition(":")[0].partition(",")[0] in str(entries)
    assert reason in said


@pytest.mark.parametrize(
    "rows",
    [
        ["'on': volume, hard: 5 mL", "'on': volume, soft: 1 mL"],
        ["'on': volume, hard: 5 mL", "'on': volume, hard: 6 mL, site: arm"],
        ["'on': volume, hard: 5 mL", "'on': volume, hard: 6 mL, species: equine"],
        ["'on': volume, hard: 5 mL", "'on': volume, hard: 6 mL, when: {with: drug}"],
        [
            "'on': volume, hard: 5 mL, when: {with: metal}",
            "'on': volume, hard: 6 mL, when: {with: drugs, at_least: 5 mg/mL}",
        ],
    ],
)
def test_rows_that_are_no_tie(tmp_path: Path, rows: list[str]) -> None:
    small(tmp_path, ingredients=DRUG, limits="".join(map(limit, rows)))


def test_a_policy_that_is_due_before_it_begins(tmp_path: Path) -> None:
    write_seed(tmp_path, ingredients=DRUG)
    path = tmp_path / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("review_by: 2027", "review_by: 2025"), "utf-8")
    with pytest.raises(CatalogueFaultError, match="due for review before it takes effect"):
        compile_seed(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("bad.yaml", "a: [1", "bad.yaml:"),
        ("bad.yaml", "", "bad.yaml"),
        ("bad.json", '{"format": "products/1"}', "`products` is missing"),
        ("bad.yaml", "format: recipe/1", "`format: recipe/1` is not a file of the catalogue"),
        ("bad.yaml", "format: ingredients/1\ningredients: [{id: X}]", "bad.yaml:2:"),
        ("bad.ndjson", "{}", "NDJSON"),
    ],
)
def test_files_that_are_no_part_of_a_catalogue(tmp_path: Path, name: str, text: str, reason: str) -> None:
    write_seed(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(CatalogueFaultError) as caught:
        compile_seed(tmp_path)
    assert reason in caught.value.message
    assert name in caught.value.message


def test_recipes_in_the_seed_are_no_part_of_the_catalogue(tmp_path: Path) -> None:
    write_seed(tmp_path)
    before = compile_seed(tmp_path)
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "any.yaml").write_text("not even YAML: [", "utf-8")
    assert compile_seed(tmp_path) == before


def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    write_seed(tmp_path)
    (tmp_path / "large.yaml").write_text("#" * 300_000, "utf-8")
    with pytest.raises(CatalogueFaultError, match="larger than 256 KiB"):
        compile_seed(tmp_path)


def test_an_active_is_not_there_for_tonicity(tmp_path: Path) -> None:
    stock = product("x", "{ingredient: drug, strength: isotonic}")
    file, at, reason = refusal(tmp_path, products=SOLUTION + stock)
    assert file == "products.yaml"
    assert reason.startswith("an active cannot be `isotonic`")
    assert reason.endswith("Write its strength, or `undeclared`.")
    assert at.startswith("isotonic")


def test_a_range_of_ph_is_the_right_way_round(tmp_path: Path) -> None:
    stock = product("x", "{ingredient: drug, strength: 5 mg/mL}", 'ph: {low: "7.1", high: "7.0"}')
    file, at, reason = refusal(tmp_path, products=SOLUTION + stock)
    assert (file, reason) == ("products.yaml", "`low` is above `high` | Turn them round.")
    assert at.startswith('{low: "7.1"')


def test_an_osmolality_is_one(tmp_path: Path) -> None:
    row = "osmolality: [{routes: [intradermal], high: 600 mg/mL, source: s, evidence: label}]\n"
    file, at, reason = refusal(tmp_path, policy=row)
    assert (file, at[:9]) == ("policy.yaml", "600 mg/mL")
    assert "Write an osmolality, such as `280 mOsm/kg`." in reason
