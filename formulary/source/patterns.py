"""Patterns for the paths of files, such as ``equine/**`` and ``draft-*.yaml``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def matches(pattern: str, path: str) -> bool:
    """Whether a path, from the folder that patterns are meant from and with slashes, is meant by a pattern.

    ``*`` is any part of a name, ``**`` any folders, ``?`` one character. Without a slash the pattern is
    compared with the names alone, in every folder. A folder that matches stands for all that is in it.
    """
    anywhere = () if "/" in pattern.rstrip("/") else ("**",)
    wanted = (*anywhere, *pattern.strip("/").split("/"), "**")
    return _alike(wanted, path.split("/"), "**", _same_name)


def _same_name(pattern: str, name: str) -> bool:
    return _alike(pattern, name, "*", lambda one, other: one in ("?", other))


def _alike(pattern: Sequence[str], items: Sequence[str], star: str, same: Callable[[str, str], bool]) -> bool:
    """Whether the items are those of the pattern, where a star is any number of them.

    Only the last star is ever tried again, so the time is that of the two lengths multiplied, whatever they
    hold; a regular expression could be made to take years.
    """
    at = item = 0
    again: tuple[int, int] | None = None
    while item < len(items):
        if at < len(pattern) and pattern[at] == star:
            at += 1
            again = (at, item)
        elif at < len(pattern) and same(pattern[at], items[item]):
            at, item = at + 1, item + 1
        elif again:
            at, item = again[0], again[1] + 1
            again = (at, item)
        else:
            return False
    return all(part == star for part in pattern[at:])


def from_root(path: str, root: str) -> str:
    """A path as patterns see it: from the folder ``root``, with slashes."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def fixed_part(pattern: str) -> str:
    """The folders at the beginning of a pattern that are named outright; empty for none."""
    folders = pattern.strip("/").split("/")[:-1] if "/" in pattern.rstrip("/") else []
    wild = (place for place, folder in enumerate(folders) if "*" in folder or "?" in folder)
    return "/".join(folders[: next(wild, len(folders))])
