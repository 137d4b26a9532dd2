"""Where a file stands in its repository: what other programs know it by."""

from __future__ import annotations

import os
from pathlib import Path


def repository(start: Path) -> str:
    """The nearest folder from ``start`` upwards that Git keeps; ``start`` itself where there is none."""
    found = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    return str(found)


def within(name: str, root: str) -> str:
    """The path of a file as seen from the root, its parts divided by ``/``; absolute where it is outside."""
    path = os.path.abspath(name)  # noqa: PTH100 - Path keeps the dots in a path, which are to go
    relative = os.path.relpath(path, root) if root else name
    shown = path if relative.split(os.sep, 1)[0] == os.pardir else relative
    return Path(shown).as_posix()


def uri(path: str) -> str:
    """A path of ``within`` as a reference by RFC 3986, ``file:`` where it is absolute."""
    from urllib.parse import quote  # noqa: PLC0415 - one format needs it

    return ("file://" if path.startswith("/") else "") + quote(os.fsencode(path))
