"""JSON with exact decimals: a number is written digit by digit, never through a float."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
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
    """The value as JSON, a text for every value but an empty one: FHIR allows no empty text, list or object.

    The keys are this package's own and need no escape.
    """
    if isinstance(value, str):
        return encode_basestring(plain(value)) if value else ""
    if isinstance(value, dict):
        pairs = [f'"{key}":{written}' for key, one in value.items() if (written := text(one))]
        return f"{{{','.join(pairs)}}}" if pairs else ""
    if isinstance(value, Decimal):
        return value.text
    if isinstance(value, list | tuple):
        items = [written for one in value if (written := text(one))]
        return f"[{','.join(items)}]" if items else ""
    return json.dumps(value)
