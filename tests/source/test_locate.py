"""Places in the text, which must be exact: an editor marks what they say."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import QUOTED, RECIPE, read

from formulary.source.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path, Span
    from formulary.source.document import Document, Syntax


def cut(text: str, span: Span) -> str:
    """What stands at a span, found by lines and columns alone."""
    lines = re.split(r"\r\n|\r|\n", text)[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def values(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from values(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from values(value, (*path, number))


def check_places(document: Document) -> None:
    """Each scalar and key stands where it is said to stand: what is cut out there reads as itself."""
    for path, value in values(document.data):
        if isinstance(value, dict | list):
            assert document.locate(path)
        else:
            shown = cut(document.text, document.locate(path))
            shown += "\n" * shown.startswith("|")
            found = read(shown, document.syntax).data if shown else None
            assert found == value, (path, shown)
        if path and isinstance(path[-1], str):
            shown = cut(document.text, document.locate(path, on_key=True))
            assert read(shown, document.syntax).data == path[-1], (path, shown)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_in_the_samples(end: str) -> None:
    check_places(read(RECIPE.replace("\n", end)))
    check_places(read(QUOTED.replace("\n", end), "json"))


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("title",), (4, 8, 4, 45), (4, 1, 4, 6)),
        (("components",), (8, 1, 8, 11), (8, 1, 8, 11)),
        (("components", 0), (9, 5, 9, 15), (9, 5, 9, 15)),
        (("components", 0, "strength"), (10, 15, 10, 24), (10, 5, 10, 13)),
        (("components", 1), (13, 5, 13, 12), (13, 5, 13, 12)),
        (("administration", "needle"), (18, 11, 18, 36), (18, 3, 18, 9)),
        (("administration", "needle", "gauge"), (18, 33, 18, 35), (18, 26, 18, 31)),
        (("references", 0, "read"), (23, 9, 23, 19), (23, 3, 23, 7)),
        (("notes",), (24, 8, 27, 17), (24, 1, 24, 6)),
        ((), (2, 1, 2, 7), (2, 1, 2, 7)),
        (("components", 1, "strength"), (13, 5, 13, 12), (13, 5, 13, 12)),
        (("components", 9, "strength"), (8, 1, 8, 11), (8, 1, 8, 11)),
        (("policy",), (2, 1, 2, 7), (2, 1, 2, 7)),
        (("title", 3, "x"), (4, 8, 4, 45), (4, 8, 4, 45)),
    ],
)
def test_places_of_a_yaml_recipe(path: Path, value: tuple[int, ...], key: tuple[int, ...]) -> None:
    document = read(RECIPE)
    assert document.locate(path) == value
    assert document.locate(path, on_key=True) == key


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1, 1, 2), (1, 1, 1, 2)),
        (("id",), (1, 30, 1, 39), (1, 24, 1, 28)),
        (("components",), (2, 2, 2, 14), (2, 2, 2, 14)),
        (("components", 1), (4, 4, 4, 50), (4, 4, 4, 50)),
        (("components", 1, "qs"), (4, 45, 4, 49), (4, 39, 4, 43)),
        (("components", 2), (2, 2, 2, 14), (2, 2, 2, 14)),
        (("administration", "needle"), (6, 31, 6, 44), (6, 21, 6, 29)),
        (("administration", "needle", "gauge", 0), (6, 41, 6, 43), (6, 41, 6, 43)),
    ],
)
def test_places_of_a_json_recipe(path: Path, value: tuple[int, ...], key: tuple[int, ...]) -> None:
    document = read(QUOTED, "json")
    assert document.locate(path) == value
    assert document.locate(path, on_key=True) == key


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a:\nb: 1\n", ("a",), (1, 1, 1, 2)),
        ("a:\n  -\n  - b\n", ("a", 1), (3, 5, 3, 6)),
        ("- - x\n  - z\n", (0,), (1, 3, 1, 4)),
        ("- - x\n  - z\n", (0, 1), (2, 5, 2, 6)),
        ("a: {b: [1, 2]} # c\n", ("a",), (1, 4, 1, 15)),
        ("a: {b: 1,\n  c: 2}\n", ("a",), (1, 1, 1, 2)),
        ("- {b: 1,\n  c: 2}\n", (0,), (1, 3, 1, 4)),
        ("a: [b: 1]\n", ("a", 0, "b"), (1, 8, 1, 9)),
        ("a: x\n  y  # c\n", ("a",), (1, 4, 2, 4)),
        ("a: >-\n  x\n\n\n# c\nb: 1\n", ("a",), (1, 4, 2, 4)),
        ("? a\n: x\n", ("a",), (2, 3, 2, 4)),
        ("e\u0301: x\n", ("é",), (1, 5, 1, 6)),
        ("a: 😀😀\nb: [😀, x]\n", ("b", 1), (2, 8, 2, 9)),
        ("just text # c\n", (), (1, 1, 1, 10)),
        ("--- # c\na: b\n", ("a",), (2, 4, 2, 5)),
    ],
)
def test_places_in_other_shapes_of_yaml(text: str, path: Path, place: tuple[int, ...]) -> None:
    assert read(text).locate(path) == place


def test_the_keys_of_json_are_found_in_form_nfc() -> None:
    text = '{"e\u0301": {"\\u0065\\u0301": "x"}}'
    assert read(text, "json").locate(("é", "é")) == (1, 25, 1, 28)


def test_the_lines_of_a_document() -> None:
    document = read("a: 1\r\n\r\nb: 2\rc: 3\n")
    assert [document.line_text(number) for number in range(7)] == ["", "a: 1", "", "b: 2", "c: 3", "", ""]


TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["C", "M", "Zl", "Zp"],
        exclude_characters="\u3164\uffa0\u115f\u1160",
    )
    | st.sampled_from("e\u0301\u030a\n\t #:-\"'\\{}[],&*!|>%@`é\u212b😀"),
    max_size=8,
)
DATA = st.recursive(
    TEXT | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
INDENT = st.sampled_from([None, 0, 1, 3])


def yaml_of(value: Any, indent: str, draw: Any) -> str:
    """The value as YAML, in a style drawn for each part; begins with what follows a key or a dash."""
    quoted = json.dumps(value, ensure_ascii=draw(st.booleans()))
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 4)) == 0:
        return f" {_paired(quoted)}{draw(st.sampled_from(['', ' ', ' # c']))}\n"
    inner = indent + " " * draw(st.integers(1, 3))
    between = draw(st.sampled_from(["", "# c\n", "\n", f"{inner}# c: d\n"]))
    if isinstance(value, list):
        lines = [f"{inner}-{yaml_of(item, inner, draw)}" for item in value]
    else:
        keys = [_paired(json.dumps(key, ensure_ascii=draw(st.booleans()))) for key in value]
        lines = [
            f"{inner}{key}:{yaml_of(item, inner, draw)}"
            for key, item in zip(keys, value.values(), strict=True)
        ]
    return "\n" + between.join(lines)


def _paired(quoted: str) -> str:
    """JSON writes characters beyond the first plane as two escapes; YAML knows one of another form."""
    try:
        quoted.encode("ascii")
    except UnicodeEncodeError:
        return quoted
    return json.dumps(json.loads(quoted), ensure_ascii=False) if "\\ud8" in quoted.lower() else quoted


@given(DATA, INDENT, st.booleans())
def test_places_in_any_json(value: Any, indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    found = read_if_nfc_keys_differ(json.dumps(value, indent=indent, ensure_ascii=ascii_only), "json")
    if found is not None:
        check_places(found)


@given(DATA, st.data())
def test_yaml_and_json_of_one_document_are_the_same_and_have_their_places(value: Any, data: Any) -> None:
    as_json = read_if_nfc_keys_differ(json.dumps(value), "json")
    if as_json is None:
        return
    as_yaml = read(yaml_of(value, "", data.draw).lstrip(" "))
    assert as_yaml.data == as_json.data
    assert canonical_bytes(as_yaml.data) == canonical_bytes(as_json.data)
    check_places(as_yaml)


def read_if_nfc_keys_differ(text: str, syntax: Syntax) -> Document | None:
    """The Document, or None where two of its keys become the same in form NFC."""
    from formulary.source.document import Document  # noqa: PLC0415
    from formulary.source.read import read_document  # noqa: PLC0415

    found = read_document(text.encode(), "sample", syntax)
    if isinstance(found, Document):
        return found
    assert {located.finding.code for located in found.found} == {"FML004"}
    return None


def test_a_hundred_places_in_a_large_file_take_no_time() -> None:
    text = "[" + ",\n".join('{"a": [1, 2, {"b": "x"}]}' for _ in range(1500)) + "]"
    for syntax in ("json", "yaml"):
        document = read(text, syntax)  # type: ignore[arg-type]
        started = time.process_time()
        for number in range(0, 1500, 15):
            assert cut(document.text, document.locate((number, "a", 2, "b"))) == '"x"'
        assert time.process_time() - started < 10
