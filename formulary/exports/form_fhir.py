"""A FHIR Bundle: Medication, MedicationKnowledge, DocumentReference and Provenance of every formula."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from formulary.exports.fhir.knowledge import knowledge
from formulary.exports.fhir.medication import medication
from formulary.exports.fhir.provenance import document, provenance
from formulary.exports.fhir.writing import text
from formulary.exports.summary import gaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry

VERSIONS = ("R5", "R4B")
"""The releases of FHIR that can be written; the first is the default."""


def maker(options: Mapping[str, str]) -> Callable[[Entry], tuple[str, ...]]:
    """The resources of a formula as JSON, each as an entry of the Bundle."""
    return partial(_written, r5=options.get("fhir_version", VERSIONS[0]) == "R5")


def _written(entry: Entry, *, r5: bool) -> tuple[str, ...]:
    return tuple(text(_entry(resource)) for resource in resources(entry, r5=r5))


def write(parts: Iterator[tuple[str, ...]], target: Path, about: About) -> None:
    """Write the Bundle, one resource a line; what is missing stands last, as an OperationOutcome."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"resourceType":"Bundle","type":"collection"')
        opening = ',"entry":[\n'
        for written in _all(parts, about):
            stream.write(f"{opening}{written}")
            opening = ",\n"
        closing = "" if "entry" in opening else "]"  # an empty list is not allowed
        moment = f',"timestamp":"{about.tally.moment}"' if about.tally.moment else ""
        stream.write(f"{closing}{moment}}}\n")


def _all(parts: Iterator[tuple[str, ...]], about: About) -> Iterator[str]:
    for part in parts:
        yield from part
    if not about.tally.complete:
        yield text(_entry(_outcome(about)))


def resources(entry: Entry, *, r5: bool) -> Iterator[dict[str, Any]]:
    """The resources of one formula; only a version of the registry has a provenance."""
    yield medication(entry, r5=r5)
    yield knowledge(entry, r5=r5)
    yield document(entry)
    if entry.item.version:
        yield provenance(entry, entry.item.version)


def _entry(resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _outcome(about: About) -> dict[str, Any]:
    """That the bundle is not complete, and what it lacks."""
    lacking = [f"{where}: {code}: {why}" for where, code, why in about.tally.named]
    return {
        "resourceType": "OperationOutcome",
        "id": "00000000-0000-5000-8000-000000000000",
        "issue": [
            {"severity": "error", "code": "incomplete", "diagnostics": words}
            for words in (f"PARTIAL: {gaps(about)}", *lacking)
        ],
    }
