"""The shipped catalogue, from its compiled form where that is fresh."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.stamp import LAYOUT, seed_files, stamp
from formulary.resources import data_folder

COMPILED = Path(__file__).parent.parent / "_data" / "catalogue.json"
"""Beside the code, so that it is trusted exactly as much as the code: never in a shared cache."""


@cache
def shipped() -> Catalogue:
    """The catalogue that ships with this version.

    Raises:
        CatalogueFaultError: the seed contradicts itself.
    """
    return Catalogue(_fresh() or _compile())


def _fresh() -> dict[str, Any] | None:
    try:
        compiled: Any = json.loads(COMPILED.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(compiled, dict) or compiled.get("layout") != LAYOUT:
        return None
    folder = data_folder("seed")
    return compiled if compiled.get("stamp") == stamp(folder, seed_files(folder)) else None


def _compile() -> dict[str, Any]:
    from formulary.catalogue.compiling import compile_seed, to_json  # noqa: PLC0415 - needs the YAML reader and the schemas

    text = to_json(compile_seed(data_folder("seed")))
    partial = COMPILED.with_suffix(f".{os.getpid()}.tmp")
    try:
        COMPILED.parent.mkdir(exist_ok=True)
        partial.write_text(text, "utf-8")
        partial.replace(COMPILED)
    except OSError:  # a read-only installation: every run reads the seed, nothing is lost but time
        with suppress(OSError):
            partial.unlink()
    compiled: dict[str, Any] = json.loads(text)  # as every later run reads it, down to the order of the keys
    return compiled


def catalogue_with(folder: str) -> Catalogue:
    """The shipped catalogue, with a clinic's own folder on top where one is given.

    Raises:
        UsageFaultError: there is no such folder, or nothing in it.
        CatalogueFaultError: the seed or the folder contradicts itself, with file, line and reason.
    """
    if not folder:
        return shipped()
    from formulary.catalogue.overlay import overlaid  # noqa: PLC0415 - needs the YAML reader and the schemas

    return overlaid(folder)
