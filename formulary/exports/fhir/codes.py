"""The code systems of FHIR that formulas speak in: units, identities, routes, meanings of signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from formulary.exports.fhir.writing import decimal

if TYPE_CHECKING:
    from formulary.units import Exact

NAMESPACE = UUID("4f0d0a52-31c5-4b0e-9a7e-5c1d5f9f6a10")
"""What every URN of an export is made in (UUID version 5), so that the same formula has the same URN."""

UCUM = "http://unitsofmeasure.org"
UNITS = {
    "mass": ("mg", "mg"),
    "volume": ("mL", "mL"),
    "IU": ("IU", "[iU]"),
    "USP": ("USP units", "[USP'U]"),
    "amount": ("mmol", "mmol"),
    "equivalents": ("mEq", "meq"),
    "length": ("mm", "mm"),
    "time": ("min", "min"),
}
"""The base unit of each kind as people read it and its UCUM code; a percentage is never one of them."""

PERIODS = {"s": "s", "min": "min", "h": "h", "day": "d", "week": "wk"}
"""Units of time by their UCUM codes; a month of 4 weeks has none and is written in weeks."""

IDENTITIES = {
    "unii": "http://fdasis.nlm.nih.gov",
    "cas": "urn:oid:2.16.840.1.113883.6.61",
    "atc": "http://www.whocc.no/atc",
}
"""The systems of the codes of a substance."""

_ROUTE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
_ROUTES = {
    "intradermal": ("IDINJ", "Injection, intradermal"),
    "subcutaneous": ("SQ", "Injection, subcutaneous"),
    "intramuscular": ("IM", "Injection, intramuscular"),
    "intralesional": ("ILESINJ", "Injection, intralesional"),
    "transdermal": ("TRNSDERM", "Transdermal"),
}
_SIGNATURE_SYSTEM = "urn:iso-astm:E1762-95:2013"
_SIGNATURES = {
    "authorship": ("1.2.840.10065.1.12.1.1", "Author's Signature"),
    "review": ("1.2.840.10065.1.12.1.13", "Review Signature"),
    "approval": ("1.2.840.10065.1.12.1.5", "Verification Signature"),
}


def urn(name: str) -> str:
    """A URN of our own, the same for the same name everywhere."""
    return f"urn:uuid:{uuid5(NAMESPACE, name)}"


FORMULA = urn("system formula")
SHA256 = urn("system sha256")
STATUS = urn("system status")
ACCOUNT = urn("system account")
EXACT = urn("extension exact ratio")
MEANING = urn("extension meaning of a signature")
OWN = {
    FORMULA: "system of a formula's identifier, `ID@N` (for a file `ID`)",
    SHA256: "system of the SHA-256 of a formula's canonical JSON",
    STATUS: "system of the tag with its status in the registry",
    ACCOUNT: "system of the account of a person",
    EXACT: "extension of a strength whose decimal does not end: the exact ratio of two integers",
    MEANING: "extension of a signature: authorship, review, approval or retirement",
}
"""What the URNs mean that no standard defines."""


def quantity(value: Exact, kind: str) -> dict[str, Any]:
    """An amount in the base unit of its kind."""
    unit, code = UNITS[kind]
    return {"value": decimal(value), "unit": unit, "system": UCUM, "code": code}


def route(name: str) -> dict[str, Any]:
    """A route, coded where HL7 has a code for it."""
    return {"coding": _coding(_ROUTE_SYSTEM, _ROUTES.get(name)), "text": name}


def signature_type(meaning: str) -> list[dict[str, Any]]:
    """The type of a signature; retirement has no code of its own."""
    return _coding(_SIGNATURE_SYSTEM, _SIGNATURES.get(meaning)) or [{"display": meaning}]


def _coding(system: str, known: tuple[str, str] | None) -> list[dict[str, Any]]:
    return [{"system": system, "code": known[0], "display": known[1]}] if known else []


def jurisdiction(name: str) -> dict[str, Any]:
    """A jurisdiction, coded where it is a country."""
    country = len(name) == 2 and name.isalpha() and name.isupper() and name != "EU"
    return {"coding": [{"system": "urn:iso:std:iso:3166", "code": name}] if country else [], "text": name}
