"""Where the recipes of a session are found: in files named after their ids, near the session's own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulary.shape.check import check, kind_of
from formulary.source.document import Unread
from formulary.source.files import Kind, read_file
from formulary.source.files import kind_of as what_stands_at
from formulary.source.read import SUFFIXES, read_document, syntax_of
from formulary.text import alternatives, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS = tuple(suffix for suffix in SUFFIXES if syntax_of(f"x{suffix}") != "ndjson")
_MOST = 5_000
"""Names of files that are looked through for one that is nearly the same."""


def recipe(id_: str, session: str) -> dict[str, Any] | tuple[str, str]:
    """The data of the recipe ``id_`` that the file ``session`` names, or what is wrong and what to do.

    It is looked for in the folder of the session, in a folder ``recipes`` there, and in one beside it.
    """
    folders = _folders(session)
    for folder in folders:
        for ending in _ENDINGS:
            path = str(folder / f"{id_}{ending}")
            if what_stands_at(path) is not Kind.MISSING:
                return _read(path, id_)
    near = nearest(id_, _names(folders))
    advice = alternatives(near) or f"Its file is named after it, `{id_}.yaml`, and stands beside the session."
    return f"there is no recipe {quoted(id_)} in {' or '.join(quoted(str(each)) for each in folders)}", advice


def _folders(session: str) -> list[Path]:
    own = Path(session).parent
    beside = own / ".." / "recipes" if own.name in ("", "..") else own.parent / "recipes"
    return [own, own / "recipes", beside]


def _names(folders: list[Path]) -> Iterator[str]:
    """The names of the files in the folders, without their endings."""
    count = 0
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            count += 1
            if count > _MOST:
                return
            if path.suffix in _ENDINGS:
                yield path.stem


def _read(path: str, id_: str) -> dict[str, Any] | tuple[str, str]:
    advice = f"`formulary validate {path}` says what is wrong with it."
    raw = read_file(path)
    if not isinstance(raw, bytes):
        return f"the recipe {quoted(id_)} cannot be read: {raw.message}", raw.help
    document = read_document(raw, path, "json" if syntax_of(path) == "json" else "yaml")
    if isinstance(document, Unread):
        return f"the recipe {quoted(id_)} cannot be read", advice
    data: Any = document.data
    if kind_of(data) != "recipe" or check("recipe", data):
        return f"{quoted(path)} is no sound recipe", advice
    if data["id"] != id_:
        return (
            f"{quoted(path)} holds another recipe, {quoted(data['id'])}",
            "Name a file after its recipe's id.",
        )
    return dict(data)
