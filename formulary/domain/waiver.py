"""A waiver: one rule, let through for one recipe, for a while, on somebody's word."""

from __future__ import annotations

from typing import NamedTuple


class Waiver(NamedTuple):
    """One entry of a waiver file; dates are ``2026-11-26``.

    ``file``, ``line`` and ``number``, its place among the entries from 0, say where it stands.
    ``sha256`` is that of the canonical content of the recipe it was granted for;
    ``component`` is what the finding must be about, empty where it must be about nothing in particular.
    """

    rule: str
    recipe: str
    reason: str
    approved_by: str
    created: str
    expires: str
    component: str = ""
    sha256: str = ""
    file: str = ""
    line: int = 0
    number: int = 0
