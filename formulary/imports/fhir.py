"""A FHIR bundle of `formulary export`, read back: the recipe of record, held against the strengths."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulary.domain.build import build
from formulary.exports.fhir.codes import FORMULA, SHA256
from formulary.exports.fhir.medication import medication
from formulary.exports.fhir.writing import text
from formulary.exports.inventory import Item, entry
from formulary.imports.formulas import Draft
from formulary.imports.judged import judged
from formulary.imports.table import Fault, Place
from formulary.rules.case import make_case
from formulary.shape.check import check
from formulary.source.document import Document
from formulary.source.read import read_document
from formulary.text import quoted
from formulary.validation.policies import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.validation.setting import Setting


def read_bundle(raw: bytes, setting: Setting) -> tuple[list[Draft], list[Fault]]:
    """The formulas of record of a bundle and every fault; a place is the number of an entry, from 1."""
    try:
        bundle: Any = json.loads(raw, parse_float=Decimal)
        resources = [one["resource"] for one in bundle.get("entry", [])]
        kinds = [one["resourceType"] for one in resources]
        sound = bundle["resourceType"] == "Bundle"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        return [], [Fault(Place(1), "FML003", "the file is no FHIR bundle", "Name one that was exported.")]
    medications = {_value(one, FORMULA): one for one in resources if one["resourceType"] == "Medication"}
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for number, (kind, resource) in enumerate(zip(kinds, resources, strict=True), 1):
        if kind == "DocumentReference":
            found = _recipe(resource, number)
            if isinstance(found, Fault):
                faults.append(found)
                continue
            drafts.append(found)
            faults += _strengths(found, medications.get(_value(resource, FORMULA)), setting)
        elif kind == "OperationOutcome":
            message = "the bundle says of itself that it is not complete"
            faults.append(Fault(Place(number), "FML101", message, "Export it again.", "warning"))
    if not drafts and not faults:
        message = "the bundle holds no formula of record; a Medication alone does not say how it is made"
        faults.append(
            Fault(Place(1), "FML101", message, "Only bundles of `formulary export` can be read back.")
        )
    return drafts, [*faults, *judged(drafts, setting)]


def _value(resource: Any, system: str) -> str:
    """The identifier of one system, empty where there is none."""
    try:
        found = [one["value"] for one in resource["identifier"] if one.get("system") == system]
    except (KeyError, TypeError, AttributeError):
        return ""
    return found[0] if found and isinstance(found[0], str) else ""


def _recipe(resource: Any, number: int) -> Draft | Fault:
    """The recipe in a document, if it is the one that its hash names and has the shape of one."""
    place = Place(number)
    try:
        raw = b64decode(resource["content"][0]["attachment"]["data"], validate=True)
    except (KeyError, IndexError, TypeError, ValueError, binascii.Error):
        return Fault(place, "FML101", "the document has no content that can be read", "Export it again.")
    if sha256(raw).hexdigest() != _value(resource, SHA256):
        message = "the recipe is not the one that its SHA-256 names; it was changed"
        return Fault(place, "FML104", message, "Export it again from the registry.")
    document = read_document(raw, "recipe.json", "json")
    if not isinstance(document, Document):
        finding = document.found[0].finding
        return Fault(place, finding.code, finding.message, finding.help)
    data: Any = document.data
    faults = check("recipe", data)
    if faults:
        return Fault(place, faults[0].code, faults[0].message, faults[0].help)
    return Draft(data, {}, number)


def _strengths(draft: Draft, medication_: Any, setting: Setting) -> Iterator[Fault]:
    """Whether the Medication states what the recipe makes, digit for digit."""
    recipe = build(draft.data)
    case = make_case(recipe, setting.catalogue, policy_of(recipe, setting) or setting.policy)
    stated = medication_.get("ingredient") if isinstance(medication_, dict) else None
    for r5 in (True, False):
        made = json.loads(text(medication(entry(Item(draft.data, case, ())), r5=r5)), parse_float=Decimal)
        if made.get("ingredient") == stated:
            return
    what = "states other strengths than" if stated else "is missing for"
    yield Fault(
        Place(draft.row),
        "FML104",
        f"the Medication {what} the recipe of record {quoted(draft.data['id'])} makes",
        "The catalogue may have changed since, or the bundle was changed; trust neither before you know.",
    )
