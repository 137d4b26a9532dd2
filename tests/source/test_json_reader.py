"""What JSON may not do here, each with its code and its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import QUOTED, faults, messages, read

from formulary.source.document import Document, Unread
from formulary.source.json_reader import deeper_than_allowed
from formulary.source.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from formulary.source.read import read_document


def test_a_recipe_is_what_the_standard_decoder_makes_of_it() -> None:
    assert read(QUOTED, "json").data == json.loads(QUOTED)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1, "b": 2,\n "a": 3}', (2, 2)),
        ('{"a": 1, "\\u0061": 2}', (1, 10)),
        ('{"é": 1, "e\u0301": 2}', (1, 10)),
        ('{"é": 1, "e\\u0301": 2}', (1, 10)),
        ('{"\u212a": 1, "K": 2}', (1, 10)),
        ('[{"a": {"b": 1, "b": 2}}]', (1, 17)),
        ('{"x": {"a": 1}, "y": {"a": 1, "a": 2}}', (1, 31)),
        ('{"": 1, "": 2}', (1, 9)),
    ],
)
def test_the_second_of_two_equal_keys(text: str, place: tuple[int, int]) -> None:
    assert faults(text, "json") == [("FML004", *place)]


def test_each_repetition_is_a_fault_of_its_own_and_its_value_is_judged_by_itself() -> None:
    text = '{"a": {"x": 1}, "a": {"x": 1}, "a": {"x": 1.5}}'
    assert faults(text, "json") == [("FML004", 1, 17), ("FML004", 1, 32), ("FML103", 1, 43)]


@pytest.mark.parametrize("number", ["1.5", "-0.0", "1e5", "1E-3", "0.1", "1" * 500 + ".5", "1e999999"])
def test_a_fraction_asks_for_text(number: str) -> None:
    assert faults(f'{{"a": [1, {number}]}}', "json") == [("FML103", 1, 11)]
    assert "as text" in messages(f"[{number}]", "json")[0]


def test_faults_come_with_their_paths() -> None:
    found = read_document(b'{"a": [1, {"b": 1.5}], "c": 2.5, "a": 1}', "x", "json")
    assert isinstance(found, Unread)
    assert [
        (located.finding.code, located.finding.path, located.finding.on_key) for located in found.found
    ] == [
        ("FML103", ("a", 1, "b"), False),
        ("FML103", ("c",), False),
        ("FML004", ("a",), True),
    ]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "empty"),
        (" \n\t\n", (1, 1), "empty"),
        ('{"a": NaN}', (1, 7), "`NaN` is not JSON"),
        ('{"a": -Infinity}', (1, 7), "`-Infinity` is not JSON"),
        ('{"a": Infinity}', (1, 7), "`Infinity` is not JSON"),
        ('{"a": 1,}', (1, 8), "comma after the last"),
        ('{"a": [1, 2, ]}', (1, 12), "comma after the last"),
        ('{"a": [1,\n]}', (1, 9), "comma after the last"),
        ("{'a': 1}", (1, 2), "single quotes"),
        ("{\"a\": 'b'}", (1, 7), "single quotes"),
        ('{"a": 1} // b', (1, 10), "comment"),
        ('{"a": 1, /* b */ "c": 1}', (1, 10), "comment"),
        ('# b\n{"a": 1}', (1, 1), "comment"),
        ("{a: 1}", (1, 2), "double quotes"),
        ('{"a": 1 "b": 2}', (1, 9), "comma is missing"),
        ('{"a": 1\n "b": 2}', (2, 2), "comma is missing"),
        ('{"a" 1}', (1, 6), "colon is missing"),
        ('{"a": True}', (1, 7), "`true`"),
        ('{"a": None}', (1, 7), "`null`"),
        ('{"a": 012}', (1, 8), "begins with 0"),
        ('{"a": +1}', (1, 7), "not a JSON value"),
        ('{"a": .5}', (1, 7), "not a JSON value"),
        ('{"a": 0x1F}', (1, 8), "comma is missing"),
        ('{"a": }', (1, 7), "not a JSON value"),
        ('{"a": "b\nc"}', (1, 9), "line break"),
        ('{"a": "b\tc"}', (1, 9), "tab"),
        ('{"a": "b', (1, 7), "never closed"),
        ('{"a": "\\q"}', (1, 8), "escape"),
        ('{"a": "\\u12"}', (1, 9), "escape"),
        ('{"a": [1, 2', (1, 12), "too early"),
        ('{"a"', (1, 5), "too early"),
        ('{"a": 1}\n{"a": 2}\n', (2, 1), "ndjson"),
        ('{"a": 1}}', (1, 9), "after the end"),
        ("format: recipe/1\n", (1, 1), "YAML"),
        ('<<<<<<< HEAD\n{"a": 1}\n=======\n{}\n>>>>>>> x\n', (1, 1), "merge conflict"),
        ('{"a": 1,\n<<<<<<< HEAD\n"b": 1\n=======\n"b": 2\n>>>>>>> x\n}', (2, 1), "merge conflict"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", (1, 1), "LFS pointer"),
        ("<html><body>404</body></html>", (1, 1), "web page"),
        ('{"a": \u00a01}', (1, 7), "not a JSON value"),
        ("[[], [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], µ]", (1, 66), "not a JSON value"),
    ],
)
def test_what_does_not_parse(text: str, place: tuple[int, int], words: str) -> None:
    assert faults(text, "json") == [("FML003", *place)]
    assert words in messages(text, "json")[0]


@pytest.mark.parametrize("fault", ["1.5", "NaN", "9" * 30, '"\\u200b"', '{"b": 1, "b": 2}'])
def test_an_error_of_syntax_after_another_fault_is_the_one_that_counts(fault: str) -> None:
    text = f'{{"a": {fault}, "c": }}]'
    assert faults(text, "json") == [("FML003", 1, len(text) - 1)]


def test_a_recipe_cut_short_anywhere_never_stops_the_reader() -> None:
    for end in range(len(QUOTED) - 2):
        assert isinstance(read_document(QUOTED[:end].encode(), "x", "json"), Unread)


def test_sixteen_levels_and_no_more() -> None:
    deep = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    assert read(deep, "json")
    assert faults(f"[{deep}]", "json") == [("FML006", 1, MAX_DEPTH + 1)]
    assert faults('{"a":' * 40 + "1" + "}" * 40, "json") == [("FML006", 1, 5 * MAX_DEPTH + 1)]
    assert faults("[" * 56_000, "json") == [("FML006", 1, MAX_DEPTH + 1)]
    assert faults('[{"a":' * 30_000, "json") == [("FML006", 1, 8 * 6 + 1)]


@pytest.mark.parametrize("text", ["[" * 40, "{" * 40, '\\"[[[[' * 9, '\\\\","[' * 9, "]" * 40])
def test_brackets_in_text_do_not_count(text: str) -> None:
    document = json.dumps({"a": [text] * 20, text: {"b": {}}})
    assert read(document, "json").data == json.loads(document)


def test_brackets_in_text_hide_nothing() -> None:
    deep = '["]]]]]]]]\\"]]]]]]]]]]",' * 30 + "1" + "]" * 30
    assert [code for code, _, _ in faults(deep, "json")] == ["FML006"]


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(
    st.recursive(
        st.text('[]{}"\\a,:', max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text('[]{}"\\', max_size=3), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    st.integers(0, 15),
)
def test_the_scan_for_depth_agrees_with_the_decoder(value: object, more: int) -> None:
    for _ in range(more):
        value = [value]
    document = [*([[]] * MAX_DEPTH), value, *([{}] * MAX_DEPTH), value]
    assert deeper_than_allowed(json.dumps(document)) == (depth_of(document) > MAX_DEPTH)


def test_twenty_thousand_nodes_and_no_more() -> None:
    assert read("[" + "1," * (MAX_NODES - 2) + "1]", "json")
    assert faults("[" + "1," * (MAX_NODES - 1) + "1]", "json") == [("FML006", 1, 2 * MAX_NODES)]
    keys = ",".join(f'"k{number}":1' for number in range(MAX_NODES // 2))
    assert [code for code, _, _ in faults("{" + keys + "}", "json")] == ["FML006"]


def test_a_hundred_findings_and_no_more() -> None:
    assert len(faults("[" + "1.5," * 500 + "1]", "json")) == MAX_FINDINGS


def test_a_document_that_is_one_value_is_for_the_schema_to_judge() -> None:
    for text, data in (("12", 12), ('"a"', "a"), ("null", None), ("[]", []), (" {} ", {})):
        assert read(text, "json").data == data


def test_lines_of_bulk_files_keep_their_numbers() -> None:
    found = read_document(b'{"a": 1.5}', "bulk.ndjson", "json", 41)
    assert isinstance(found, Unread)
    assert found.found[0].span == (41, 7, 41, 10)
    assert found.line_text(41) == '{"a": 1.5}'
    document = read_document(b'{"a": 1}', "bulk.ndjson", "json", 7)
    assert isinstance(document, Document)
    assert document.locate(("a",)) == (7, 7, 7, 8)
    assert document.line_text(7) == '{"a": 1}'
    assert document.line_text(1) == ""
