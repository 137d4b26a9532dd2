"""What a schema says about one place in a document: its meaning, its type and how to write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formulary.findings import Path

Schema = dict[str, Any]


def at(root: Schema, path: Path) -> Schema:
    """The schema of the value at ``path``, its definition merged in; empty where the schema ends.

    ``$ref`` is kept, so that the name of the definition can be asked for; a property's own title,
    description and examples win over those of its definition.
    """
    node = _merged(root, root)
    for step in path:
        node = _merged(root, _inside(node, step))
    return node


def _inside(node: Schema, step: str | int) -> Schema:
    if isinstance(step, int):
        inner = node.get("items", {})
    else:
        inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return inner if isinstance(inner, dict) else {}


def _merged(root: Schema, node: Schema) -> Schema:
    name = definition(node)
    return {**root["$defs"][name], **node} if name else node


def definition(node: Schema) -> str:
    """The name of the definition that a schema refers to, such as ``quantity``; empty without one."""
    return str(node.get("$ref", "")).removeprefix("#/$defs/")


def fields(root: Schema, path: Path) -> list[str]:
    """The fields that the mapping at ``path`` may have."""
    return [name for name in at(root, path).get("properties", {}) if name != "$schema"]


def optional(root: Schema, path: Path) -> bool:
    """Whether the field at ``path`` may be left out."""
    return (
        bool(path) and isinstance(path[-1], str) and path[-1] not in at(root, path[:-1]).get("required", ())
    )


def home(root: Schema, field: str, path: Path) -> str:
    """Where a field that is misplaced at ``path`` belongs, as the end of a sentence; empty if unknown."""
    if path and field in fields(root, ()):
        return "at the top level of the file"
    if path:
        return ""
    return next((f"under `{name}`" for name in fields(root, ()) if field in _reach(root, name)), "")


def _reach(root: Schema, name: str) -> list[str]:
    """The fields of a top-level mapping, or of the entries of a top-level list."""
    return fields(root, (name,)) or fields(root, (name, 0))


def example(node: Schema) -> str:
    """The first example as YAML writes it on one line; empty for lists and mappings."""
    value = next(iter(node.get("examples", ())), None)
    if value is None or isinstance(value, (list, dict)):
        return ""
    if definition(node) in ("decimal", "ph_value"):
        return json.dumps(value)
    return value if isinstance(value, str) else json.dumps(value)
