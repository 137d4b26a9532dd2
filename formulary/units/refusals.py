"""Why a text is not a quantity, and how to write it instead."""

from __future__ import annotations

from typing import NamedTuple

MOST = 64
"""The longest text, in characters, that is read as a quantity."""


class Refused(NamedTuple):
    """A text that is not read as a quantity, with the rule's code, the reason and the spelling to use."""

    text: str
    code: str
    reason: str
    hint: str


def too_long(text: str) -> Refused:
    """The refusal of a text beyond `MOST` characters, of which only the beginning is kept."""
    return Refused(text[:MOST], "FML401", f"a quantity has at most {MOST} characters", "write `1.5 mg`")


def refuse(text: str, *, foreign: bool = False) -> Refused:  # noqa: ARG001
    """Name the fault of a text that the grammar did not read."""
    return Refused(text, "FML401", "not a quantity", "write an amount and a unit, such as `1.5 mg`")
