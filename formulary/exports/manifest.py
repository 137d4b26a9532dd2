"""The manifest of an export: what it holds, and the SHA-256 by which anyone can tell that it is unchanged."""

from __future__ import annotations

import json
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError

if TYPE_CHECKING:
    from formulary.exports.about import About

MANIFEST = "manifest.json"
"""Its name in the folder of an export; beside a single file it is FILE.manifest.json."""

_KIND = "formulary-export"
_MOST = 1 << 20


def beside(path: Path) -> Path:
    """Where the manifest of a single file stands."""
    return path.with_name(f"{path.name}.{MANIFEST}")


def write(form: str, made: Path, about: About) -> None:
    """Write the manifest of what was made: into the folder, or beside the file."""
    files = sorted(made.iterdir()) if made.is_dir() else [made]
    data = {
        "kind": _KIND,
        **about.head(),
        "format": form,
        "files": [_file(path) for path in files],
        **about.summary(),
    }
    place = made / MANIFEST if made.is_dir() else beside(made)
    place.write_text(f"{json.dumps(data, indent=2, ensure_ascii=False)}\n", "utf-8", newline="\n")


def _file(path: Path) -> dict[str, Any]:
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


class Checked(NamedTuple):
    """An export held against its manifest. ``faults`` is empty where every file is as it was written."""

    manifest: dict[str, Any]
    faults: tuple[str, ...]


def is_export(path: str) -> bool:
    """Whether a path is an export: its manifest, its folder, or the single file that a manifest is of."""
    return _find(Path(path)) is not None


def others(folder: Path) -> list[str]:
    """What stands in a folder and is no part of an export there: everything, where no export is there."""
    present = sorted(item.name for item in folder.iterdir())
    if MANIFEST not in present:
        return present
    try:
        named = {MANIFEST, *(one["name"] for one in _read(folder / MANIFEST)["files"])}
    except UsageFaultError:  # a manifest of some other program
        return present
    return [name for name in present if name not in named]


def check(path: str) -> Checked:
    """Compare every file of an export with its manifest; ``path`` is a manifest, a folder or a single file.

    Raises:
        UsageFaultError: there is no manifest there, or it is none of an export.
    """
    place = _find(Path(path))
    if place is None:
        raise UsageFaultError(
            f"{path}: there is no manifest of an export there",
            "Name the manifest.json, the folder that holds it, or the file beside it.",
        )
    manifest = _read(place)
    faults = []
    for one in manifest["files"]:
        faults += _compare(place.parent / one["name"], one)
    if place.name == MANIFEST:
        faults += [f"{name}: it is not in the manifest" for name in others(place.parent)]
    return Checked(manifest, tuple(faults))


def _find(path: Path) -> Path | None:
    candidates = (path / MANIFEST, beside(path), path)
    return next((one for one in candidates if one.name.endswith(MANIFEST) and one.is_file()), None)


def _read(place: Path) -> dict[str, Any]:
    advice = "Name the manifest of an export, or export again."
    try:
        with place.open("rb") as stream:
            data: Any = json.loads(stream.read(_MOST))
        named = [(one["name"], one["sha256"], one["bytes"]) for one in data["files"]]
        sound = data["kind"] == _KIND and all(Path(name).name == name != "" for name, _, _ in named)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UsageFaultError(f"{place} is no manifest of an export", advice) from fault
    if not sound:
        raise UsageFaultError(f"{place} is no manifest of an export", advice)
    return dict(data)


def _compare(path: Path, stated: dict[str, Any]) -> list[str]:
    if path.is_symlink() or not path.is_file():
        return [f"{path.name}: it is missing"]
    if path.stat().st_size != stated["bytes"]:
        return [f"{path.name}: {path.stat().st_size} bytes, the manifest says {stated['bytes']}"]
    if _sha256(path) != stated["sha256"]:
        return [f"{path.name}: its SHA-256 is not that of the manifest; it was changed"]
    return []
