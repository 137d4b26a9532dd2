"""The canonical bytes of a document's data (RFC 8785): the same for YAML and JSON of one recipe."""

from __future__ import annotations

import json
from typing import Any

import rfc8785

from formulary.source.limits import MAX_INTEGER

_quickly = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_bytes(data: object) -> bytes:
    """The data as RFC 8785 writes it, without ``$schema``, which says where to read and not what.

    Raises TypeError for what no document holds: a float, or anything else that is not JSON.
    """
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key != "$schema"}
    if _is_simple(data):
        return _quickly(data).encode()
    return rfc8785.dumps(data)  # type: ignore[arg-type] # made sure of above


def _is_simple(value: Any) -> bool:
    """Whether Python's own writer, many times quicker, writes the same: keys of ASCII sort alike in both.

    The library writes floats too, whose digits are not those that an author wrote: they are refused here.
    """
    if isinstance(value, str) or value is None:
        return True
    if isinstance(value, int):
        return abs(value) <= MAX_INTEGER
    if isinstance(value, dict):
        keys = [isinstance(key, str) and key.isascii() for key in value]
        return all([*keys, *map(_is_simple, value.values())])
    if isinstance(value, list | tuple):
        return all(list(map(_is_simple, value)))
    raise TypeError(f"{type(value).__name__} has no place in a document")
