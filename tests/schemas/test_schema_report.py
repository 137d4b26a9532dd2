"""The schema of the JSON report: sound, and true of all that `validate --output-format json` prints."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from command import RECIPES, ROOT, here
from referencing import Registry
from report_samples import CONTEXT, EVIL, found, outcome, printed, recipes, waived, written

from formulary.findings import Severity
from formulary.resources import KINDS, schema, schema_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = schema("report")


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema, itself first."""
    yield node
    for word in ("properties", "$defs"):
        for inner in node.get(word, {}).values():
            yield from nodes(inner)
    for word in ("items", "additionalProperties", "propertyNames"):
        if isinstance(node.get(word), dict):
            yield from nodes(node[word])


def closed() -> dict[str, Any]:
    """The schema without room for fields that it does not name: none may go unexplained."""
    strict = copy.deepcopy(SCHEMA)
    for node in nodes(strict):
        if "properties" in node:
            node["additionalProperties"] = False
    return strict


JUDGE = jsonschema.Draft202012Validator(
    closed(), registry=Registry(), format_checker=jsonschema.FormatChecker(["date"])
)


def test_it_is_sound_and_written_as_its_formatter_writes_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:formulary:schema:report:1"
    assert schema_text("report") == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"
    assert here("schema", "report").out == schema_text("report")


def test_every_field_is_explained_and_its_examples_are_valid() -> None:
    for node in nodes(SCHEMA):
        for word in ("properties", "$defs"):
            for name, inner in node.get(word, {}).items():
                assert {"title", "description", "examples"} <= inner.keys(), name
                judge = jsonschema.Draft202012Validator(
                    {"$defs": SCHEMA["$defs"], **inner}, registry=Registry()
                )
                for example in inner["examples"]:
                    judge.validate(example)


@pytest.mark.parametrize("flags", [[], ["--statistics"], ["--select", "FML0"], ["--policy", "us"]])
def test_the_whole_report_on_what_ships_is_as_it_says(flags: list[str]) -> None:
    report = json.loads(printed("json", *flags, str(ROOT / RECIPES)))
    JUDGE.validate(report)
    assert ("statistics" in report) == ("--statistics" in flags)


def test_so_is_a_report_on_files_of_every_sort(tmp_path: Path) -> None:
    folder = recipes(tmp_path)
    JUDGE.validate(json.loads(printed("json", str(folder), str(folder / "link.yaml"))))


def test_so_is_one_with_waivers_and_hostile_names() -> None:
    outcomes = [outcome(found(EVIL), name=EVIL, recipe=EVIL)._replace(waived=(waived(EVIL, Severity.NOTE),))]
    report = json.loads(
        written(
            "json",
            outcomes,
            CONTEXT._replace(
                show_waived=True, policies=(("us", "2026-11-01", "0" * 64),), catalogue="0" * 64
            ),
        )
    )
    JUDGE.validate(report)
    assert "waiver" in report["findings"][1]


def test_a_report_is_no_file_that_can_be_judged(tmp_path: Path) -> None:
    assert "report" not in KINDS
    (tmp_path / "report.json").write_text('{"format": "report/1"}')
    assert "FML104" in here("validate", str(tmp_path / "report.json")).out
