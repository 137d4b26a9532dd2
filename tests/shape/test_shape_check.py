"""What a reader is told about a faulty file, and in what time."""

from __future__ import annotations

import copy
import subprocess
import sys
import time
from typing import Any

import pytest
from shape_samples import sample

from formulary.findings import Finding
from formulary.resources import KINDS
from formulary.shape.check import check, kind_of


def recipe(**fields: Any) -> dict[str, Any]:
    return {**sample("recipe"), **fields}


def component(**fields: Any) -> dict[str, Any]:
    return recipe(components=[fields])


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("data", "message", "advice"),
    [
        (
            recipe(volume=10),
            "`volume` is the number `10`; text belongs here",
            "Write it with a unit: `10 mL`.",
        ),
        (
            recipe(volume=10.5),
            "`volume` is a number with decimals; text belongs here",
            "Write it with a unit: `10 mL`.",
        ),
        (recipe(volume=None), "`volume` has no value", "Write a value, such as `10 mL`."),
        (recipe(site=None), "`site` has no value", "Write a value, such as `scalp`, or leave the field out."),
        (recipe(title=7), "`title` is the number `7`; text belongs here", 'Write it in quotes: `"7"`.'),
        (recipe(notes=""), "`notes` is empty", "Or leave the field out."),
        (recipe(title=""), "`title` is empty", "For example: `Hair density cocktail with dexpanthenol`."),
        (
            recipe(route="Intradermal"),
            "`Intradermal` is not a value of `route`",
            "Did you mean `intradermal`?",
        ),
        (recipe(route="IV"), "`IV` is not a value of `route`", "Write one of `intradermal`, `subcutaneous`"),
        (recipe(id="Hair & Density"), "`Hair & Density` is not an id", "For example: `hair-density`."),
        (
            recipe(id="x\n"),
            "A line break or tab is not allowed in `id`",
            "Write it on one line, with spaces.",
        ),
        (recipe(format="recipe/2"), "`format` must be `recipe/1`", "Write `recipe/1`."),
        (recipe(components=[]), "`components` needs at least 1 entry; it has 0", "Add what is missing."),
        (
            recipe(components=["x"]),
            "Component 1 is the text `x`; a mapping of fields belongs here",
            "`ingredient`, `product`",
        ),
        (component(product="x", qs=False), "`qs` can only be `true`", "Leave the field out instead."),
        (
            component(product="x", qs="true"),
            "`qs` is the text `true`; `true` or `false` belongs here",
            "without quotes: `true`",
        ),
        (recipe(points=5), "`points` is not a field of the file", "It belongs under `administration`."),
        (recipe(recipe="x"), "`recipe` is not a field of the file", ""),
        (
            component(product="x", title="y", volume="1 mL"),
            "`title` is not a field of component 1",
            "It belongs at the top level of the file.",
        ),
        (
            component(Product="x", volume="1 mL"),
            "`Product` is not a field of component 1",
            "Did you mean `product`?",
        ),
        (
            component(drug="x", volume="1 mL"),
            "`drug` is not a field of component 1",
            "Did you mean `ingredient`?",
        ),
        (
            recipe(author={"name": "a", "zzzz": 1}),
            "`zzzz` is not a field of `author`",
            "The fields here are `name` and `role`.",
        ),
        (
            recipe(administration={"sessions": "6"}),
            "`sessions` is the text `6`; a whole number belongs here",
            "Write it without quotes: `6`.",
        ),
        (
            recipe(administration={"sessions": 0}),
            "`sessions` is `0`; it must be at least 1",
            "Write a whole number from 1 to 200.",
        ),
        (
            recipe(references=[{"title": "a", "where": "b", "read": "2026-02-30"}]),
            "`2026-02-30` is not a day of the calendar",
            "Check the day",
        ),
        (
            recipe(references=[{"title": "a", "where": "b", "read": "today"}]),
            "`today` is not a valid value of `read`",
            "For example: `2026-11-22`.",
        ),
        (recipe(patient={"aftercare": ["a", "b", "a"]}), "`a` is listed twice", "Remove one of the two."),
        (
            recipe(patient={"aftercare": "rest"}),
            "`aftercare` is the text `rest`; a list belongs here",
            "Write a list",
        ),
        (
            "text",
            "The file is the text `text`; a mapping of fields belongs here",
            "Write the fields below it",
        ),
    ],
)
def test_messages_say_what_is_wrong_and_what_to_write(data: Any, message: str, advice: str) -> None:
    found = only(check("recipe", data))
    assert found.message == message
    assert advice in found.help


def test_a_missing_field_is_explained_with_an_example() -> None:
    data = recipe()
    del data["route"]
    found = only(check("recipe", data))
    assert (found.code, found.path, found.message) == ("FML101", (), "`route` is missing from the file")
    assert found.help.startswith("Add `route: intradermal` or the like. How the mixture enters the body")


def test_a_word_that_could_be_a_missing_field_swallows_only_that_one() -> None:
    data = recipe(name="Hair")
    del data["title"], data["route"]
    assert [(one.code, one.path) for one in check("recipe", data)] == [("FML101", ()), ("FML102", ("name",))]


def test_a_misplaced_field_does_not_hide_a_missing_one() -> None:
    data = recipe(points=5)
    del data["volume"]
    assert [one.code for one in check("recipe", data)] == ["FML101", "FML102"]


def test_findings_in_a_component_name_it() -> None:
    data = recipe()
    data["components"][1]["amount"] = 4
    assert only(check("recipe", data)).component == "zinc-sulfate-1-mg-zn"


