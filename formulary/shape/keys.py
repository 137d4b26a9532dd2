"""Fields that are missing, and fields that no schema knows: a misspelt one is one fault, not two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.findings import Finding
from formulary.shape import outline
from formulary.text import alternatives, listing, nearest, quoted

if TYPE_CHECKING:
    from formulary.findings import Path
    from formulary.shape.outline import Schema

_SAME = {
    "name": ("title", "ingredient"),
    "drug": ("ingredient",),
    "substance": ("ingredient",),
    "dose": ("amount",),
    "dosage": ("amount",),
    "quantity": ("amount",),
    "qty": ("amount",),
    "fill": ("qs",),
    "weight": ("patient_weight",),
    "gap": ("interval",),
    "bud": ("beyond_use",),
}
"""Words that people write for a field, too far from it in spelling."""

_MOST = 100


def judge(root: Schema, path: Path, mapping: dict[str, Any]) -> list[Finding]:
    """The unknown fields of a mapping (FML102), then its missing ones (FML101).

    A required field whose name is merely misspelt is not reported as missing as well.
    """
    node = outline.at(root, path)
    known = node["properties"]
    absent = [name for name in node.get("required", ()) if name not in mapping]
    found: list[Finding] = []
    for field in sorted(key for key in map(str, mapping) if key not in known)[:_MOST]:
        free = [name for name in known if name not in mapping]
        meant = _surely(field, free, absent)
        place = "" if meant else outline.home(root, field, path)
        meant = meant or nearest(field, free) or nearest(field, known)
        if not place and meant and meant[0] in absent:
            absent.remove(meant[0])
        found.append(_unknown(root, (*path, field), place, meant))
    return found + [_missing(root, path, name) for name in absent]


def _surely(field: str, free: list[str], absent: list[str]) -> list[str]:
    """The field that a word stands for beyond reasonable doubt, a required one before an optional one."""
    plain = _plain(field)
    same = [name for name in free if plain == _plain(name) or name in _SAME.get(plain, ())]
    return sorted(same, key=lambda name: name not in absent)[:1] or nearest(field, absent, 1, cutoff=75)


def _plain(field: str) -> str:
    return "".join(char for char in field.lower() if char.isalnum())


def _unknown(root: Schema, path: Path, place: str, meant: list[str]) -> Finding:
    if place:
        advice = f"It belongs {place}."
    elif meant:
        advice = alternatives(meant)
    else:
        names = outline.fields(root, path[:-1])
        advice = f"The fields here are {listing(f'`{name}`' for name in names)}."
    message = f"{quoted(str(path[-1]))} is not a field of {whole(path[:-1])}"
    return Finding("FML102", path, message, advice, on_key=True)


def _missing(root: Schema, path: Path, name: str) -> Finding:
    node = outline.at(root, (*path, name))
    value = outline.example(node)
    advice = f"Add `{name}: {value}` or the like." if value else f"Add `{name}`."
    return Finding(
        "FML101", path, f"`{name}` is missing from {whole(path)}", f"{advice} {node['description']}"
    )


def whole(path: Path) -> str:
    """A mapping or an entry in words: ``the file``, ``component 2``, ``entry 3 of `limits```."""
    if not path:
        return "the file"
    last = path[-1]
    if not isinstance(last, int):
        return f"`{last}`"
    if path[:-1] == ("components",):
        return f"component {last + 1}"
    return f"entry {last + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {last + 1}"
