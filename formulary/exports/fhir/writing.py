"""JSON with exact decimals: a number is written digit by digit, never through a float."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.exports.cells import plain
from formulary.exports.numbers import full
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from formulary.units import Exact

DIGITS = 18
"""Significant digits of a number that no decimal ends; FHIR asks readers to keep that many."""


class Decimal(NamedTuple):
    """A decimal as its digits; ``exact`` is False where the number itself has no end."""

    text: str
    exact: bool


def decimal(value: Exact) -> Decimal:
    """The number in full where a decimal ends, else rounded to 18 significant digits."""
    text = full(value)
    return Decimal(rounded_text(value, DIGITS), exact=False) if "/" in text else Decimal(text, exact=True)


def text(value: Any) -> str:
    """The value as JSON; empty texts, lists and objects are left out, since FHIR allows none."""
    if isinstance(value, Decimal):
        return value.text
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)}:{text(one)}" for key, one in value.items() if not _is_empty(one))
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(text(one) for one in value if not _is_empty(one))}]"
    if isinstance(value, str):
        return json.dumps(plain(value), ensure_ascii=False)
    return json.dumps(value)


def _is_empty(value: Any) -> bool:
    """Whether nothing would be left of the value."""
    if isinstance(value, Decimal | bool | int):
        return False
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_empty, value))
    return not value
