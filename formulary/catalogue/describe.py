"""Entries of the catalogue for people: three columns for a list, and a record with every source for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.catalogue.names import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.catalogue.catalogue import Catalogue

KINDS = ("ingredients", "products", "indications", "policies")


def record(catalogue: Catalogue, kind: str, entry_id: str) -> dict[str, Any]:
    """An entry as data, every source written out, with what the policies say of it."""
    data: dict[str, Any] = _resolved(catalogue, catalogue.data[kind][entry_id])
    if kind != "ingredients":
        return (
            data
            if kind != "policies"
            else {**data, "standings": len(data["standings"]), "limits": len(data["limits"])}
        )
    targets = (entry_id, *data.get("groups", ()))
    yields = tuple(moiety["name"] for moiety in data.get("moieties", ()))
    for table, named in (("standings", targets), ("limits", (*targets, *yields))):
        data[table] = [
            {"policy": name, **({"yields": target} if target in yields else {}), **_resolved(catalogue, row)}
            for name, policy in sorted(catalogue.data["policies"].items())
            for target in named
            for row in policy[table].get(target, ())
            if target not in yields or row["on"] != "stock-strength"  # what is marketed is the thing itself
            if _speaks(row, policy)
        ]
    data["incompatibilities"] = list(_pairs(catalogue, entry_id))
    data["products"] = [
        name
        for name, product in sorted(catalogue.data["products"].items())
        if any(
            part["ingredient"] == entry_id for part in (*product["contains"], *product.get("excipients", ()))
        )
    ]
    return data


def _speaks(row: Mapping[str, Any], policy: Mapping[str, Any]) -> bool:
    """Whether a row says anything where the policy holds: of another species only what is off-label then."""
    stated = row.get("species", "human")
    whom = [stated] if isinstance(stated, str) else stated
    off_label = row.get("standing") in ("approved", "restricted")
    return off_label or not set(whom).isdisjoint(policy.get("species", ("human",)))


def _pairs(catalogue: Catalogue, entry_id: str) -> Iterator[dict[str, Any]]:
    """The recorded pairs that name an ingredient or a group of it, each with the other side."""
    entries = list(catalogue.data["incompatibilities"].values())
    seen = set()
    for number, side in catalogue.incompatible_with(entry_id):
        entry = entries[number]
        if entry["between"][side] != "any" and number not in seen:  # what goes with nothing says so itself
            seen.add(number)
            pair = {"with": entry["between"][1 - side], **entry}
            yield {key: _resolved(catalogue, {key: pair[key]})[key] for key in pair if key != "between"}


def _resolved(catalogue: Catalogue, value: Any) -> Any:
    """The same data with every source key replaced by the source."""
    if isinstance(value, dict):
        return {
            key: catalogue.data["sources"][item]
            if key == "source" and isinstance(item, str)
            else _resolved(catalogue, item)
            for key, item in value.items()
        }
    return [_resolved(catalogue, item) for item in value] if isinstance(value, list) else value


def columns(catalogue: Catalogue, kind: str, entry_id: str) -> tuple[str, str, str]:
    """An entry in a list: its id, what it is, and its name."""
    data = catalogue.data[kind][entry_id]
    if kind == "policies":
        return entry_id, f"from {data['effective']}", f"{data['name']}; review by {data['review_by']}"
    if kind == "products":
        parts = ", ".join(_content(part) for part in data["contains"])
        return entry_id, data["form"], parts
    if kind == "indications":
        number = len(data["profiles"])
        return entry_id, f"{number} profile{'' if number == 1 else 's'}", data["name"]
    return entry_id, data["category"], data["name"]


def _content(part: dict[str, Any]) -> str:
    basis = f" as {part['as']}" if "as" in part else ""
    return f"{part['ingredient']} {part['strength']}{basis}"


def search(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    """The kind and id of every entry with ``text`` in its id, name, synonyms, groups or category."""
    wanted = normal(text)
    found = []
    for kind in KINDS:
        for entry_id, data in sorted(catalogue.data[kind].items()):
            words = [
                entry_id,
                data["name"],
                data.get("category", ""),
                *data.get("synonyms", ()),
                *data.get("groups", ()),
            ]
            words += [part["ingredient"] for part in data.get("contains", ())]
            if any(wanted in normal(word) for word in words):
                found.append((kind, entry_id))
    return found
