"""What YAML may not do here, each with its code and its place."""

from __future__ import annotations

import pytest
from source_samples import RECIPE, faults, messages, read

from formulary.source.document import Document, Unread
from formulary.source.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from formulary.source.read import read_document


def test_a_recipe_becomes_plain_data() -> None:
    data = read(RECIPE).data
    assert isinstance(data, dict)
    assert data["components"][0] == {
        "ingredient": "dexpanthenol",
        "strength": "250 mg/mL",
        "volume": "2 mL",
    }
    assert data["administration"] == {"needle": {"length": "4 mm", "gauge": 30}, "points": 50, "sessions": 6}
    assert data["references"] == [{"title": "A review", "read": "2026-11-22"}]
    assert data["notes"] == "Warm the vial.\n\nInject slowly.\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x 1\n", ("FML005", 1, 4)),
        ("a:\n  - &x b\n", ("FML005", 2, 5)),
        ("&x a: 1\n", ("FML005", 1, 1)),
        ("a: &x\n  b: 1\n", ("FML005", 1, 4)),
        ("a: &x [1]\n", ("FML005", 1, 4)),
        ("a: *x\n", ("FML005", 1, 4)),
        ("- *x\n", ("FML005", 1, 3)),
        ("*x : 1\n", ("FML005", 1, 1)),
        ("*x\n", ("FML005", 1, 1)),
        ("a: 1\n<<: {b: 1}\n", ("FML005", 2, 1)),
        ("a: !!str 1\n", ("FML005", 1, 4)),
        ("a: !!float 1.5\n", ("FML005", 1, 4)),
        ("a: ! b\n", ("FML005", 1, 4)),
        ("a: !python/object:os.system [x]\n", ("FML005", 1, 4)),
        ("--- !!map\na: 1\n", ("FML005", 1, 5)),
        ("!!str a: 1\n", ("FML005", 1, 1)),
        ("a: !e!x 1\n", ("FML005", 1, 4)),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", ("FML005", 1, 1)),
        ("%TAG ! !y\n%TAG ! !z\n---\na: 1\n", ("FML005", 2, 1)),
        ("%TAG ! !y\n" * 20_000, ("FML005", 1, 1)),
        ("\n" + "%TAG ! !y\r" * 20, ("FML005", 2, 1)),
        ("a: 1\n---\nb: 1\n", ("FML005", 2, 1)),
        ("a: 1\n...\n---\nb: 1\n", ("FML005", 3, 1)),
        ("---\n---\n", ("FML005", 2, 1)),
        ("? [a, b]\n: 1\n", ("FML005", 1, 3)),
        ("{a: 1}: 1\n", ("FML005", 1, 1)),
        ("volume: {{ volume }}\n", ("FML005", 1, 10)),
    ],
)
def test_what_yaml_can_do_and_a_recipe_does_not_need(text: str, place: tuple[str, int, int]) -> None:
    assert faults(text) == [place]


def test_quoted_marks_are_text() -> None:
    data = {"<<": "&x", "a": "*x", "b": "!!str"}
    assert read("'<<': '&x'\na: '*x'\nb: '!!str'").data == data


def test_a_yaml_version_and_document_marks_are_harmless() -> None:
    assert read("%YAML 1.1\n---\na: 1\n...\n").data == {"a": 1}
    assert read("--- {a: 1}\n").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", ("FML004", 3, 1)),
        ("x:\n  - a: 1\n    'a': 2\n", ("FML004", 3, 5)),
        ('{a: 1, "\\u0061": 2}\n', ("FML004", 1, 8)),
        ("é: 1\ne\u0301: 2\n", ("FML004", 2, 1)),
        ("K: 1\n\u212a: 2\n", ("FML004", 2, 1)),
        ("'': 1\n'': 2\n", ("FML004", 2, 1)),
    ],
)
def test_the_second_of_two_equal_keys(text: str, place: tuple[str, int, int]) -> None:
    assert faults(text) == [place]


def test_equal_keys_in_different_mappings_are_fine() -> None:
    assert read("a: {a: 1}\nb: {a: 1}\nc: [{a: 1}, {a: 1}]")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "empty"),
        ("# only a comment\n", (1, 1), "empty"),
        ("# null\n", (1, 1), "empty"),
        ("--- # null\n", (1, 1), "empty"),
        ("---\n", (1, 1), "empty"),
        ("--- # nothing\n...\n", (1, 1), "empty"),
        ("a: 1\n\tb: 2\n", (2, 1), "tab"),
        ("a:\n\t- b\n", (2, 1), "tab"),
        ("a: 1\n b: 2\n", (2, 3), "indent"),
        ("a: b: c\n", (1, 5), "colon"),
        ("a\nb: 1\n", (2, 2), "colon"),
        ("a: 1\nb\nc: 1\n", (2, 1), "colon"),
        ('a: 1\nb: "x\nc: 1\n', (2, 4), "never closed"),
        ("a: 'x\n", (1, 4), "never closed"),
        ("a: {b: 1\nc: 2\n", (2, 2), "`}` is missing"),
        ("a: [1, 2\nb: 1\n", (2, 2), "`]` is missing"),
        ("a: @x\n", (1, 4), "cannot begin with `@`"),
        ("a: `x`\n", (1, 4), "cannot begin with"),
        ("a: %x\n", (1, 4), "cannot begin with `%`"),
        ('a: "\\q"\n', (1, 5), "escape"),
        ("- a\nb: 1\n", (2, 1), "item"),
        ("a: - b\n", (1, 4), "list item"),
        ("%YAML 2.0\n---\na: 1\n", (1, 1), "YAML version"),
        ("a: 'b' c\n", (1, 8), "indented differently"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> topic\n", (2, 1), "merge conflict"),
        ("<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n", (1, 1), "merge conflict"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", (1, 1), "LFS pointer"),
        ("<!DOCTYPE html>\n<html>\n", (1, 1), "web page"),
    ],
)
def test_what_does_not_parse(text: str, place: tuple[int, int], words: str) -> None:
    found = faults(text)
    assert found == [("FML003", *place)]
    assert words in messages(text)[0]


