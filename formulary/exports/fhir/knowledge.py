"""What is known of the mixture, as MedicationKnowledge: how it is made, kept and given, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.exports.fhir.codes import (
    PERIODS,
    UCUM,
    jurisdiction,
    quantity,
    route,
)
from formulary.exports.fhir.medication import active, base, code, identifiers, reference
from formulary.exports.fhir.writing import Decimal, decimal
from formulary.exports.form_markdown import safe
from formulary.units import Exact, Quantity, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.exports.inventory import Entry
    from formulary.mixture.mixture import Portion

_MONTH = Exact.of(4)  # weeks
_LISTED = {
    "container": "Container",
    "equipment": "Equipment",
    "appearance": "Appearance",
    "sterilization": "Sterilization",
    "labelling": "Label",
}


def knowledge(entry: Entry, *, r5: bool) -> dict[str, Any]:
    """The resource."""
    row = entry.formula
    monograph = {
        "type": {"text": "formula of record"},
        "source": {"reference": reference(entry, "DocumentReference")},
    }
    shared = {
        "code": code(entry),
        "status": active(entry),
        "associatedMedication": [{"reference": reference(entry, "Medication")}],
        "productType": [{"text": "compounded mixture"}],
        "monograph": [monograph],
        "preparationInstruction": instructions(entry),
    }
    if r5:
        return {
            **base(entry, "MedicationKnowledge"),
            "identifier": identifiers(entry),
            **shared,
            "name": [row.title],
            "intendedJurisdiction": [jurisdiction(row.jurisdiction)],
            "indicationGuideline": [_guideline(entry)],
            "storageGuideline": _storage(entry),
            "definitional": {"intendedRoute": [route(row.route)]},
        }
    return {
        **base(entry, "MedicationKnowledge"),
        **shared,
        "synonym": [row.title],
        "intendedRoute": [route(row.route)],
        "administrationGuidelines": [
            {"dosage": [_dosing(entry)], "indicationCodeableConcept": _indication(entry)}
        ],
        "drugCharacteristic": [
            {"type": {"text": name}, "valueString": value}
            for name, value in (("storage", row.storage), ("beyond use", row.beyond_use))
            if value
        ],
    }


def _guideline(entry: Entry) -> dict[str, Any]:
    return {
        "indication": [{"concept": _indication(entry)}],
        "dosingGuideline": [{"dosage": [_dosing(entry)]}],
    }


def _indication(entry: Entry) -> dict[str, Any]:
    return {"text": entry.formula.indication_name or entry.formula.indication}


def _dosing(entry: Entry) -> dict[str, Any]:
    return {"type": {"text": "per session"}, "dosage": [dosage(entry)]}


def dosage(entry: Entry) -> dict[str, Any]:
    """How one session is given, and how often."""
    row, recipe, session = entry.formula, entry.item.case.recipe, entry.item.case.mixture.session
    given = recipe.administration
    points = f"{given.points} points" if given.points else ""
    each = given.volume_per_point
    if points and isinstance(each, Quantity):
        points = f"{points} of {each.text}"
    volume = f"{row.session_volume_ml} mL per session" if session else ""
    sessions = f"{given.sessions} sessions" if given.sessions else ""
    interval = f"every {row.interval}" if row.interval else ""
    words = (
        volume,
        points,
        row.needle and f"needle {row.needle}",
        sessions,
        interval,
        f"for {row.species} use",
    )
    return {
        "text": ", ".join(filter(None, words)),
        "timing": {"repeat": _repeat(entry)},
        "site": {"text": row.site},
        "route": route(row.route),
        "method": {"text": row.technique},
        "doseAndRate": [{"doseQuantity": quantity(session, "volume")}] if session else [],
    }


def _repeat(entry: Entry) -> dict[str, Any]:
    given = entry.item.case.recipe.administration
    repeat: dict[str, Any] = {"count": given.sessions} if given.sessions else {}
    interval = given.interval
    if isinstance(interval, Quantity):
        period, unit = _period(interval)
        repeat |= {"frequency": 1, "period": period, "periodUnit": unit}
    return repeat


def _period(time: Quantity) -> tuple[Decimal, str]:
    """A time as a number and its UCUM code; a month is 4 weeks."""
    month = time.unit.symbol == "month"
    return decimal(time.amount * _MONTH if month else time.amount), PERIODS[
        "week" if month else time.unit.symbol
    ]


def _storage(entry: Entry) -> list[dict[str, Any]]:
    row, stable = entry.formula, entry.item.case.recipe.preparation.beyond_use
    if not row.storage and not isinstance(stable, Quantity):
        return []
    lasting: dict[str, Any] = {}
    if isinstance(stable, Quantity):
        period, unit = _period(stable)
        lasting = {"value": period, "unit": unit, "system": UCUM, "code": unit}
    return [{"note": [{"text": row.storage}] if row.storage else [], "stabilityDuration": lasting}]


def instructions(entry: Entry) -> str:
    """How the mixture is made, as Markdown: what goes in, then the steps of the record."""
    return "\n".join(_instructions(entry))


def _instructions(entry: Entry) -> Iterator[str]:
    row, made = entry.formula, entry.item.data.get("preparation", {})
    yield f"Makes {safe(row.volume)}."
    yield ""
    for portion in entry.item.case.mixture.portions:
        yield f"- {safe(_line(portion, row.volume))}"
    steps = made.get("steps", [])
    if steps:
        yield ""
        yield from (f"{number}. {safe(step)}" for number, step in enumerate(steps, 1))
    rest = [(words, made.get(key, "")) for key, words in _LISTED.items()]
    rest += [("Storage", row.storage), ("Beyond use", row.beyond_use)]
    rest += [("Check", list(check.values())) for check in made.get("quality_control", [])]
    said = [(words, value) for words, value in rest if value]
    if said:
        yield ""
    for words, value in said:
        yield f"- {words}: {safe(value if isinstance(value, str) else '; '.join(value))}"


def _line(portion: Portion, batch: str) -> str:
    """One component: how much of its stock goes in, computed, and as it was stated."""
    component, volume = portion.component, portion.volume
    name = portion.product.name if portion.product else portion.ingredient.name if portion.ingredient else ""
    named = f"{name or component.name}"
    drawn = "an unknown volume" if volume is None else f"{exact_text(volume, approx=True)} mL"
    if component.how == "qs":
        return f"{named}: q.s. to {batch} ({drawn})"
    stated = component.stated.text if component.stated else ""
    if component.dry:
        return f"{named}: {stated}, weighed in as powder"
    strength = f" of {component.strength.text}" if component.strength else ""
    return f"{named}{strength}: {drawn}" + ("" if component.how == "volume" else f" ({stated})")
