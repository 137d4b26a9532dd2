"""The validator that explains: the standard one, safe on hostile input and silent about cascades."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry

from formulary.resources import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

    Errors = Iterator[ValidationError]
    Schema = dict[str, Any]

_LONGEST = 400


@cache
def validator(kind: str) -> Validator:
    """The explaining validator of a kind; the empty registry keeps it from fetching anything."""
    root = schema(kind)

    def reference(judge: Any, name: str, value: Any, _: Schema) -> Errors:
        """The shipped schemas refer to their own definitions only; looking them up here is twice as fast."""
        yield from judge.descend(value, root["$defs"][name.removeprefix("#/$defs/")])

    own = {
        "$ref": reference,
        "items": _items,
        "not": _not,
        "pattern": _pattern,
        "uniqueItems": _unique,
        "propertyNames": _names,
    }
    made: type[Any] = validators.extend(Draft202012Validator, own)  # type: ignore[no-untyped-call] # theirs
    judge: Validator = made(root, registry=Registry(), format_checker=FormatChecker(formats=["date"]))
    return judge


def _items(judge: Any, wanted: Schema, value: Any, around: Schema) -> Errors:
    """Every entry, but none of a list that is too long: its length is the fault."""
    if judge.is_type(value, "array") and len(value) <= around.get("maxItems", len(value)):
        for index, entry in enumerate(value):
            yield from judge.descend(entry, wanted, path=index)


def _not(judge: Any, refused: Schema, value: Any, _: Schema) -> Errors:
    """In the shipped schemas ``not`` holds nothing but a pattern for texts."""
    if judge.is_type(value, "string") and re.search(refused["pattern"], value):
        yield ValidationError("not")


def _pattern(judge: Any, wanted: str, value: Any, around: Schema) -> Errors:
    """No pattern is tried on a text that is far too long already."""
    if not judge.is_type(value, "string") or len(value) > max(_LONGEST, around.get("maxLength", len(value))):
        return
    if not re.search(wanted, value):
        yield ValidationError("pattern")


def _unique(judge: Any, wanted: bool, value: Any, around: Schema) -> Errors:  # noqa: FBT001 - fixed signature
    """The second of two equal texts, in linear time; lists of anything else have no such rule."""
    if not wanted or not judge.is_type(value, "array") or len(value) > around.get("maxItems", len(value)):
        return
    seen: set[str] = set()
    for index, entry in enumerate(value):
        if isinstance(entry, str):
            if entry in seen:
                yield ValidationError("uniqueItems", path=[index], instance=entry)
            seen.add(entry)


def _names(judge: Any, wanted: Schema, value: Any, _: Schema) -> Errors:
    """Every key, each fault at the key's own path rather than at the mapping's."""
    if judge.is_type(value, "object"):
        for name in value:
            yield from judge.descend(name, wanted, path=name)
