"""The canonical bytes of a document's data (RFC 8785): the same for YAML and JSON of one recipe."""

from __future__ import annotations

from typing import Any

import rfc8785


def canonical_bytes(data: object) -> bytes:
    """The data as RFC 8785 writes it, without ``$schema``, which says where to read and not what.

    Raises TypeError for what no document holds: a float, or anything else that is not JSON.
    """
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key != "$schema"}
    _refuse_foreign(data)
    return rfc8785.dumps(data)  # type: ignore[arg-type] # made sure of above


def _refuse_foreign(value: Any) -> None:
    """The library writes floats too, whose digits are not those that an author wrote."""
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_foreign(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_foreign(inner)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"{type(value).__name__} has no place in a document")
