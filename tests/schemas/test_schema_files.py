"""The schemas themselves: sound, explained to the last field, safe to run and alike where they share."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs
import pytest
from referencing import Registry

from formulary.resources import KINDS, OUTPUTS, SCHEMAS, data_folder, schema, schema_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = dict[str, Any]
EDITORS_KNOW = {
    *("$schema", "$id", "$ref", "$defs", "title", "description", "examples", "type", "const", "enum"),
    *("properties", "required", "additionalProperties", "propertyNames", "items", "minItems", "maxItems"),
    *("uniqueItems", "minLength", "maxLength", "pattern", "format", "not", "minimum", "maximum"),
}


def nodes(node: Node, where: str = "#") -> Iterator[tuple[str, Node]]:
    """Every schema inside a schema, itself first; the names of fields and definitions are not schemas."""
    yield where, node
    for word in ("properties", "$defs"):
        for name, inner in node.get(word, {}).items():
            yield from nodes(inner, f"{where}/{word}/{name}")
    for word in ("items", "not", "propertyNames", "additionalProperties"):
        if isinstance(node.get(word), dict):
            yield from nodes(node[word], f"{where}/{word}")


def merged(root: Node, node: Node) -> Node:
    return {**root["$defs"][node["$ref"].rsplit("/", 1)[1]], **node} if "$ref" in node else node


def everywhere() -> Iterator[tuple[str, Node, Node]]:
    for kind in SCHEMAS:
        for where, node in nodes(schema(kind)):
            yield f"{kind}{where}", schema(kind), node


def test_there_is_one_schema_for_each_kind_and_no_other() -> None:
    names = {path.name for path in data_folder("schemas").iterdir()}
    assert names == {f"{kind}.schema.json" for kind in (*SCHEMAS, *OUTPUTS)}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schema_satisfies_the_metaschema_and_names_itself(kind: str) -> None:
    root = schema(kind)
    jsonschema.Draft202012Validator.check_schema(root)
    assert root["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert root["$id"] == f"urn:formulary:schema:{kind}:1"
    if kind in KINDS:  # a configuration is known by the name of its file
        assert root["properties"]["format"]["const"] == f"{kind}/1"
        assert "$schema" in root["properties"]
        assert "format" in root["required"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schema_is_written_as_its_formatter_writes_it(kind: str) -> None:
    assert schema_text(kind) == json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def test_only_keywords_that_editors_know() -> None:
    assert [
        (where, node.keys() - EDITORS_KNOW) for where, _, node in everywhere() if node.keys() - EDITORS_KNOW
    ] == []


def test_every_field_and_definition_is_explained() -> None:
    bare = [
        f"{where}/{name}: {word}"
        for where, _, node in everywhere()
        for group in ("properties", "$defs")
        for name, inner in node.get(group, {}).items()
        for word in ("title", "description", "examples")
        if not inner.get(word)
    ]
    assert bare == []


def test_descriptions_are_sentences() -> None:
    described = [(where, node["description"]) for where, _, node in everywhere() if "description" in node]
    assert [where for where, words in described if not re.match(r"[A-Z`].{9,}\.$", words)] == []


def test_every_example_is_valid() -> None:
    wrong = []
    for where, root, node in everywhere():
        judge = jsonschema.Draft202012Validator(
            {"$defs": root["$defs"], **node},
            registry=Registry(),
            format_checker=jsonschema.FormatChecker(["date"]),
        )
        wrong += [(where, value) for value in node.get("examples", ()) if not judge.is_valid(value)]
    assert wrong == []


def test_no_floating_numbers() -> None:
    for where, _, node in everywhere():
        assert "number" not in [node.get("type")] + (
            node["type"] if isinstance(node.get("type"), list) else []
        )
        assert not any(isinstance(value, float) for value in node.values()), where


def test_references_stay_inside_and_every_definition_is_used() -> None:
    for kind in SCHEMAS:
        used = {node["$ref"] for _, node in nodes(schema(kind)) if "$ref" in node}
        assert used == {f"#/$defs/{name}" for name in schema(kind)["$defs"]}


def test_definitions_of_one_name_are_the_same_everywhere() -> None:
    seen: dict[str, Node] = {}
    for kind in SCHEMAS:
        for name, node in schema(kind)["$defs"].items():
            assert seen.setdefault(name, node) == node, (kind, name)


def test_mappings_are_closed() -> None:
    for where, _, node in everywhere():
        if "properties" in node:
            assert node["additionalProperties"] is False, where
        elif node.get("type") == "object":
            assert {"propertyNames", "additionalProperties"} <= node.keys(), where


def test_required_fields_exist() -> None:
    assert [
        where
        for where, _, node in everywhere()
        if set(node.get("required", ())) - {*node.get("properties", ())}
    ] == []


def test_texts_are_bounded_and_say_whether_they_may_run_over_lines() -> None:
    for where, _, node in everywhere():
        if (
            "string" not in (node.get("type") or ())
            or {"enum", "const"} & node.keys()
            or where.endswith("/not")
        ):
            continue
        assert "maxLength" in node or where.endswith("/$defs/quantity"), where
        assert node.get("not") == {"type": "string", "pattern": r"[\t\n\r]"} or where.endswith(
            "/$defs/text"
        ), where


def test_lists_are_bounded_and_only_texts_must_differ() -> None:
    for where, root, node in everywhere():
        if node.get("type") == "array":
            assert "maxItems" in node or where == "recipe#/properties/components", where
            if node.get("uniqueItems"):
                assert merged(root, node["items"])["type"] == "string", where


HOSTILE = [
    "a" * 100_000,
    "a-" * 50_000,
    "a." * 50_000 + "!",
    "0" * 100_000,
    "0." + "0" * 100_000,
    "1" * 100_000 + "x",
]


def test_no_pattern_backtracks() -> None:
    patterns = {node["pattern"] for _, _, node in everywhere() if "pattern" in node}
    assert len(patterns) > 5
    for pattern in patterns:
        engine = jsonschema_rs.validator_for(
            {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions()
        )
        for text in HOSTILE:
            start = time.process_time()
            assert bool(re.search(pattern, text)) == engine.is_valid(text)
            assert time.process_time() - start < 10, pattern


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "id",
            ["a", "b12", "sodium-chloride-0.9", "a" * 64],
            ["A", "a--b", "-a", "a-", "a_b", "a b", "", "a" * 65, "é"],
        ),
        (
            "decimal",
            ["0.4050", "270.80", "1", "0.000001"],
            ["0", "0.0", "00.1", ".5", "1.", "1,5", "-1", "1e3", "١"],
        ),
        ("ph_value", ["0", "3.5", "7.40", "14", "14.0"], ["14.1", "15", "-1", "7,4", "7.", "3.555"]),
        (
            "date",
            ["2026-11-22", "2028-02-29"],
            ["2026-02-29", "2026-2-1", "20261122", "2026-13-01", "22.11.2026", "0000-01-01"],
        ),
    ],
)
def test_the_grammar_of_short_texts(name: str, good: list[str], bad: list[str]) -> None:
    node = next(schema(kind)["$defs"][name] for kind in KINDS if name in schema(kind)["$defs"])
    fast = jsonschema_rs.validator_for(
        node, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
    )
    slow = jsonschema.Draft202012Validator(node, format_checker=jsonschema.FormatChecker(["date"]))
    for text in good:
        assert fast.is_valid(text), text
        assert slow.is_valid(text), text
    for text in [*bad, *(text + end for text in good for end in ("\n", "\r", "\t", " "))]:
        assert not fast.is_valid(text), text
        assert not slow.is_valid(text), text