def test_findings_are_ordered_by_path_and_at_most_a_hundred() -> None:
    data = recipe(components=[{"product": 1, "volume": 2, "zz": 3} for _ in range(60)], volume=1, author=1)
    found = check("recipe", data)
    assert len(found) == 100
    assert [one.path for one in found[:5]] == [
        ("author",),
        *(("components", 0, key) for key in ("product", "volume", "zz")),
        ("components", 1, "product"),
    ]


def test_the_first_hundred_are_the_first_by_path() -> None:
    data = {**recipe(), "zz": 1, "author": {f"aa{n:03}": n for n in range(90)}, "aa": 1}
    data["patient"] = {"aftercare": [*range(100)], "zz": 1, **{f"aa{n}": n for n in range(50)}}
    data["references"] = [*range(100)]
    found = [one.path for one in check("recipe", data)]
    assert found[0] == ("aa",)
    assert found[1] == ("author",)  # its name is missing
    assert found[2:92] == [("author", f"aa{n:03}") for n in range(90)]
    assert len(found) == 100
    assert {path[0] for path in found[92:]} == {"patient"}


def test_a_crowd_of_unknown_fields_does_not_hide_what_comes_before_them() -> None:
    crowd = {f"zz{n:03}": n for n in range(120)}
    data = {**recipe(), **crowd, "patient": {"aftercare": [*range(60)], **crowd}}
    assert [one.path for one in check("recipe", data)] == [
        *(("patient", "aftercare", n) for n in range(60)),
        *(("patient", f"zz{n:03}") for n in range(40)),
    ]


def test_too_many_components_are_counted_not_judged() -> None:
    found = only(check("recipe", recipe(components=[{"zz": 1}] * 201)))
    assert (found.code, found.path, found.value, found.limit) == ("FML006", ("components",), "201", "200")
    assert check("recipe", recipe(components=[{"product": "x", "volume": "1 mL"}] * 200)) == []


def test_text_from_a_file_is_shown_escaped_and_clipped() -> None:
    assert only(check("recipe", recipe(route="\x1b[31mred"))).message.startswith("`\\x1b[31mred`")
    assert only(check("recipe", {**recipe(), "\x1b[2J": 1})).message.startswith("`\\x1b[2J`")
    assert len(only(check("recipe", recipe(route="x" * 100_000))).message) < 200


@pytest.mark.parametrize("bad", [b"bytes", object(), 1.5])
def test_what_json_cannot_express_is_never_sound(bad: Any) -> None:
    assert check("recipe", recipe(notes=bad)) != []
    assert check("recipe", {**recipe(), 7: "x"}) != []


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_read_from_the_format(kind: str) -> None:
    assert kind_of({"format": f"{kind}/1"}) == kind


@pytest.mark.parametrize(
    ("data", "code", "advice"),
    [
        ({}, "FML101", "Begin the file with `format: recipe/1`."),
        ({"products": []}, "FML101", "Begin the file with `format: products/1`."),
        ({"standings": []}, "FML101", "`format: policy/1`"),
        ({"Format": "recipe/1"}, "FML102", "Write `format`."),
        ({"format": 1, "recipes": []}, "FML103", "Write `format: session/1`."),
        ({"format": "recipes/1"}, "FML104", "Did you mean `recipe/1`"),
        ({"format": "zzzz"}, "FML104", "The formats are `recipe/1`, `session/1`"),
        ({"format": "recipe"}, "FML104", "Write `format: recipe/1`"),
        ({"format": "recipe/2"}, "FML104", "install a newer version"),
        ({"format": "recipe/1\n"}, "FML104", "Write `format: recipe/1`"),
        ([], "FML103", "Begin it with `format: recipe/1`."),
        (None, "FML103", "Begin it with `format: recipe/1`."),
        ("x", "FML103", "Begin it with `format: recipe/1`."),
        (7, "FML103", "Begin it with `format: recipe/1`."),
    ],
)
def test_a_file_that_does_not_say_what_it_is(data: Any, code: str, advice: str) -> None:
    found = kind_of(data)
    assert isinstance(found, Finding)
    assert found.code == code
    assert advice in found.help


def test_importing_the_room_loads_no_validator_and_a_sound_file_only_the_fast_one() -> None:
    """Run apart, so that this process's own imports do not count."""
    script = (
        "import sys; from formulary.shape.check import check; "
        "a = {'jsonschema', 'jsonschema_rs'} & {*sys.modules};"
        f"print(sorted(a)); check('recipe', {sample('recipe')!r});"
        "print(sorted({'jsonschema', 'jsonschema_rs', 'rapidfuzz'} & {*sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["[]", "['jsonschema_rs']"]


def entries(kind: str, count: int, **fields: Any) -> dict[str, Any]:
    data = sample(kind)
    data[kind] = [{**copy.deepcopy(data[kind][0]), **fields} for _ in range(count)]
    return data


HOSTILE = {
    "8,000 entries": lambda: entries("ingredients", 8000),
    "20,000 nodes with 500 faults": lambda: entries("ingredients", 250, category="zz", zz=1),
    "8,000 mappings where texts must differ": lambda: entries(
        "ingredients", 1, synonyms=[{"a": n} for n in range(8000)]
    ),
    "100 mappings where texts must differ": lambda: entries(
        "ingredients", 60, synonyms=[{"a": n} for n in range(100)]
    ),
    "8,000 unknown fields": lambda: {**sample("ingredients"), **{f"zz{n}": n for n in range(8000)}},
    "8,000 bad keys": lambda: {**sample("ingredients"), "sources": {f"ZZ{n}": n for n in range(8000)}},
    "long texts": lambda: entries("ingredients", 20, id="a-" * 50_000, name="x" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little(name: str) -> None:
    data = HOSTILE[name]()
    start = time.process_time()
    found = check("ingredients", data)
    assert time.process_time() - start < 60
    assert 1 <= len(found) <= 100
