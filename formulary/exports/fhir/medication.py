"""The mixture as a Medication: each substance with its strength per mL of the finished mixture."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from formulary.exports.cells import plain
from formulary.exports.components import HELPERS
from formulary.exports.fhir.codes import EXACT, FORMULA, IDENTITIES, SHA256, STATUS, quantity, urn
from formulary.exports.fhir.writing import decimal
from formulary.units import ONE, Exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.exports.inventory import Entry
    from formulary.mixture.mixture import Total


def label(entry: Entry) -> str:
    """``ID@N`` for a version, ``ID`` for a file."""
    row = entry.formula
    return f"{row.formula}@{row.version}" if row.version else row.formula


def reference(entry: Entry, kind: str) -> str:
    """The URN of one resource of a formula: of the same content the same."""
    return urn(f"{kind} {label(entry)} {entry.formula.content_sha256}")


def base(entry: Entry, kind: str) -> dict[str, Any]:
    """What every resource of a formula begins with: id, status in the registry, a line for people."""
    row = entry.formula
    words = escape(plain(f"{kind} of {label(entry)}: {row.title} ({row.status})"))
    return {
        "resourceType": kind,
        "id": reference(entry, kind).removeprefix("urn:uuid:"),
        "meta": {"tag": [{"system": STATUS, "code": row.status}]},
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div>',
        },
    }


def identifiers(entry: Entry) -> list[dict[str, Any]]:
    """The formula's name and the hash of its content."""
    return [
        {"system": FORMULA, "value": label(entry)},
        {"system": SHA256, "value": entry.formula.content_sha256},
    ]


def code(entry: Entry) -> dict[str, Any]:
    """What the formula is called, as a concept."""
    return {"coding": [{"system": FORMULA, "code": label(entry)}], "text": entry.formula.title}


def active(entry: Entry) -> str:
    """A medication is active while its version is approved."""
    return "active" if entry.formula.status == "approved" else "inactive"


def medication(entry: Entry, *, r5: bool) -> dict[str, Any]:
    """The resource."""
    volume = entry.item.case.mixture.volume
    total: dict[str, Any] = {}
    if volume is not None and r5:
        total = {"totalVolume": quantity(volume, "volume")}
    elif volume is not None:
        total = {"amount": {"numerator": quantity(volume, "volume"), "denominator": {"value": decimal(ONE)}}}
    return {
        **base(entry, "Medication"),
        "identifier": identifiers(entry),
        "code": code(entry),
        "status": active(entry),
        **total,
        "ingredient": [*_strengths(entry, r5=r5), *_unknown(entry, r5=r5)],
    }


def _strengths(entry: Entry, *, r5: bool) -> Iterator[dict[str, Any]]:
    mixture = entry.item.case.mixture
    for total in mixture.totals:
        yield {
            **_item(concept(entry, total), r5=r5),
            "isActive": _is_active(entry, total),
            **(
                {("strengthRatio" if r5 else "strength"): per_ml(total, mixture.volume)}
                if mixture.volume
                else {}
            ),
        }


def _is_active(entry: Entry, total: Total) -> bool:
    """Whether the mixture is given for the sake of this substance."""
    category = entry.item.case.catalogue.ingredient(total.ingredient).category
    return category not in HELPERS and any(share.active for share in total.shares)


def per_ml(total: Total, volume: Exact) -> dict[str, Any]:
    """The amount of a substance in 1 mL; where no decimal ends, the exact ratio stands beside it."""
    value = (total.amount / volume).reduced()
    ratio = {"numerator": quantity(value, total.kind), "denominator": quantity(ONE, "volume")}
    if decimal(value).exact:
        return ratio
    whole = {
        "numerator": quantity(Exact.of(value.n), total.kind),
        "denominator": quantity(Exact.of(value.d), "volume"),
    }
    return {"extension": [{"url": EXACT, "valueRatio": whole}], **ratio}


def concept(entry: Entry, total: Total) -> dict[str, Any]:
    """A substance with its codes; an amount that counts a part of it, such as its zinc, has none of them."""
    catalogue = entry.item.case.catalogue
    known = catalogue.ingredient(total.ingredient)
    if total.basis:
        return {"text": f"{total.basis} (from {known.name})"}
    codes = catalogue.data["ingredients"][known.id].get("identifiers", {})
    coding = [
        {"system": system, "code": codes[name], "display": known.name}
        for name, system in IDENTITIES.items()
        if name in codes
    ]
    return {"coding": coding, "text": known.name}


def _unknown(entry: Entry, *, r5: bool) -> Iterator[dict[str, Any]]:
    """What is in the mixture in an unknown amount: named, without a strength."""
    for row in entry.components:
        if not row.amount_exact:
            name = row.ingredient_name or row.named
            words = f"{name} ({row.stock_strength if row.stock_strength.isalpha() else 'amount unknown'})"
            yield {**_item({"text": words}, r5=r5), "isActive": row.role == "active"}


def _item(what: dict[str, Any], *, r5: bool) -> dict[str, Any]:
    return {"item": {"concept": what}} if r5 else {"itemCodeableConcept": what}
