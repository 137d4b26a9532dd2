"""The gate, the explanation and the standard validator say the same, and one fault is one finding."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry
from shape_samples import at, changed, places, sample

from formulary.resources import KINDS, schema
from formulary.shape import outline
from formulary.shape.check import check
from formulary.shape.explain import explain
from formulary.shape.gate import is_valid

if TYPE_CHECKING:
    from formulary.findings import Finding

    Step = tuple[str | int, ...]
    Case = tuple[str, Step]

WRONG = (7, "zzzz zzzz", ["zzzz zzzz"], {"zzzz": "zzzz"}, None, True)


def distinct() -> list[Case]:
    """Every place of every kind; what definitions share (they are the same everywhere) comes once."""
    found: dict[tuple[Any, ...], Case] = {}
    for kind in KINDS:
        for path in places(sample(kind)):
            shared = outline.definition(outline.at(schema(kind), path[:-1]))
            found.setdefault((shared, path[-1]) if shared else (kind, path), (kind, path))
    return list(found.values())


NODES = distinct()
FIELDS = [(kind, path) for kind, path in NODES if isinstance(path[-1], str)]
TEXTS = [(kind, path) for kind, path in NODES if isinstance(at(sample(kind), path), str)]


@cache
def standard(kind: str) -> jsonschema.Draft202012Validator:
    checker = jsonschema.FormatChecker(["date"])
    return jsonschema.Draft202012Validator(schema(kind), registry=Registry(), format_checker=checker)


def judged(kind: str, data: Any, *, slowly: bool = False) -> list[Finding]:
    """What ``check`` finds (the explanation, if the gate is shut), once the verdicts are seen to agree.

    The unchanged standard validator takes several times as long as all the rest: it is asked ``slowly``.
    """
    verdict = is_valid(kind, data)
    assert not slowly or verdict == standard(kind).is_valid(data)
    found = check(kind, data)
    assert not any("does not satisfy" in one.message for one in found)  # shut without an explanation
    assert not verdict or explain(kind, data) == []
    return found


def node_of(kind: str, path: Step) -> dict[str, Any]:
    return outline.at(schema(kind), path)


def is_key(kind: str, path: Step) -> bool:
    """Whether a path ends in a key that the author of a file chooses, as under ``sources``."""
    return "propertyNames" in node_of(kind, path[:-1])


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_with_every_field_is_sound(kind: str) -> None:
    assert judged(kind, sample(kind), slowly=True) == []


@pytest.mark.parametrize(("kind", "path"), FIELDS)
def test_leaving_a_field_out(kind: str, path: Step) -> None:
    data = sample(kind)
    del at(data, path[:-1])[path[-1]]
    found = judged(kind, data)
    if path[-1] in node_of(kind, path[:-1]).get("required", ()):
        assert [(one.code, one.path) for one in found] == [("FML101", path[:-1])]
        assert f"`{path[-1]}`" in found[0].message
    else:
        assert {one.code for one in found} <= {"FML105"}
        assert len(found) <= 1


@pytest.mark.parametrize(("kind", "path"), FIELDS)
def test_a_misspelt_field_is_one_finding_that_names_it(kind: str, path: Step) -> None:
    field = str(path[-1])
    known = node_of(kind, path[:-1]).get("properties", {})
    for slipped in {field.title(), f"{field}s"} - {field, *known}:
        data = sample(kind)
        parent = at(data, path[:-1])
        parent[slipped] = parent.pop(field)
        found = judged(kind, data)
        if is_key(kind, path):
            assert [one.code for one in found] == ([] if slipped == f"{field}s" else ["FML104"])
            continue
        where = (*path[:-1], slipped)
        assert [(one.code, one.path, one.on_key) for one in found] == [("FML102", where, True)]
        assert f"`{field}`" in found[0].help or "belongs" in found[0].help


@pytest.mark.parametrize(("kind", "path"), FIELDS)
def test_an_unknown_field(kind: str, path: Step) -> None:
    data = sample(kind)
    if is_key(kind, path):
        return
    at(data, path[:-1])["zzzzzzzz"] = 1
    found = judged(kind, data)
    assert [(one.code, one.path, one.on_key) for one in found] == [("FML102", (*path[:-1], "zzzzzzzz"), True)]
    assert found[0].help


@pytest.mark.parametrize(("kind", "path"), NODES)
def test_a_wrong_type_is_one_finding(kind: str, path: Step) -> None:
    allowed = node_of(kind, path)["type"]
    for value in WRONG:
        kinds = {int: "integer", str: "string", list: "array", dict: "object", bool: "boolean"}
        found = judged(kind, changed(sample(kind), path, value), slowly=value in (7, None))
        if kinds.get(type(value), "null") in ([allowed] if isinstance(allowed, str) else allowed):
            assert all(one.code in ("FML101", "FML102", "FML103", "FML104") for one in found)
        else:
            assert [(one.code, one.path) for one in found] == [("FML103", path)], value
            assert found[0].help


@pytest.mark.parametrize(("kind", "path"), TEXTS)
def test_a_line_break_or_tab_is_refused_outside_long_texts(kind: str, path: Step) -> None:
    data = sample(kind)
    long = node_of(kind, path).get("maxLength") == 10_000
    for end in ("\n", "\r", "\t"):
        found = judged(kind, changed(data, path, at(data, path) + end), slowly=end == "\n")
        assert [(one.code, one.path) for one in found] == ([] if long else [("FML104", path)])


@pytest.mark.parametrize(("kind", "path"), TEXTS)
def test_empty_and_endless_texts(kind: str, path: Step) -> None:
    empty = judged(kind, changed(sample(kind), path, ""))
    expected = [] if path == ("$schema",) else [("FML104", path)]
    assert [(one.code, one.path) for one in empty] == expected
    endless = judged(kind, changed(sample(kind), path, "a" * 100_000))
    quantity = outline.definition(node_of(kind, path)) == "quantity"
    assert [(one.code, one.path) for one in endless] == ([] if quantity else [("FML104", path)])


RANGED = [(kind, path) for kind, path in NODES if type(at(sample(kind), path)) in (list, int)]


@pytest.mark.parametrize(("kind", "path"), RANGED)
def test_lists_and_numbers_out_of_range(kind: str, path: Step) -> None:
    value = at(sample(kind), path)
    if isinstance(value, list):
        twice = judged(kind, changed(sample(kind), path, [*value, value[0]]), slowly=True)
        if node_of(kind, path).get("uniqueItems"):
            assert [one.code for one in twice] == ["FML104"]
        crowd = check(kind, changed(sample(kind), path, value * 6000))
        code = "FML006" if path == ("components",) else "FML104"
        assert [(one.code, one.path) for one in crowd] == [(code, path)]
    else:
        for number in (-1, 10**6, 10**25, -(10**25)):
            found = judged(kind, changed(sample(kind), path, number), slowly=True)
            assert [(one.code, one.path) for one in found] == [("FML104", path)]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["10 mL", "lidocaine", "2026-11-22"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.sampled_from(NODES), JSON), min_size=1, max_size=4))
def test_any_mixture_of_faults_is_explained(changes: list[tuple[Case, Any]]) -> None:
    kind = changes[0][0][0]
    data: Any = sample(kind)
    for (other, path), value in changes:
        if other == kind:
            try:
                at(data, path[:-1])[path[-1]] = value
            except (KeyError, IndexError, TypeError):
                continue
    data = json.loads(json.dumps(data).encode("utf-8", "replace"))
    before = copy.deepcopy(data)
    found = explain(kind, data)
    assert is_valid(kind, data) == standard(kind).is_valid(data) == (found == [])
    assert data == before
    assert found == explain(kind, data)
    assert len({(one.path, one.on_key, one.code, one.message) for one in found}) == len(found)
    assert all(one.code in ("FML101", "FML102", "FML103", "FML104") and one.message for one in found)
