"""A waiver: one rule, let through for one recipe, for a while, on somebody's word."""

from __future__ import annotations

from typing import NamedTuple


class Waiver(NamedTuple):
    """One entry of a waiver file. ``file`` and ``line`` say where it stands; dates are ``2026-11-26``.

    ``sha256`` is that of the canonical content of the recipe it was granted for, empty for any content;
    ``component`` is the ingredient, product or group that the finding must be about, empty for any.
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
