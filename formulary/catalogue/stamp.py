"""Which files make up the catalogue and an overlay, and the stamp that ties a compiled form to them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.errors import UsageFaultError
from formulary.source.files import Kind, kind_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYOUT = 3
"""The version of the compiled form; a compiled file of another version is not read."""


def seed_files(folder: Path) -> list[Path]:
    """The catalogue's files in a seed folder, in a stable order, without what is judged by them."""
    judged = {folder / "recipes", folder / "sessions"}
    return [path for path in map(Path, walk(str(folder))) if judged.isdisjoint(path.parents)]


def overlay_files(folder: str) -> list[str]:
    """The files of a clinic's folder; ``recipes`` and ``sessions`` in it are no part of the catalogue.

    Raises:
        UsageFaultError: there is no such folder, or nothing in it.
    """
    kind = kind_of(folder)
    if kind is not Kind.FOLDER:
        why = "there is no such folder" if kind is Kind.MISSING else "not a folder"
        raise UsageFaultError(f"{folder}: {why}", "Give the folder of your own catalogue with `--catalogue`.")
    found = [str(path) for path in seed_files(Path(folder))]
    if not found:
        raise UsageFaultError(
            f"{folder}: no file of a catalogue in it",
            "`formulary catalogue stub NAME -o FILE` writes the entry of an ingredient to fill in.",
        )
    return found


_COMPILERS = ("compiling.py", "extending.py", "names.py")


def stamp(folder: Path, paths: Iterable[Path]) -> str:
    """The SHA-256 over the names and contents of the seed files, and over the code that joins them."""
    total = hashlib.sha256(f"layout {LAYOUT}\n".encode())
    for name in _COMPILERS:  # who edits the compiler in a checkout must not see what the old one made
        total.update(hashlib.sha256(Path(__file__).with_name(name).read_bytes()).digest())
    for path in paths:
        place = path.relative_to(folder).as_posix().encode()
        total.update(place + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
