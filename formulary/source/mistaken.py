"""Files that are something else than they should be: merge conflicts, stored pointers, web pages, nothing."""

from __future__ import annotations

import re

from formulary.source.places import Fault, Refusal

_CONFLICT = re.compile(r"^(?:<{7} .*|\|{7} .*|={7}|>{7} .*)\r?$", re.MULTILINE)
_BEGIN = re.compile(r"^<{7} ", re.MULTILINE)
_POINTER = "version https://git-lfs.github.com/spec/"
EMPTY = Refusal("FML003", "the file is empty", "Delete it, or write the document.")


def mistaken(text: str) -> Fault | None:
    """What a text that does not parse is, when it is plainly something else."""
    if _BEGIN.search(text) and (marker := _CONFLICT.search(text)):
        why = Refusal(
            "FML003",
            "an unresolved merge conflict",
            "Choose one side, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`.",
        )
        return Fault(why, *marker.span())
    start = len(text) - len(text.lstrip())
    if text[start : start + 15].lower().startswith(("<!doctype html", "<html")):
        why = Refusal("FML003", "this is a web page", "Download the file itself (GitHub: `Raw`).")
        return Fault(why, start, start + 5)
    return None


def lfs_pointer(text: str) -> Fault | None:
    """The fault of a Git LFS pointer, which is asked for before reading: it is YAML, of one long text."""
    if not text.startswith(_POINTER):
        return None
    why = Refusal("FML003", "this is a Git LFS pointer, not the file", "Fetch the file: `git lfs pull`.")
    return Fault(why, 0, len(_POINTER))
