"""A sound document of every kind, holding every field that its schema knows."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from formulary.resources import schema

Json = Any


def _filled(root: dict[str, Json], node: dict[str, Json]) -> Json:
    """The value that a schema's own examples make, with every field of every mapping filled in."""
    merged = {**root["$defs"][node["$ref"].rsplit("/", 1)[1]], **node} if "$ref" in node else node
    if merged.get("type") == "object" and "properties" in merged:
        return {name: _filled(root, inner) for name, inner in merged["properties"].items()}
    if merged.get("type") == "array" and "properties" in (_target(root, merged["items"])):
        return [_filled(root, merged["items"])]
    if merged.get("type") == "array":
        return copy.deepcopy(merged["examples"][0])
    return copy.deepcopy(merged["examples"][0])


def _target(root: dict[str, Json], node: dict[str, Json]) -> dict[str, Json]:
    target: dict[str, Json] = root["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
    return target if target.get("type") == "object" else {}


COMPONENTS: list[dict[str, Json]] = [
    {"ingredient": "dexpanthenol", "strength": "250 mg/mL", "volume": "2 mL", "note": "ampoule"},
    {"product": "zinc-sulfate-1-mg-zn", "amount": "4 mg", "as": "zinc"},
    {"ingredient": "biotin", "concentration": "1 mg/mL", "dry": True, "displacement": "0.67 mL/g"},
    {"product": "sodium-chloride-0.9", "qs": True},
]


def sample(kind: str) -> dict[str, Json]:
    """A fresh sound document of one kind."""
    document: dict[str, Json] = json.loads(_sample(kind))
    return document


@cache
def _sample(kind: str) -> str:
    root = schema(kind)
    document: dict[str, Json] = _filled(root, root)
    if kind == "recipe":
        document["components"] = copy.deepcopy(COMPONENTS)
        document["administration"]["numbing"]["how"] = "topical"  # the one that all its fields go with
    for numbing in document.get("anesthesia", ()):
        numbing["how"] = "topical"
    for row in [*document.get("standings", ()), *document.get("limits", ())]:
        del row["group"]
    return json.dumps(document)


def places(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path of a document, the root's left out."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[str | int, ...]] = []
    for step, inner in inside:
        found += [(*path, step), *places(inner, (*path, step))]
    return found


def at(value: Json, path: tuple[str | int, ...]) -> Json:
    """The value at a path."""
    for step in path:
        value = value[step]
    return value


def changed(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    """A copy with another value at a path."""
    made = json.loads(json.dumps(value))
    at(made, path[:-1])[path[-1]] = new
    return made
