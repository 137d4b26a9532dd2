"""The recipe of record as a DocumentReference, and who registered and signed it as a Provenance."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from formulary.exports.fhir.codes import ACCOUNT, MEANING, signature_type
from formulary.exports.fhir.medication import base, identifiers, label, reference
from formulary.source.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.version import Signature, Version
    from formulary.exports.inventory import Entry

_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_PARTS = {
    "author": "Author",
    "enterer": "Enterer",
    "verifier": "Verifier",
    "attester": "Attester",
}
_FINAL = frozenset(("approved", "superseded", "retired"))


def document(entry: Entry) -> dict[str, Any]:
    """The recipe as its author wrote it: the canonical JSON whose SHA-256 the signatures bind."""
    row = entry.formula
    checked = f"policy {row.policy} of {row.policy_effective}, SHA-256 {row.policy_sha256}"
    found = (
        f"{row.errors} errors, {row.warnings} warnings, {row.waived} waived, {row.not_checked} not checked"
    )
    return {
        **base(entry, "DocumentReference"),
        "identifier": identifiers(entry),
        "status": "superseded" if row.status == "superseded" else "current",
        "docStatus": "final" if row.status in _FINAL else "preliminary",
        "type": {"text": "formula of record"},
        "description": f"Checked by {checked}: {found}.",
        "content": [
            {
                "attachment": {
                    "contentType": "application/json",
                    "data": b64encode(canonical_bytes(entry.item.data)).decode(),
                    "title": f"{label(entry)}.json",
                }
            }
        ],
    }


def provenance(entry: Entry, version: Version) -> dict[str, Any]:
    """Who wrote, registered and signed a version, with the signatures themselves."""
    kinds = ("Medication", "MedicationKnowledge", "DocumentReference")
    return {
        **base(entry, "Provenance"),
        "target": [{"reference": reference(entry, kind)} for kind in kinds],
        "recorded": version.registered_at,
        "activity": {"text": "registration and sign-off"},
        "agent": list(_agents(version)),
        "entity": [{"role": "source", "what": {"reference": reference(entry, "DocumentReference")}}],
        "signature": [_signature(one) for one in version.signatures],
    }


def _agents(version: Version) -> Iterator[dict[str, Any]]:
    if version.author:
        yield {"type": _part("author"), "who": {"display": version.author}}
    yield {"type": _part("enterer"), "who": _who(version.registered_by, version.registered_by)}
    for one in version.signatures:
        part = "verifier" if one.meaning in ("review", "approval") else "attester"
        yield {"type": _part(part), "who": _who(one.name, one.account)}


def _part(name: str) -> dict[str, Any]:
    return {"coding": [{"system": _PARTICIPANT, "code": name, "display": _PARTS[name]}]}


def _who(name: str, account: str) -> dict[str, Any]:
    return {"identifier": {"system": ACCOUNT, "value": account}, "display": name}


def _signature(one: Signature) -> dict[str, Any]:
    """One signature. ``data`` is the armored SSHSIG of the statement that docs/exports.md describes."""
    return {
        "extension": [{"url": MEANING, "valueCode": one.meaning}],
        "type": signature_type(one.meaning),
        "when": one.signed_at,
        "who": _who(one.name, one.account),
        "targetFormat": "text/plain",
        "sigFormat": "text/plain",
        "data": b64encode(one.sshsig.encode()).decode(),
    }
