"""The faults that can be put into the limits of a policy: one dropped, softened, or ten times as high."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEVELS = ("hard", "soft", "min")


@cache
def _policy(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def figures(path: Path) -> Iterator[tuple[int, str, str]]:
    """Each change to a policy: the row of the limit, from 0, its level, and what becomes of that."""
    for number, row in enumerate(_policy(path).get("limits", ())):
        for level in _LEVELS:
            if level in row:
                yield number, level, "dropped"
                yield number, level, "ten times as high"
        if "hard" in row and "soft" not in row:
            yield number, "hard", "soft"


def words(path: Path, change: tuple[int, str, str]) -> str:
    """The change in words."""
    number, level, made = change
    row = _policy(path)["limits"][number]
    return f"{row.get('ingredient') or row['group']}, {level} limit {row['on']}: {row[level]} is {made}"


def changed(path: Path, change: tuple[int, str, str]) -> str:
    """The policy with the change, as JSON, which is YAML too."""
    number, level, made = change
    policy = json.loads(json.dumps(_policy(path), default=str))
    row = policy["limits"][number]
    figure = row.pop(level)
    if made == "soft":
        row["soft"] = figure
    elif made != "dropped":
        value, space, unit = figure.partition(" ")
        row[level] = f"{_tenfold(value)}{space}{unit}"
    if not set(_LEVELS) & set(row):
        del policy["limits"][number]
    return json.dumps(policy)


def _tenfold(value: str) -> str:
    whole, _, rest = value.partition(".")
    moved = f"{whole}{rest[:1] or '0'}.{rest[1:]}".rstrip(".")
    return moved.lstrip("0") if not moved.startswith("0.") else moved
