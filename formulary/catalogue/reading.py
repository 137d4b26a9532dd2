"""One file of a catalogue from its bytes to a Document of the right shape, or all that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.faults import Complaint, at
from formulary.source.document import Document, Unread
from formulary.source.read import read_document, syntax_of

if TYPE_CHECKING:
    from formulary.findings import Finding

KINDS = ("ingredients", "products", "indications", "incompatibilities", "policy")
"""The kinds of file that a catalogue is made of."""


class Unsound(NamedTuple):
    """A file that cannot be used: at least one complaint, and its data where there is any."""

    complaints: tuple[Complaint, ...]
    data: Any = None


def read(raw: bytes | Finding, name: str) -> Document | Unsound:
    """The document in ``raw``, which the file of that name holds or is the reason why it cannot be had."""
    from formulary.shape.check import check, kind_of  # noqa: PLC0415 - the compiled form needs no schemas

    if not isinstance(raw, bytes):
        return Unsound((Complaint(name, 0, 0, raw.message, raw.help),))
    syntax = syntax_of(name)
    if syntax == "ndjson":
        return Unsound(
            (Complaint(name, 0, 0, "a catalogue has no NDJSON files", "Write it as YAML or JSON."),)
        )
    document = read_document(raw, name, syntax or "yaml")
    if isinstance(document, Unread):
        return Unsound(
            tuple(at(name, span, finding.message, finding.help) for finding, span in document.found)
        )
    kind = kind_of(document.data)
    findings = [kind] if not isinstance(kind, str) else []
    if isinstance(kind, str) and kind not in KINDS:
        message = f"`format: {kind}/1` is not a file of the catalogue"
        place = document.locate(("format",))
        found = at(name, place, message, "Keep recipes in `recipes`, or out of the folder.")
        return Unsound((found,), document.data)
    if isinstance(kind, str):
        findings = check(kind, document.data)
    if not findings:
        return document
    return Unsound(tuple(_complaint(document, finding) for finding in findings), document.data)


def _complaint(document: Document, finding: Finding) -> Complaint:
    span = document.locate(finding.path, on_key=finding.on_key)
    return at(document.name, span, finding.message, finding.help)
