"""What a plain YAML scalar is: text, integer, boolean, null, or refused because readers disagree."""

from __future__ import annotations

import re

from formulary.source.limits import MAX_INTEGER
from formulary.source.places import Refusal
from formulary.text import quoted

SUSPECT = frozenset(["", *"0123456789+-.~=<yYnNtTfFoO"])
"""The first characters (or none) of every plain scalar that some reader takes for more than text."""

_KNOWN: dict[str, object] = {"true": True, "false": False, "null": None, "": None}
_WORDS = frozenset(
    form
    for word in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    for form in (word, word.capitalize(), word.upper())
) | {"~", "=", "<<"}
_ENDINGS = frozenset("0123456789._abcdefABCDEFZnN")  # of whatever _NUMBER matches
# YAML 1.1 and 1.2 (core) together; each part is linear in the length of the scalar.
_NUMBER = re.compile(
    r"""(?P<integer>-?(?:0|[1-9][0-9]*))
    |   (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
    |   [-+]?[0-9][0-9_]*                                             # 012, 1_000, +5
    |   [-+]?0(?:b[01_]+|o[0-7_]+|x[0-9a-fA-F_]+)
    |   [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?              # 1:30, base sixty
    |   [-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?
    |   [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    |   [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
        (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?
    """,
    re.VERBOSE,
)


def plain(value: str) -> str | int | bool | Refusal | None:
    """The value of a plain scalar; call it for those that begin with one of ``SUSPECT``."""
    if value in _KNOWN:
        return _KNOWN[value]  # type: ignore[return-value]
    if value in _WORDS:
        help_ = f'Write "{value}" in quotes if it is text, else `true`, `false` or `null`.'
        return Refusal("FML007", f"{quoted(value)} is text to some YAML readers and not to others", help_)
    if value[-1] not in _ENDINGS:
        return value
    match = _NUMBER.fullmatch(value)
    if match is None or match.lastgroup == "date":
        return value
    if match.lastgroup == "integer":
        return integer(value)
    message = f"{quoted(value)} is a different value to different YAML readers"
    return Refusal("FML007", message, "Write it in quotes, or with its unit.")


def integer(digits: str) -> int | Refusal:
    """The number of a plain decimal integer that every reader keeps exactly, or why it is refused."""
    if len(digits) <= 17:
        number = int(digits)
        if -MAX_INTEGER <= number <= MAX_INTEGER:
            return number
    message = f"the integer {quoted(digits)} is beyond {MAX_INTEGER:,}, where readers begin to round"
    return Refusal("FML104", message, "Write it in quotes if it is not a number to count with.")
