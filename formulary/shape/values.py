"""Values of the wrong type (FML103) and values that are not allowed (FML104), with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.findings import Finding
from formulary.shape import outline
from formulary.shape.keys import whole
from formulary.text import alternatives, did_you_mean, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulary.findings import Path
    from formulary.shape.outline import Schema


class Fault(NamedTuple):
    """One keyword that one value fails: ``allowed`` is what the schema asks for."""

    keyword: str
    allowed: Any
    value: Any


_HUGE = 10**30
_OR_NOT = ", or leave the field out."
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping of fields",
}


def wrong_type(node: Schema, path: Path, fault: Fault, *, optional: bool) -> Finding:
    """FML103: what was found, what belongs here and how to write it."""
    kinds = fault.allowed if isinstance(fault.allowed, list) else [fault.allowed]
    wanted = " or ".join(_WORDS[kind] for kind in kinds)
    value = fault.value
    if value is None:
        shown = outline.example(node)
        advice = f"Write a value{f', such as `{shown}`' if shown else ''}{_OR_NOT if optional else '.'}"
        return Finding("FML103", path, f"{_subject(path)} has no value", advice)
    return Finding(
        "FML103",
        path,
        f"{_subject(path)} is {_described(value)}; {wanted} belongs here",
        _rewrite(node, kinds[0], value),
    )


def _described(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int):
        return f"the number {quoted(str(value)) if abs(value) < _HUGE else 'of many digits'}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a mapping of fields" if isinstance(value, dict) else "a number with decimals"


def _rewrite(node: Schema, wanted: str, value: Any) -> str:
    shown = outline.example(node)
    name = outline.definition(node)
    number = not isinstance(value, (bool, str, list, tuple, dict))
    if wanted == "array":
        return "Write a list, each entry on a line of its own after a hyphen."
    if wanted == "object":
        inner = listing(f"`{key}`" for key in node.get("properties", ()))
        return f"Write the fields below it, indented{f': {inner}' if inner else ', each under its own key'}."
    if name == "quantity" and number:
        return f"Write it with a unit: `{shown}`."
    if name in ("decimal", "ph_value", "line", "text", "id") and type(value) is int and abs(value) < _HUGE:
        return f'Write it in quotes: `"{value}"`.'
    bare = {"integer": "[0-9]{1,9}", "boolean": "true"}.get(wanted)
    if bare and isinstance(value, str) and re.fullmatch(bare, value):
        return f"Write it without quotes: `{value}`."
    return f"Write it as `{shown}`." if shown else "Write it in one line."


def not_allowed(node: Schema, path: Path, fault: Fault, *, optional: bool) -> Finding:
    """FML104: what is wrong with a value of the right type, and what to write."""
    message, advice = _SAY[fault.keyword](node, _subject(path), fault)
    if optional and fault.keyword in ("minLength", "minItems") and not fault.value:
        advice += " Or leave the field out."
    return Finding("FML104", path, message, advice)


def _subject(path: Path) -> str:
    return whole(path)


def _like(node: Schema) -> str:
    shown = outline.example(node)
    return f"For example: `{shown}`." if shown else str(node.get("description", ""))


def _enum(_: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    choices = listing(f"`{choice}`" for choice in fault.allowed)
    word = str(fault.value)
    same = [choice for choice in fault.allowed if choice == re.sub("[ _]+", "-", word.strip().lower())]
    advice = alternatives(same) or did_you_mean(word, fault.allowed) or f"Write one of {choices}."
    return f"{quoted(word)} is not a value of {subject}", advice


def _const(_: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    if fault.allowed is True:
        return f"{subject} can only be `true`", "Leave the field out instead."
    return f"{subject} must be `{fault.allowed}`", f"Write `{fault.allowed}`."


def _breaks(_: Schema, subject: str, __: Fault) -> tuple[str, str]:
    return f"A line break or tab is not allowed in {subject}", "Write it on one line, with spaces."


def _pattern(node: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    if outline.definition(node) in ("id", "source"):
        plain = re.sub("[^a-z0-9.]+", "-", fault.value[:200].lower())
        plain = re.sub("[.-]*-[.-]*|[.]{2,}", "-", plain).strip("-.")[:64].strip("-.")
        advice = "Use lower-case letters and digits joined by single hyphens."
        return f"{quoted(fault.value)} is not an id", f"{advice} For example: `{plain}`." if plain else advice
    return f"{quoted(fault.value)} is not a valid value of {subject}", _like(node)


def _date(_: Schema, __: str, fault: Fault) -> tuple[str, str]:
    return f"{quoted(fault.value)} is not a day of the calendar", "Check the day and the month."


def _between(node: Schema) -> str:
    return f"Write a whole number from {node['minimum']:,} to {node['maximum']:,}."


def _least(node: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    return f"{subject} is {quoted(str(fault.value))}; it must be at least {fault.allowed}", _between(node)


def _most(node: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    return f"{subject} is {quoted(str(fault.value))}; it must be at most {fault.allowed}", _between(node)


def _short(node: Schema, subject: str, _: Fault) -> tuple[str, str]:
    return f"{subject} is empty", _like(node)  # a text that is merely too short fails its pattern first


def _long(node: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    return f"{subject} has {len(fault.value):,} characters; at most {fault.allowed:,} are allowed", _like(
        node
    )


def _few(_: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    entries = "entry" if fault.allowed == 1 else "entries"
    return (
        f"{subject} needs at least {fault.allowed} {entries}; it has {len(fault.value)}",
        "Add what is missing.",
    )


def _many(_: Schema, subject: str, fault: Fault) -> tuple[str, str]:
    return (
        f"{subject} has {len(fault.value):,} entries; at most {fault.allowed:,} are allowed",
        "Shorten the list, or split it.",
    )


def _twice(_: Schema, __: str, fault: Fault) -> tuple[str, str]:
    return f"{quoted(str(fault.value))} is listed twice", "Remove one of the two."


_SAY: dict[str, Callable[[Schema, str, Fault], tuple[str, str]]] = {
    "const": _const,
    "enum": _enum,
    "not": _breaks,
    "pattern": _pattern,
    "format": _date,
    "maxLength": _long,
    "minLength": _short,
    "minimum": _least,
    "maximum": _most,
    "minItems": _few,
    "maxItems": _many,
    "uniqueItems": _twice,
}
RANK = ("type", *_SAY)
"""Of several keywords that one value fails, the first in this order is reported."""
