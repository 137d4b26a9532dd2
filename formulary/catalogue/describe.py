"""Entries of the catalogue in words: one line for a list, a page with every source for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.catalogue.names import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue

KINDS = ("ingredients", "products", "indications", "policies")
_FIRST = ("id", "name", "synonyms", "category", "class", "form", "groups")


def record(catalogue: Catalogue, kind: str, entry_id: str) -> dict[str, Any]:
    """An entry as data, every source written out, with what the policies say of it."""
    data: dict[str, Any] = _resolved(catalogue, catalogue.data[kind][entry_id])
    if kind != "ingredients":
        return (
            data
            if kind != "policies"
            else {**data, "standings": len(data["standings"]), "limits": len(data["limits"])}
        )
    groups = data.get("groups", [])
    targets = (entry_id, *groups)
    for table in ("standings", "limits"):
        data[table] = [
            {"policy": name, **_resolved(catalogue, row)}
            for name, policy in sorted(catalogue.data["policies"].items())
            for target in targets
            for row in policy[table].get(target, ())
        ]
    data["products"] = [
        name
        for name, product in sorted(catalogue.data["products"].items())
        if any(
            part["ingredient"] == entry_id for part in (*product["contains"], *product.get("excipients", ()))
        )
    ]
    return data


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
        return entry_id, f"{len(data['profiles'])} profiles", data["name"]
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


def page(data: dict[str, Any]) -> Iterator[str]:
    """A record in lines of text: keys, values, and the source of each figure beneath it."""
    keys = [key for key in _FIRST if key in data] + [key for key in data if key not in _FIRST]
    for key in keys:
        yield from _lines(key, data[key], 0)


def _lines(key: str, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, dict):
        if set(value) == {"title", "where", "read"}:
            yield f"{pad}{key}: {value['title']}, {value['where']} (read {value['read']})"
            return
        yield f"{pad}{key}:"
        for inner, item in value.items():
            yield from _lines(inner, item, depth + 1)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield f"{pad}{key}:"
        for item in value:
            yield from _entry(item, depth + 1)
    elif isinstance(value, list):
        if value:
            yield f"{pad}{key}: {', '.join(map(str, value))}"
    else:
        yield f"{pad}{key}: {'yes' if value is True else value}"


def _entry(item: dict[str, Any], depth: int) -> Iterator[str]:
    """One entry of a list: its plain values on a line, its source on the next."""
    pad = "  " * depth
    plain = {key: value for key, value in item.items() if key not in ("source", "evidence")}
    words = ", ".join(f"{key} {_inline(value)}" for key, value in plain.items())
    yield f"{pad}- {words}"
    if "source" in item:
        source = item["source"]
        grade = f" [{item['evidence']}]" if "evidence" in item else ""
        yield f"{pad}  {source['title']}, {source['where']} (read {source['read']}){grade}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_inline(item)}" for key, item in value.items())
    if isinstance(value, list):
        return " or ".join(map(_inline, value))
    return "yes" if value is True else str(value)
