"""The rules that nobody lets through: no waiver covers them, no configuration weakens them, and why."""

from __future__ import annotations

_UNREAD = "it says that a file could not be judged at all"
_UNKNOWN = "while it stands, the doses cannot be relied on"
_HARD = "it guards a hard limit"
_FIRM = {
    "FML0": _UNREAD,
    "FML1": _UNREAD,
    "FML201": _UNKNOWN,
    "FML203": "the ingredient is prohibited",
    "FML208": _UNKNOWN,
    "FML209": "a name that mixes scripts may stand for another",
    "FML210": _UNKNOWN,
    "FML301": _HARD,
    "FML303": _HARD,
    "FML304": _HARD,
    "FML305": _HARD,
    "FML4": _UNKNOWN,
    "FML8": "it is about a collection, not about one recipe",
    "FML9": "it is about what recipes are judged by",
}
"""Codes or their beginnings, each with the reason in words that follow a colon."""


def firm(code: str) -> str:
    """Why a rule cannot be let through, or an empty string where it can."""
    return next((why for begin, why in _FIRM.items() if code.startswith(begin)), "")


def grave(code: str) -> bool:
    """Whether a rule guards a hard limit or finds what is prohibited."""
    return firm(code) in (_HARD, _FIRM["FML203"])
