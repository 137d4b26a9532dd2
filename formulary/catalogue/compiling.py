"""From the seed files to one compiled document: what a fast start reads instead of a hundred pages of YAML.

The compiled form is plain JSON beside the package, stamped with the SHA-256 of every file it was made from;
when a seed file changes, the stamp no longer fits and the seed is read again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from formulary.catalogue.crosscheck import faults
from formulary.catalogue.extending import resolve, sha256
from formulary.catalogue.faults import complaint
from formulary.catalogue.names import normal
from formulary.catalogue.reading import read
from formulary.catalogue.stamp import LAYOUT, seed_files, stamp
from formulary.source.canonical import canonical_bytes
from formulary.source.document import Document
from formulary.source.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ENTRIES = ("ingredients", "products", "indications", "incompatibilities")
"""The kinds of entry that stand in lists."""
_NAMED = ("ingredients", "products", "indications")


def compile_seed(folder: Path) -> dict[str, Any]:
    """Read, check and join every file of a seed folder.

    Raises:
        CatalogueFaultError: a file cannot be read, has the wrong shape or contradicts another.
    """
    paths = seed_files(folder)
    documents = [_read(path) for path in paths]
    for fault in faults(documents):
        raise complaint(fault).error()
    named = [path.relative_to(folder).as_posix() for path in paths]
    joined = join(zip(named, documents, strict=True))
    content = canonical_bytes({kind: joined[kind] for kind in ENTRIES})
    head = {"layout": LAYOUT, "stamp": stamp(folder, paths)}
    return head | joined | {"sha256": hashlib.sha256(content).hexdigest()}


def join(
    documents: Iterable[tuple[str, Document]], shipped: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The entries of documents that were checked, by id, with their names, sources and resolved policies.

    Each document comes with the name under which its sources are kept. ``shipped`` is a compiled catalogue
    whose policies these may extend; its own entries are not in the result.
    """
    joined: dict[str, Any] = {"sources": {}} | {kind: {} for kind in ENTRIES}
    policies: dict[str, Any] = {}
    for file, document in documents:
        data: Any = document.data
        joined["sources"] |= {f"{file}#{key}": entry for key, entry in data.get("sources", {}).items()}
        body = _qualified({key: value for key, value in data.items() if key != "sources"}, file)
        kind = data["format"].partition("/")[0]
        if kind == "policy":
            policies[body["id"]] = body | {"sha256": hashlib.sha256(canonical_bytes(data)).hexdigest()}
        else:
            joined[kind] |= {entry["id"]: entry for entry in body[kind]}
    known = shipped or {"policies": {}, "sources": {}}
    resolved = resolve(policies, known["policies"])
    sources = {**known["sources"], **joined["sources"]}
    for policy in resolved.values():
        if "extends" in policy:
            policy["sha256"] = sha256(policy, sources)
    joined["policies"] = {name: _by_target(policy) for name, policy in resolved.items()}
    joined["names"] = _names(joined)
    return joined


def _read(path: Path) -> Document:
    raw = read_file(str(path))
    found = read(raw, str(path))
    if not isinstance(found, Document):
        raise found.complaints[0].error()
    return found


def _qualified(value: Any, file: str) -> Any:
    """The same data with every ``source: key`` made unique over all files."""
    if isinstance(value, dict):
        return {
            key: f"{file}#{item}" if key == "source" and isinstance(item, str) else _qualified(item, file)
            for key, item in value.items()
        }
    return [_qualified(item, file) for item in value] if isinstance(value, list) else value


def _by_target(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a policy grouped by the ingredient or group that they are about."""
    grouped = dict(policy)
    for table in ("standings", "limits"):
        rows: dict[str, list[Any]] = {}
        for row in policy.get(table, ()):
            rows.setdefault(row.get("ingredient") or row["group"], []).append(row)
        grouped[table] = rows
    return grouped


def _names(joined: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Every id, name and synonym in its normal form, and what it names."""
    names: dict[str, list[list[str]]] = {}
    for kind in _NAMED:
        for entry in joined[kind].values():
            for name in dict.fromkeys(map(normal, (entry["id"], entry["name"], *entry.get("synonyms", ())))):
                names.setdefault(name, []).append([kind, entry["id"]])
    return names


def to_json(compiled: Mapping[str, Any]) -> str:
    """The compiled form as text; the same seed always gives the same text."""
    return json.dumps(compiled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
