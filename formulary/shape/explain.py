"""Why a document does not have the shape of its kind: the slow road, taken by faulty files only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.resources import schema
from formulary.shape import keys, outline, values
from formulary.shape.strict import validator

if TYPE_CHECKING:
    from formulary.findings import Finding, Path
    from formulary.shape.outline import Schema

MOST = 100
"""The most findings that one document gets."""


def explain(kind: str, data: Any) -> list[Finding]:
    """One finding for each fault of ``data`` as a file of ``kind``, ordered by path, at most 100.

    Of several keywords that one value fails only the most telling is reported, and nothing is said
    about the inside of a value whose type is wrong.
    """
    places: dict[tuple[Path, bool], list[Any]] = {}  # of ValidationError, whose stubs know too little
    for error in validator(kind).iter_errors(data):
        on_key = "propertyNames" in error.absolute_schema_path
        places.setdefault((tuple(error.absolute_path), on_key), []).append(error)
    found: list[Finding] = []
    for path, on_key in sorted(places, key=lambda place: _order(place[0])):
        if len(found) >= 2 * MOST:  # what a later place has to say comes after its path
            found = _first(found)
            if _order(found[-1].path) <= _order(path):
                break
        found += _explained(schema(kind), path, places[path, on_key], on_key=on_key)
    return [_labelled(finding, data) for finding in _first(found)]


def _first(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: _order(finding.path))[:MOST]


def _order(path: Path) -> tuple[tuple[bool, int, str], ...]:
    """Entries of a list by number, fields by name."""
    return tuple((False, step, "") if isinstance(step, int) else (True, 0, step) for step in path)


def _explained(root: Schema, path: Path, errors: list[Any], *, on_key: bool) -> list[Finding]:
    """The findings at one place: its worst value fault, and the fields that it lacks or does not know."""
    told = {str(error.validator): error for error in errors}
    found: list[Finding] = []
    worst = next((told[keyword] for keyword in values.RANK if keyword in told), None)
    if worst is not None:
        node = outline.at(root, path) if not on_key else {**root["$defs"]["id"], "$ref": "#/$defs/id"}
        fault = values.Fault(str(worst.validator), worst.validator_value, worst.instance)
        say = values.wrong_type if worst.validator == "type" else values.not_allowed
        optional = not on_key and outline.optional(root, path)
        found.append(say(node, path, fault, optional=optional)._replace(on_key=on_key))
    if "required" in told or "additionalProperties" in told:
        found += keys.judge(root, path, errors[0].instance)
    return found


def _labelled(finding: Finding, data: Any) -> Finding:
    """The finding as a sentence, with the name of the component that it is about."""
    message = finding.message[0].upper() + finding.message[1:]
    if finding.path[:1] != ("components",) or len(finding.path) == 1:
        return finding._replace(message=message)
    part = data["components"][finding.path[1]]
    name = (part.get("ingredient") or part.get("product")) if isinstance(part, dict) else None
    return finding._replace(message=message, component=name if isinstance(name, str) else "")
