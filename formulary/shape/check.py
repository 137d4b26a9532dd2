"""The whole judgement of a document's shape, and the kind of file that it says it is."""

from __future__ import annotations

from typing import Any

from formulary.findings import Finding
from formulary.resources import KINDS
from formulary.shape.conflicts import conflicts
from formulary.shape.gate import is_valid
from formulary.text import did_you_mean, listing, quoted

MAX_COMPONENTS = 200
"""The most components that one recipe may have."""


def check(kind: str, data: Any) -> list[Finding]:
    """What is wrong with the shape of ``data`` as a file of ``kind``, one finding a fault, ordered by path.

    Counts come first, so that a hostile file is never judged entry by entry; contradictions (FML105)
    come last, because they mean something only where every field is sound.
    """
    crowd = _crowd(kind, data)
    if crowd is not None:
        return [crowd]
    if is_valid(kind, data):
        return conflicts(kind, data)
    from formulary.shape.explain import explain  # noqa: PLC0415 - only a faulty file pays for its explanation

    return explain(kind, data) or [
        Finding("FML104", (), f"the file does not satisfy the format `{kind}/1`", "Check it in an editor.")
    ]


def _crowd(kind: str, data: object) -> Finding | None:
    components = data.get("components") if kind == "recipe" and isinstance(data, dict) else None
    if not isinstance(components, list) or len(components) <= MAX_COMPONENTS:
        return None
    return Finding(
        "FML006",
        ("components",),
        f"the recipe has {len(components):,} components; at most {MAX_COMPONENTS} are read",
        "Split it into several recipes.",
        value=str(len(components)),
        limit=str(MAX_COMPONENTS),
    )


def kind_of(data: object) -> str | Finding:
    """The kind of file that ``data`` says it is by ``format: KIND/1``, or what is wrong with that line."""
    if not isinstance(data, dict):
        found = {list: "a list", str: "text", type(None): "nothing"}.get(type(data), "a single value")
        return Finding(
            "FML103", (), f"the file holds {found}; it must hold fields", "Begin it with `format: recipe/1`."
        )
    stated = data.get("format")
    if "format" not in data:
        return _no_format(data)
    if not isinstance(stated, str):
        return Finding("FML103", ("format",), "`format` must be text", f"Write `format: {_guess(data)}/1`.")
    kind, _, version = stated.partition("/")
    if kind not in KINDS:
        known = listing(f"`{name}/1`" for name in KINDS)
        advice = did_you_mean(stated, [f"{name}/1" for name in KINDS]) or f"The formats are {known}."
        return Finding("FML104", ("format",), f"{quoted(stated)} is not a known format", advice)
    if version != "1":
        return Finding(
            "FML104",
            ("format",),
            f"{quoted(stated)} is not a version of the format that this program knows",
            f"Write `format: {kind}/1`, or install a newer version of the program.",
        )
    return kind


def _no_format(data: dict[Any, Any]) -> Finding:
    slip = next((key for key in data if isinstance(key, str) and key.strip().lower() == "format"), None)
    if slip is not None:
        return Finding("FML102", (slip,), f"{quoted(slip)} is not a field", "Write `format`.", on_key=True)
    return Finding(
        "FML101",
        (),
        "`format` is missing, so the kind of file is unknown",
        f"Begin the file with `format: {_guess(data)}/1`.",
    )


def _guess(data: dict[Any, Any]) -> str:
    """The kind that the fields of a file suggest."""
    telling = {
        "standings": "policy",
        "limits": "policy",
        "recipes": "session",
        **{kind: kind for kind in KINDS},
    }
    return next((kind for field, kind in telling.items() if field in data), "recipe")
