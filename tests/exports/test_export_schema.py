"""What is written as JSON is what its schema promises, field by field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
from command import CLEAN, ROOT, here
from export_samples import export
from registry_world import act, approve_new, recipe, small_registry

from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS
from formulary.exports.held import Limited
from formulary.exports.inventory import Found
from formulary.resources import schema

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SCHEMA = schema("inventory")
LISTS = {"components", "limits", "findings", "waivers_in_force", "signed"}


def faults(data: Any, node: dict[str, Any]) -> list[str]:
    judge = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **node})
    return [f"{list(one.path)}: {one.message}" for one in judge.iter_errors(data)]


def test_the_schema_names_every_column() -> None:
    defined = {
        name: set(node["properties"]) for name, node in SCHEMA["$defs"].items() if "properties" in node
    }
    assert defined["formula"] - LISTS == {column.name for column in FORMULA_COLUMNS}
    assert defined["component"] == {column.name for column in COMPONENT_COLUMNS} - {"formula", "version"}
    assert defined["limit"] == set(Limited._fields)
    assert defined["finding"] == set(Found._fields)


def test_an_export_of_files_satisfies_the_schema(tmp_path: Path) -> None:
    assert export("json", ROOT / "seed/recipes", tmp_path / "all.json").code == 0
    assert faults(json.loads((tmp_path / "all.json").read_text()), SCHEMA) == []


def test_a_partial_export_does_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CLEAN.replace("lidocaine-1-", "lidokain-1-"))
    (tmp_path / "b.yaml").write_text("format: recipe/1\n")
    done = here("export", "--from-files", str(tmp_path))
    assert done.code == 1
    assert faults(json.loads(done.out), SCHEMA) == []


def test_so_does_an_export_of_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    with small_registry(url) as store:
        approve_new(store, recipe())
        approve_new(store, recipe("other"))
        act(store, "retire", "other@1", "kim")
    monkeypatch.setenv("FORMULARY_DB", url)
    found = json.loads(here("export", "--all", "--group", "local-anesthetics").out)
    assert faults(found, SCHEMA) == []
    assert [len(one["signed"]) for one in found["formulas"]] == [1, 2]
    lines = here("export", "--format", "ndjson").out.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert faults(json.loads(line), SCHEMA["$defs"]["formula"]) == []
