"""The fast answer to whether a document has the shape of its kind."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from formulary.resources import schema_text


class _Validator(Protocol):
    def is_valid(self, instance: object, /) -> bool: ...


@cache
def _validator(kind: str) -> _Validator:
    """One compiled validator a kind; its engine matches patterns in linear time, whatever the text."""
    import jsonschema_rs  # noqa: PLC0415 - a run that reads no file need not load it

    return jsonschema_rs.validator_for(
        schema_text(kind), validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
    )


def is_valid(kind: str, data: object) -> bool:
    """Whether ``data`` satisfies the schema of ``kind``; data that JSON cannot express does not."""
    try:
        return _validator(kind).is_valid(data)
    except ValueError:  # a key that is not text, a type or a depth unknown to JSON
        return False
