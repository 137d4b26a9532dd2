"""Canonical bytes, against the examples of RFC 8785."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from source_samples import RECIPE, read

from formulary.source.canonical import canonical_bytes


def test_keys_are_sorted_as_in_the_rfc() -> None:
    """The example of section 3.2.3: the emoji, two UTF-16 units, stands before U+FB33."""
    data = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert canonical_bytes(data).decode() == (
        '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",'
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
    )


def test_text_is_escaped_as_in_the_rfc() -> None:
    """The example of section 3.2.2.2."""
    data = {"string": '\u20ac$\u000f\u000aA\'B"\\\\"/', "literals": [None, True, False]}
    assert canonical_bytes(data).decode() == (
        '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_where_the_schema_is_does_not_change_what_a_recipe_is() -> None:
    assert canonical_bytes({"$schema": "x", "a": {"$schema": "y"}}) == b'{"a":{"$schema":"y"}}'


def test_yaml_and_json_of_one_recipe_are_the_same_bytes() -> None:
    as_yaml = read(RECIPE).data
    as_json = canonical_bytes(as_yaml)
    assert canonical_bytes(read(as_json, "json").data) == as_json
    shuffled = dict(reversed(list(as_yaml.items()))) if isinstance(as_yaml, dict) else None
    assert canonical_bytes(shuffled) == as_json


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1, 2}])
def test_what_no_document_holds_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"a": [value]})


DATA = st.recursive(
    st.text(st.characters(codec="utf-8")) | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(DATA)
def test_canonical_bytes_do_not_depend_on_order(data: object) -> None:
    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    assert canonical_bytes(turned(data)) == canonical_bytes(data)


@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=3), DATA.filter(bool)) | DATA)
def test_the_quick_way_writes_what_the_library_writes(data: object) -> None:
    without = {key: data[key] for key in data if key != "$schema"} if isinstance(data, dict) else data
    assert canonical_bytes(data) == rfc8785.dumps(without)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [2**53, -(2**60), "\ud800", {1: "a"}])
def test_what_no_json_can_hold_is_refused_as_by_the_library(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        rfc8785.dumps([value])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"."):
        canonical_bytes([value])
