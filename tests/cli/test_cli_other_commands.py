"""``explain``, ``convert``, ``rules``, ``catalogue`` and ``schema``: what they answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from command import CLEAN, RECIPES, ROOT, formulary, here

from formulary.catalogue.describe import KINDS
from formulary.catalogue.load import shipped
from formulary.resources import SCHEMAS
from formulary.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("recipe", sorted(path.name for path in (ROOT / RECIPES).glob("*.yaml")))
def test_every_recipe_is_explained_with_all_that_it_holds(recipe: str) -> None:
    data = yaml.safe_load((ROOT / RECIPES / recipe).read_text("utf-8"))
    done = here("--policy", data.get("policy", "us"), "explain", f"{RECIPES}/{recipe}")
    assert done.code == 0
    assert done.out.startswith(f"{data['title']} ({data['id']})\n")
    for component in data["components"]:
        assert (component.get("product") or component["ingredient"]) in done.out


def test_explain_shows_the_steps_and_how_near_the_limits_are() -> None:
    shown = here("explain", f"{RECIPES}/hair-density-panthenol.yaml", "lignocaine").out
    assert shown.startswith("lidocaine-hydrochloride  2 mg/mL\n  1 mL of 20 mg/mL = 20 mg\n")
    assert "hard limit per session: 5 of 300 mg" in shown
    assert "zinc" not in shown


def test_explain_says_of_a_minimum_whether_it_is_reached() -> None:
    recipe = (ROOT / RECIPES / "triamcinolone-keloid-40.yaml").read_text("utf-8")
    shown = formulary("explain", "-", stdin=recipe).out
    assert "\n                       reached  minimum on the interval, 1 week: 4 weeks\n" in shown
    shown = formulary("explain", "-", stdin=recipe.replace("interval: 4 weeks", "interval: 6 days")).out
    assert "\n                   not reached  minimum on the interval, 1 week: 0.857143 weeks\n" in shown


def test_explain_reads_standard_input_and_json(tmp_path: Path) -> None:
    assert formulary("explain", "-", stdin=CLEAN).out.startswith("Example (example)\n")
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps(yaml.safe_load(CLEAN)))
    assert here("explain", str(path)).out == formulary("explain", "-", stdin=CLEAN).out


def test_explain_of_a_name_that_is_not_there() -> None:
    done = here("explain", f"{RECIPES}/hair-density-panthenol.yaml", "zinc-sulfat")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean `zinc-sulfate`?" in done.err


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        (["2 % w/v", "mg/mL"], "20 mg/mL"),
        (["250 mg/5 mL", "mg/mL"], "50 mg/mL"),
        (["1 g", "mcg"], "1000000 mcg"),
        (["1 mcg", "g"], "0.000001 g"),
        (["1:100000", "mcg/mL", "--ingredient", "epinephrine"], "10 mcg/mL"),
        (["1:1000", "mg/mL", "--ingredient", "adrenaline"], "1 mg/mL"),
        (["3300 IU", "mcg", "--ingredient", "vitamin A", "--as", "retinol"], "990 mcg"),
        (["4 mg", "mg", "--ingredient", "zinc sulfate", "--as", "zinc"], "1.62 mg"),
        (["5 mmol", "mg", "--ingredient", "zinc-sulfate"], "807.2 mg"),
    ],
)
def test_the_last_line_of_convert_is_the_result_alone(arguments: list[str], result: str) -> None:
    done = here("convert", *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == result
    assert len(done.out.splitlines()) > 1  # the steps stand above it


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2 %", "mg/mL"], "% w/v"),
        (["1 Mg", "mg"], "megagram"),
        (["1,5 mg", "mcg"], "1.5 mg"),
        (["10 units", "IU"], "IU"),
        (["5 mmol", "mg"], "--ingredient"),
        (["150 USP units", "mg", "--ingredient", "hyaluronidase"], "activity"),
        (["1 mg", "furlong"], "furlong"),
        (["1 mg", "mL"], "density"),
        (["1:100000", "mcg/mL"], "ratio"),
    ],
)
def test_a_refused_conversion_says_why_and_prints_no_result(arguments: list[str], words: str) -> None:
    done = here("convert", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: ")
    assert words in done.err


def test_the_rules_are_listed_each_with_its_page() -> None:
    listed = here("rules").out.splitlines()
    assert [line.split()[:3] for line in listed] == [
        [rule.code, rule.level.value, rule.name] for rule in all_rules().values()
    ]
    for rule in all_rules().values():
        for name in (rule.code, rule.code.lower(), rule.code[3:], rule.name):
            shown = here("rules", name).out
            assert shown.startswith(f"{rule.code} {rule.name} ({rule.level.value})\n\n{rule.summary}\n")
        assert "Source: " in shown
        assert "\nFails" in shown
        assert "\nPasses" in shown


def test_the_beginning_of_a_code_lists_its_rules() -> None:
    listed = here("rules", "FML3").out.splitlines()
    assert [line.split()[0] for line in listed] == [code for code in all_rules() if code.startswith("FML3")]


def test_the_rules_as_data_and_as_markdown() -> None:
    records = json.loads(here("rules", "--output-format", "json").out)
    assert [record["code"] for record in records] == list(all_rules())
    keys = ["code", "name", "level", "summary", "rationale", "source", "fails", "passes"]
    assert all(list(record) == keys and record["fails"] and record["passes"] for record in records)
    markdown = here("rules", "--output-format", "markdown").out
    assert markdown.count("\n## ") + 1 == len(records)


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_is_listed_and_each_entry_shown(kind: str) -> None:
    ids = shipped().ids(kind)
    assert [line.split()[0] for line in here("catalogue", "list", kind).out.splitlines()] == ids
    records = json.loads(here("catalogue", "list", kind, "--output-format", "json").out)
    assert [(record["kind"], record["id"]) for record in records] == [(kind, entry_id) for entry_id in ids]
    for entry_id in ids:
        shown = here("catalogue", "show", entry_id)
        assert (shown.code, shown.out.splitlines()[0].endswith(f"({entry_id})")) == (0, True)
        assert (
            json.loads(here("catalogue", "show", entry_id, "--output-format", "json").out)["id"] == entry_id
        )


def test_every_figure_of_an_entry_is_shown_with_its_source() -> None:
    for name in ("lidocaine", "vitamin A", "zinc-sulfate", "dexpanthenol-250", "alopecia"):
        data = json.loads(here("catalogue", "show", name, "--output-format", "json").out)
        shown = here("catalogue", "show", name).out
        for source in _sources(data):
            assert f"{source['title']}, {source['where']} (read {source['read']})" in shown


def _sources(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        own = [value["source"]] if isinstance(value.get("source"), dict) else []
        return own + [source for item in value.values() for source in _sources(item)]
    return [source for item in value for source in _sources(item)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("lignocaine", "lidocaine-hydrochloride"),
        ("Vitamin C", "ascorbic-acid"),
        ("B12", "cyanocobalamin"),
        ("normal saline", "sodium-chloride-0.9"),
        ("hair loss", "alopecia"),
        ("us", "us"),
    ],
)
def test_an_entry_is_found_by_what_people_call_it(name: str, entry: str) -> None:
    assert here("catalogue", "show", name).out.splitlines()[0].endswith(f"({entry})")


def test_search_finds_parts_of_names_groups_and_contents() -> None:
    assert {"zinc-sulfate", "zinc-chloride", "zinc-sulfate-1-mg-zn"} <= _found("zinc")
    assert {"lidocaine-hydrochloride", "procaine-hydrochloride"} <= _found("local-anesthetics")
    assert "lidocaine-2-percent" in _found("LIDOCAINE")
    nothing = here("catalogue", "search", "litocaine")
    assert (nothing.code, nothing.out) == (1, "")
    assert "Did you mean `lidocaine-hydrochloride`" in nothing.err
    as_json = here("catalogue", "search", "litocaine", "--output-format", "json")
    assert (as_json.code, json.loads(as_json.out)) == (1, [])


def _found(text: str) -> set[str]:
    return {line.split()[0] for line in here("catalogue", "search", text).out.splitlines()}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_complete_in_itself(kind: str) -> None:
    schema = json.loads(here("schema", kind).out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    references = [value for key, value in _pairs(schema) if key == "$ref"]
    assert references
    assert all(str(reference).startswith("#/$defs/") for reference in references)


def _pairs(value: object) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [*value.items(), *(pair for item in value.values() for pair in _pairs(item))]
    return [pair for item in value for pair in _pairs(item)] if isinstance(value, list) else []