def test_a_recipe_cut_short_anywhere_never_stops_the_reader() -> None:
    for end in range(len(RECIPE)):
        assert isinstance(read_document(RECIPE[:end].encode(), "x", "yaml"), Document | Unread)


def nested(depth: int) -> str:
    return "[" * depth + "1" + "]" * depth


def test_sixteen_levels_and_no_more() -> None:
    assert read(nested(MAX_DEPTH))
    assert faults(nested(MAX_DEPTH + 1)) == [("FML006", 1, MAX_DEPTH + 1)]
    block = "".join(f"{' ' * level}a:\n" for level in range(MAX_DEPTH))
    assert read(block)
    assert faults(block + " " * MAX_DEPTH + "a: 1\n") == [("FML006", MAX_DEPTH + 1, MAX_DEPTH + 1)]


def test_twenty_thousand_nodes_and_no_more() -> None:
    """The list is a node itself."""
    assert read("- a\n" * (MAX_NODES - 1))
    assert faults("- a\n" * MAX_NODES) == [("FML006", MAX_NODES, 3)]
    assert read("- {}\n" * (MAX_NODES - 1))
    assert faults("- []\n" * MAX_NODES) == [("FML006", MAX_NODES, 3)]
    keys = "".join(f"k{number}: 1\n" for number in range(MAX_NODES // 2))
    assert faults(keys) == [("FML006", MAX_NODES // 2, len(str(MAX_NODES // 2 - 1)) + 4)]


def test_all_faults_of_a_file_are_told_at_once_up_to_a_hundred() -> None:
    text = "a: 012\nno: &x 1\na: !t y\n"
    assert faults(text) == [
        ("FML007", 1, 4),
        ("FML007", 2, 1),
        ("FML005", 2, 5),
        ("FML004", 3, 1),
        ("FML005", 3, 4),
    ]
    assert len(faults("- 012\n" * 500)) == MAX_FINDINGS


def test_one_node_has_one_fault() -> None:
    """A key that is ambiguous and repeated, a node with anchor and tag, a tagged ambiguous scalar."""
    assert faults("no: a\nno: b\n") == [("FML007", 1, 1), ("FML007", 2, 1)]
    assert faults("a: &x !!str 012\n") == [("FML005", 1, 4)]


def test_a_document_may_be_null_or_an_empty_text_for_the_schema_to_judge() -> None:
    for text, data in (("null", None), ("--- null # c\n", None), ("''", ""), ("--- |\n", "")):
        document = read(text)
        assert document.data == data
        assert document.locate(("a", 1)).line == 1


def test_a_refused_document_is_a_document() -> None:
    assert faults("*x\n---\na: 1\n") == [("FML005", 1, 1), ("FML005", 2, 1)]


def test_findings_point_into_the_data() -> None:
    text = "a:\n  - b: 1\n  - [x, {c: 012, c: z}]\n  - no: {d: 1:30}\n  - ~\n"
    found = read_document(text.encode(), "x", "yaml")
    assert isinstance(found, Unread)
    assert [(located.finding.path, located.finding.on_key) for located in found.found] == [
        (("a", 1, 1, "c"), False),
        (("a", 1, 1, "c"), True),
        (("a", 2, "no"), True),
        (("a", 2, "no", "d"), False),
        (("a", 3), False),
    ]


def test_hostile_words_are_made_visible_in_messages() -> None:
    shown = messages('"a\\u001b[31m": 1\n')[0]
    assert "\x1b" not in shown
    assert len(messages(f"a: &{'x' * 5000} 1")[0]) < 200
    assert len(messages(f"{'k' * 900}: 1\n{'k' * 900}: 1")[0]) < 300


def test_lines_that_end_in_other_ways_are_lines() -> None:
    assert faults("a: 1\r\nb: 012\r\n") == [("FML007", 2, 4)]
    assert faults("a: 1\rb: 012\r") == [("FML007", 2, 4)]
    assert faults("a: µ\nb: 'µµ'\nc: [µ, 012]\n") == [("FML007", 3, 8)]
