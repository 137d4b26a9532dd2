"""From the data of a catalogue file that has the right shape to Ingredient, Product and Indication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.domain.catalogue import (
    NO_SOURCE,
    UNMEASURED,
    Acidity,
    Content,
    Dilution,
    Exclusion,
    Incompatibility,
    Indication,
    Ingredient,
    InUse,
    Product,
    Profile,
    Range,
    Requirement,
    Source,
)
from formulary.units import Activity, Exact, Moiety, Properties, Quantity, parse, ratio_strength

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def quantity(text: str) -> Quantity:
    """A quantity of the catalogue; the cross-check has made sure that it can be read."""
    value = parse(text)
    if isinstance(value, Quantity):
        return value if value.unit.kind != "ratio" else ratio_strength(value)
    raise ValueError(f"{text}: {value.reason}")


def source(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Source:
    """The source of one figure; a key names an entry of its file's table."""
    found = data.get("source")
    if found is None:
        return NO_SOURCE
    entry = sources[found] if isinstance(found, str) else found
    return Source(entry["title"], entry["where"], entry["read"], data.get("evidence", ""))


def ingredient(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Ingredient:
    """One entry of ``ingredients/1``."""
    solubility = data.get("solubility")
    return Ingredient(
        id=data["id"],
        name=data["name"],
        synonyms=tuple(data.get("synonyms", ())),
        category=data["category"],
        kind=data["class"],
        groups=frozenset(data.get("groups", ())),
        properties=_properties(data, sources),
        activity_units=frozenset(_activity_kind(entry["unit"]) for entry in data.get("activity", ())),
        ratio_strength="ratio_strength" in data,
        warnings=frozenset(
            (*data.get("allergens", ()), *(one["with"] for one in data.get("interactions", ())))
        ),
        solubility=quantity(solubility["value"]) if solubility else None,
        dilution=_dilution(data, sources),
    )


def _activity_kind(unit: str) -> str:
    return "IU" if unit == "IU" else "USP"


def _properties(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Properties:
    mass, valence, density = data.get("molar_mass"), data.get("valence"), data.get("density")
    return Properties(
        name=data["name"],
        molar_mass=Exact.of(mass["value"]) if mass else None,
        molar_mass_text=mass["value"] if mass else "",
        molar_mass_source=str(source(mass, sources)) if mass else "",
        valence=int(valence["value"]) if valence else None,
        valence_source=str(source(valence, sources)) if valence else "",
        density=quantity(density["value"]).base if density else None,
        density_text=density["value"] if density else "",
        density_source=str(source(density, sources)) if density else "",
        activities=tuple(_activity(entry, sources) for entry in data.get("activity", ())),
        moieties=tuple(
            Moiety(entry["name"], Exact.of(entry["factor"]), entry["factor"], str(source(entry, sources)))
            for entry in data.get("moieties", ())
        ),
    )


def _activity(entry: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Activity:
    return Activity(
        unit=entry["unit"],
        standard=entry["standard"],
        equals=quantity(entry["equals"]).base if "equals" in entry else None,
        equals_text=entry.get("equals", ""),
        of=entry.get("of", ""),
        same_as=entry.get("same_as", ""),
        source=str(source(entry, sources)),
    )


def _dilution(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Dilution | None:
    entry = data.get("dilute_before_use")
    if not entry:
        return None
    return Dilution(quantity(entry["to"]) if "to" in entry else None, entry["note"], source(entry, sources))


def product(
    data: Mapping[str, Any],
    sources: Mapping[str, Mapping[str, str]],
    diluent: Callable[[str], Product],
) -> Product:
    """One entry of ``products/1``; ``diluent`` finds the product that a powder is dissolved in."""
    made = data.get("reconstitute")
    volume = quantity(made["volume"]).base if made else None
    final = quantity(made.get("final_volume", made["volume"])).base if made else None
    contents = [
        _content(entry, final, active=key == "contains")
        for key in ("contains", "excipients")
        for entry in data.get(key, ())
    ]
    partial = data.get("composition", "full") == "partial"
    words = ""
    if made and volume and final:
        solvent = diluent(made["with"])
        share = volume / final
        partial = partial or solvent.partial
        contents += [
            part._replace(per_ml=part.per_ml * share if part.per_ml else None, active=False)
            for part in solvent.contents
        ]
        words = (
            f"dissolved in {made['volume']} of {solvent.name} to {made.get('final_volume', made['volume'])}"
        )
    return Product(
        id=data["id"],
        name=data["name"],
        synonyms=tuple(data.get("synonyms", ())),
        form=data["form"],
        contents=tuple(contents),
        partial=partial,
        container=data.get("container", ""),
        dilution=_dilution(data, sources),
        in_use=_in_use(data, sources),
        not_for=_exclusion(data.get("not_for"), sources),
        species=tuple(data.get("species", ())),
        ph=_acidity(data.get("ph")),
        osmolality=quantity(data["osmolality"]) if "osmolality" in data else None,
        reconstitution=words,
        source=source(data, sources),
        substances=tuple(dict.fromkeys(part.ingredient for part in contents)),
        actives=tuple(dict.fromkeys(part.ingredient for part in contents if part.active)),
    )


def _in_use(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> InUse | None:
    """The time once opened, from a source of its own or else from that of the product."""
    told = data.get("in_use")
    if told is None:
        return None
    own = told if isinstance(told, dict) else {"value": told}
    return InUse(quantity(own["value"]), source(own if "source" in own else data, sources))


def _exclusion(data: Mapping[str, Any] | None, sources: Mapping[str, Mapping[str, str]]) -> Exclusion | None:
    return Exclusion(tuple(data["routes"]), data.get("note", ""), source(data, sources)) if data else None


def _acidity(data: Mapping[str, Any] | None) -> Acidity | None:
    if data is None:
        return None
    low, high = Exact.of(data["low"]), Exact.of(data["high"])
    words = data["low"] if low == high else f"{data['low']} to {data['high']}"
    return Acidity(low, high, (low + high) / 2, words)


def _content(data: Mapping[str, Any], final: Exact | None, *, active: bool) -> Content:
    text = data["strength"]
    basis = data.get("as", "")
    if text in UNMEASURED:
        return Content(data["ingredient"], basis, "", None, text, active, text)
    strength = quantity(text)
    kind = strength.unit.kind.removesuffix("/volume")
    # in a powder the label's strength is what one container holds
    per_container = final is not None and kind == strength.unit.kind
    per_ml = strength.base / final if per_container and final else strength.base
    return Content(data["ingredient"], basis, kind, per_ml, "quantified", active, strength.text)


def indication(chain: Sequence[Mapping[str, Any]], sources: Mapping[str, Mapping[str, str]]) -> Indication:
    """One entry of ``indications/1``, first in a chain with those it is a kind of; ranges are inherited."""
    data = chain[0]
    owners = {field: next((one for one in chain if field in one), None) for field in _RANGES}
    return Indication(
        id=data["id"],
        name=data["name"],
        synonyms=tuple(data.get("synonyms", ())),
        species=tuple(data.get("species", ("human",))),
        sites=tuple(data.get("sites", ())),
        profiles=tuple(
            Profile(
                entry["id"],
                entry.get("name", entry["id"]),
                tuple(map(_requirement, entry.get("requires", ()))),
                tuple(map(_requirement, entry.get("expects", ()))),
                tuple(entry.get("forbids", ())),
            )
            for entry in data["profiles"]
        ),
        lineage=tuple(entry["id"] for entry in chain),
        ranges={field: _range(owner[field], owner, sources) for field, owner in owners.items() if owner},
        source=source(data, sources),
    )


_RANGES = ("needle", "sessions", "interval", "volume")


def _range(
    data: Mapping[str, Any], entry: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]
) -> Range:
    low, high = (_end(data[end]) if end in data else None for end in ("low", "high"))
    words = " to ".join(str(data[end]) for end in ("low", "high") if end in data)
    if len(data.keys() & {"low", "high"}) == 1:
        words = f"{'at least' if 'low' in data else 'at most'} {words}"
    return Range(low, high, words, source(data if "source" in data else entry, sources))


def _end(value: str | int) -> Exact:
    return Exact.of(value) if isinstance(value, int) else quantity(value).base


def incompatibility(data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Incompatibility:
    """One entry of ``incompatibilities/1``."""
    first, second = data["between"]
    when = data.get("when", {})
    return Incompatibility(
        id=data["id"],
        between=(first, second),
        together=when.get("together", "syringe"),
        after=quantity(when["time"]) if "time" in when else None,
        conditions=", ".join(text.format(when[key]) for key, text in _CONDITIONS if key in when),
        effect=data["effect"],
        advice=data.get("advice", ""),
        level=data["level"],
        source=source(data, sources),
    )


_CONDITIONS = (
    ("ratio", "at {}"),
    ("time", "after {}"),
    ("ph_below", "below pH {}"),
    ("ph_above", "above pH {}"),
)


def _requirement(data: Mapping[str, Any]) -> Requirement:
    return Requirement(tuple(data["any_of"]), int(data.get("at_least", 1)), data.get("why", ""))
