"""A clinic's own folder on top of the shipped catalogue: read as strictly, checked over both, never cached.

What ships is not redefined: an overlay adds entries under ids of its own, and its policies may extend a
shipped one to tighten it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.compiling import ENTRIES, join
from formulary.catalogue.crosscheck import faults
from formulary.catalogue.faults import Complaint, Fault, complaint
from formulary.catalogue.load import shipped
from formulary.catalogue.loosening import loosened
from formulary.catalogue.reading import Unsound, read
from formulary.catalogue.stamp import overlay_files
from formulary.source.canonical import canonical_bytes
from formulary.source.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from formulary.findings import Finding
    from formulary.source.document import Document

    Files = tuple[tuple[str, bytes | Finding], ...]


class Checked(NamedTuple):
    """An overlay, examined: what is wrong with it, and the catalogue of what is sound in it.

    ``added`` counts what it adds by kind. ``unread``: a file could not be read at all, so references between
    the files were not checked.
    """

    complaints: tuple[Complaint, ...]
    catalogue: Catalogue
    added: Mapping[str, int]
    unread: bool


def overlaid(folder: str) -> Catalogue:
    """The shipped catalogue with a clinic's folder on top.

    Raises:
        UsageFaultError: there is no such folder, or nothing in it.
        CatalogueFaultError: the first thing that is wrong with it, with file, line and reason.
    """
    checked = check_overlay(folder)
    if checked.complaints:
        raise checked.complaints[0].error()
    return checked.catalogue


def check_overlay(folder: str) -> Checked:
    """Everything that is wrong with a clinic's folder.

    Raises:
        UsageFaultError: there is no such folder, or nothing in it.
    """
    files = tuple((path, read_file(path)) for path in overlay_files(folder))
    return _checked(str(Path(folder)), files)


@lru_cache(maxsize=2)  # by the bytes themselves: one command asks several times
def _checked(folder: str, files: Files) -> Checked:
    base = shipped()
    read_files = [(name, read(raw, name)) for name, raw in files]
    unsound = [found for _, found in read_files if isinstance(found, Unsound)]
    sound = {name: found for name, found in read_files if not isinstance(found, Unsound)}
    complaints = [item for found in unsound for item in found.complaints]
    unread = any(found.data is None for found in unsound)
    if not unread:
        contradictions = list(faults(list(sound.values()), base.data, [found.data for found in unsound]))
        complaints += [complaint(fault) for fault in contradictions]
        sound = _without(sound, {fault.document.name for fault in contradictions}, base)
        named = [(f"overlay/{Path(name).relative_to(folder).as_posix()}", it) for name, it in sound.items()]
        made = join(named, base.data)
        catalogue = Catalogue(_laid(base.data, made))
        complaints += [complaint(fault) for fault in _loosened(sound.values(), catalogue)]
    else:
        made, catalogue = {}, base
    order = {name: place for place, (name, _) in enumerate(files)}
    complaints.sort(key=lambda item: (order[item.file], item.line, item.column))
    added = {kind: len(made.get(kind, ())) for kind in (*ENTRIES, "policies")}
    return Checked(tuple(complaints), catalogue, added, unread)


def _without(sound: Mapping[str, Document], faulty: set[str], base: Catalogue) -> dict[str, Document]:
    """The documents without the faulty ones, and without policies whose base is among those."""
    left = {name: document for name, document in sound.items() if name not in faulty}
    while True:
        policies = {*base.data["policies"], *(_data(document).get("id") for document in left.values())}
        kept = {
            name: document
            for name, document in left.items()
            if "extends" not in _data(document) or _data(document)["extends"] in policies
        }
        if len(kept) == len(left):
            return kept
        left = kept


def _data(document: Document) -> dict[str, Any]:
    data: Any = document.data
    return dict(data)


def _laid(base: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """The compiled form of both together."""
    both = dict(base) | {kind: {**base[kind], **made[kind]} for kind in (*ENTRIES, "policies", "sources")}
    names = dict(base["names"])
    for name, found in made["names"].items():
        names[name] = [*names.get(name, ()), *found]
    both["names"] = names
    own = {kind: made[kind] for kind in ENTRIES if made[kind]}
    if own:
        content = canonical_bytes({"shipped": base["sha256"], "overlay": own, "sources": made["sources"]})
        both["sha256"] = hashlib.sha256(content).hexdigest()
    return both


def _loosened(documents: Iterable[Document], catalogue: Catalogue) -> Iterator[Fault]:
    """Where a policy of the overlay allows what the policy it extends rules out."""
    for document in documents:
        data = _data(document)
        if "extends" in data:
            for path, message, advice in loosened(data, catalogue):
                yield Fault(document, path, message, advice)
