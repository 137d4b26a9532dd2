"""Recipes as YAML files: each reads back as the very same data, and either all of them are there or none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulary.drafting.yaml import scalar
from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.text import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.imports.formulas import Draft

_HEAD = "# yaml-language-server: $schema=recipe.schema.json\n"


def recipe_text(data: dict[str, Any]) -> str:
    """A recipe as YAML."""
    return _HEAD + "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: dict[str, Any], margin: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{margin}{key}:"
            yield from _mapping(value, f"{margin}  ")
        elif isinstance(value, list):
            yield f"{margin}{key}:"
            for item in value:
                yield from _item(item, f"{margin}  ")
        else:
            yield f"{margin}{key}: {_value(value)}"


def _item(item: Any, margin: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{margin}- {_value(item)}"
        return
    lines = list(_mapping(item, f"{margin}  "))
    yield f"{margin}- {lines[0].lstrip()}"
    yield from lines[1:]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else scalar(value)


def write(drafts: list[Draft], target: str) -> list[str]:
    """Write one file a formula into a folder, which is made if there is none; the names of the files.

    Raises:
        UsageFaultError: one of the files is there already.
        EnvironmentFaultError: it cannot be written; nothing is left then.
    """
    folder = Path(target)
    names = [f"{draft.data['id']}.yaml" for draft in drafts]
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise UsageFaultError(
            f"{quoted(target)} has {listing(there[:5])} already",
            "Nothing was written. Name another folder, or move these away.",
        )
    aside = folder.with_name(f".{folder.name[:80]}.{os.getpid()}.tmp")
    moved: list[Path] = []
    try:
        aside.mkdir()
        for name, draft in zip(names, drafts, strict=True):
            (aside / name).write_text(recipe_text(draft.data), "utf-8", newline="\n")
        if folder.exists():
            for name in names:
                (aside / name).rename(folder / name)
                moved.append(folder / name)
        else:
            aside.rename(folder)
    except OSError as fault:
        for path in moved:
            path.unlink(missing_ok=True)
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"{quoted(target)} cannot be written: {reason}", "Nothing was written. Name another place."
        ) from fault
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return names
