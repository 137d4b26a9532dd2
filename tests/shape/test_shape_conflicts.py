"""Fields that contradict each other: one finding a component, at the superfluous key."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from shape_samples import sample

from formulary.shape.check import check

VALUES: dict[str, Any] = {
    "ingredient": "biotin",
    "product": "saline",
    "strength": "1 mg/mL",
    "volume": "1 mL",
    "amount": "1 mg",
    "concentration": "1 mg/mL",
    "qs": True,
    "dry": True,
    "displacement": "0.67 mL/g",
}


def judged(*components: str) -> list[tuple[str, tuple[str | int, ...], bool]]:
    """The findings of a recipe, each component given by its fields."""
    data = sample("recipe")
    data["components"] = [{key: VALUES[key] for key in fields.split()} for fields in components]
    return [(one.code, one.path[1:], one.on_key) for one in check("recipe", data)]


@pytest.mark.parametrize(
    "fields",
    [
        "ingredient strength volume",
        "ingredient strength amount",
        "ingredient strength concentration",
        "ingredient strength qs",
        "ingredient volume",
        "ingredient amount",  # the stock's volume is unknown, which is FML409 and not a matter of shape
        "ingredient amount dry",
        "ingredient concentration dry displacement",
        "product volume",
        "product amount",
        "product concentration",
        "product qs",
    ],
)
def test_sound_ways_to_state_a_component(fields: str) -> None:
    assert judged(fields) == []


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ("volume", None),
        ("ingredient", None),
        ("ingredient strength", None),
        ("ingredient dry", None),
        ("ingredient product volume", "product"),
        ("ingredient volume amount", "amount"),
        ("ingredient amount volume", "volume"),
        ("ingredient volume amount concentration qs", "amount"),
        ("product strength volume", "strength"),
        ("ingredient volume dry", "volume"),
        ("ingredient amount volume dry", "volume"),
        ("ingredient concentration qs dry", "qs"),
        ("ingredient strength amount dry", "strength"),
        ("ingredient volume displacement", "displacement"),
    ],
)
def test_contradictions(fields: str, key: str | None) -> None:
    assert judged(fields) == [("FML105", (0, key) if key else (0,), key is not None)]


def test_every_combination_of_fields_gives_at_most_one_finding_a_component() -> None:
    for count in range(1, len(VALUES) + 1):
        for fields in itertools.combinations(VALUES, count):
            assert len(judged(" ".join(fields))) <= 1, fields


def test_a_second_filler() -> None:
    assert judged("product qs", "product volume", "product qs", "product qs") == [
        ("FML105", (2, "qs"), True),
        ("FML105", (3, "qs"), True),
    ]


def test_a_superfluous_filler_is_one_fault() -> None:
    assert judged("product volume qs", "product qs") == [("FML105", (0, "qs"), True)]


def test_a_strength_written_as_a_concentration_is_recognized() -> None:
    data = sample("recipe")
    data["components"] = [{"ingredient": "biotin", "concentration": "5 mg/mL", "volume": "1 mL"}]
    assert "the stock's own goes under `strength`" in check("recipe", data)[0].help


@pytest.mark.parametrize(
    ("table", "change", "path"),
    [
        ("standings", {"group": "fillers"}, ("standings", 0, "group")),
        ("limits", {"group": "fillers"}, ("limits", 0, "group")),
        ("standings", {"ingredient": None}, ("standings", 0)),
        ("limits", {"hard": None, "soft": None, "min": None}, ("limits", 0)),
        ("limits", {"hard": None, "soft": None}, None),
    ],
)
def test_rows_of_a_policy(table: str, change: dict[str, Any], path: tuple[str | int, ...] | None) -> None:
    data = sample("policy")
    row = {**data[table][0], **change}
    data[table][0] = {key: value for key, value in row.items() if value is not None}
    assert [(one.code, one.path) for one in check("policy", data)] == ([("FML105", path)] if path else [])
