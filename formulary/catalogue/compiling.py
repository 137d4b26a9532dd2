"""From the seed files to one compiled document: what a fast start reads instead of a hundred pages of YAML.

The compiled form is plain JSON beside the package, stamped with the SHA-256 of every file it was made from;
when a seed file changes, the stamp no longer fits and the seed is read again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from formulary.catalogue.crosscheck import cross_check
from formulary.catalogue.names import normal
from formulary.catalogue.stamp import LAYOUT, seed_files, stamp
from formulary.errors import CatalogueFaultError
from formulary.source.canonical import canonical_bytes
from formulary.source.document import Unread
from formulary.source.files import read_file
from formulary.source.read import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from formulary.source.document import Document

_ENTRIES = ("ingredients", "products", "indications", "incompatibilities")
_NAMED = ("ingredients", "products", "indications")
_KINDS = (*_ENTRIES, "policy")


def compile_seed(folder: Path) -> dict[str, Any]:
    """Read, check and join every file of a seed folder.

    Raises:
        CatalogueFaultError: a file cannot be read, has the wrong shape or contradicts another.
    """
    paths = seed_files(folder)
    documents = [_read(path) for path in paths]
    cross_check(documents)
    joined: dict[str, Any] = {"layout": LAYOUT, "stamp": stamp(folder, paths), "sources": {}}
    joined |= {kind: {} for kind in _ENTRIES}
    policies: dict[str, Any] = {}
    for path, document in zip(paths, documents, strict=True):
        data: Any = document.data
        file = path.relative_to(folder).as_posix()
        joined["sources"] |= {f"{file}#{key}": entry for key, entry in data.get("sources", {}).items()}
        body = _qualified({key: value for key, value in data.items() if key != "sources"}, file)
        kind = data["format"].partition("/")[0]
        if kind == "policy":
            policies[body["id"]] = body | {"sha256": hashlib.sha256(canonical_bytes(data)).hexdigest()}
        else:
            joined[kind] |= {entry["id"]: entry for entry in body[kind]}
    content = canonical_bytes({kind: joined[kind] for kind in _ENTRIES})
    joined["sha256"] = hashlib.sha256(content).hexdigest()
    joined["policies"] = {name: _by_target(policy) for name, policy in policies.items()}
    joined["names"] = _names(joined)
    return joined


def _read(path: Path) -> Document:
    from formulary.shape.check import check, kind_of  # noqa: PLC0415 - the compiled form needs no schemas

    raw = read_file(str(path))
    if not isinstance(raw, bytes):
        raise CatalogueFaultError(f"{path}: {raw.message}", raw.help)
    document = read_document(raw, str(path), "json" if path.suffix == ".json" else "yaml")
    if isinstance(document, Unread):
        finding, span = document.found[0]
        place = f":{span.line}:{span.column}" if span else ""
        raise CatalogueFaultError(f"{path}{place}: {finding.message}", finding.help)
    kind = kind_of(document.data)
    findings = [kind] if not isinstance(kind, str) else check(kind, document.data)
    if isinstance(kind, str) and kind not in _KINDS and not findings:
        raise CatalogueFaultError(f"{path}: `format: {kind}/1` is not a file of the catalogue")
    for finding in findings:
        span = document.locate(finding.path, on_key=finding.on_key)
        raise CatalogueFaultError(f"{path}:{span.line}:{span.column}: {finding.message}", finding.help)
    return document


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
