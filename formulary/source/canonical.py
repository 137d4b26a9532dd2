"""The canonical bytes of a document's data (RFC 8785): the same for YAML and JSON of one recipe."""

from __future__ import annotations

import json
from typing import Any


def canonical_bytes(data: object) -> bytes:
    """The data as RFC 8785 writes it, without ``$schema``, which says where to read and not what.

    Raises TypeError for what no document holds: a float, or anything else that is not JSON.
    """
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key != "$schema"}
    return json.dumps(_ordered(data), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _ordered(value: Any) -> Any:
    """The data with the keys of every mapping in the order of their UTF-16 code units."""
    if isinstance(value, dict):
        # Of ASCII keys the order of code points is the same, and quicker.
        keys = sorted(value) if "".join(value).isascii() else sorted(value, key=_utf_16)
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document")


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be")
