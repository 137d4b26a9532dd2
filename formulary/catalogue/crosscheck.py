"""What no schema can see: names used twice, references to nothing, ties of limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.catalogue.extending import extension_faults, limit_key
from formulary.catalogue.faults import Fault
from formulary.catalogue.figures import figures
from formulary.catalogue.known import Known, known_of
from formulary.catalogue.names import normal
from formulary.catalogue.sense import nonsense
from formulary.text import alternatives, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.findings import Path
    from formulary.source.document import Document


def faults(
    documents: Sequence[Document], shipped: Mapping[str, Any] | None = None, unsound: Sequence[Any] = ()
) -> Iterator[Fault]:
    """Every contradiction within and between the files of a catalogue.

    ``shipped`` is the compiled catalogue that the files are laid on top of: they may refer to its entries
    and may not take its ids and names. ``unsound`` is the data of further files of the wrong shape: what they
    define may be referred to as well, so that one fault is not reported twice.
    """
    known = known_of(documents, shipped or {}, unsound)
    yield from _ids(documents, shipped or {})
    yield from _names(documents, shipped or {})
    elsewhere = {data["id"] for data in unsound if isinstance(data, dict) and isinstance(data.get("id"), str)}
    yield from extension_faults(documents, (shipped or {}).get("policies", {}), elsewhere)
    for document in documents:
        data: Any = document.data
        for path, value in _walk(data, ()):
            yield from _sources(document, path, value)
        yield from figures(document)
        yield from nonsense(document, known)
        kind = data["format"].partition("/")[0]
        if kind == "products":
            yield from _products(document, known)
        elif kind == "indications":
            yield from _indications(document, known)
        elif kind == "incompatibilities":
            yield from _incompatibilities(document, known)
        elif kind == "policy":
            yield from _policy(document, known)


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


def _ids(documents: Sequence[Document], shipped: Mapping[str, Any]) -> Iterator[Fault]:
    """Ids that are given twice, or that the shipped catalogue has given already."""
    seen: set[tuple[str, str]] = set()
    for document in documents:
        data: Any = document.data
        for kind in ("ingredients", "products", "indications", "incompatibilities"):
            for index, entry in enumerate(data.get(kind, ())):
                path = (kind, index, "id")
                if entry["id"] in shipped.get(kind, {}):
                    message = f"`{entry['id']}` ships with the catalogue and cannot be defined anew"
                    yield Fault(
                        document, path, message, "Use an id of its own, such as one with your name in it."
                    )
                elif (kind, entry["id"]) in seen:
                    yield Fault(document, path, f"`{entry['id']}` is defined twice", "Use an id of its own.")
                seen.add((kind, entry["id"]))


def _names(documents: Sequence[Document], shipped: Mapping[str, Any]) -> Iterator[Fault]:
    """Names of two entries; what an overlay calls its own may not be a name of the shipped catalogue."""
    shipped_names = {
        (_space(kind), name): owner
        for name, found in shipped.get("names", {}).items()
        for kind, owner in found
    }
    seen: dict[tuple[str, str], str] = {}
    for document in documents:
        data: Any = document.data
        for kind in ("ingredients", "products", "indications"):
            for index, entry in enumerate(data.get(kind, ())):
                if entry["id"] in shipped.get(kind, {}):
                    continue  # said already, once
                for name in dict.fromkeys((entry["id"], entry["name"], *entry.get("synonyms", ()))):
                    key = (_space(kind), normal(name))
                    owner = shipped_names.get(key) or seen.setdefault(key, entry["id"])
                    if owner != entry["id"] or key in shipped_names:
                        message = f"`{name}` names both `{owner}` and `{entry['id']}`"
                        if key in shipped_names:
                            message = f"`{name}` is a name of `{owner}`, which ships with the catalogue"
                        yield Fault(document, (kind, index), message, "Use a name of its own.")


def _space(kind: str) -> str:
    return "indications" if kind == "indications" else "substances"


def _sources(document: Document, path: Path, value: Any) -> Iterator[Fault]:
    if not path or path[-1] != "source" or not isinstance(value, str):
        return
    data: Any = document.data
    table: Mapping[str, Any] = data.get("sources", {})
    if value not in table:
        yield Fault(
            document, path, f"no source `{value}` in this file's `sources`", did_you_mean(value, table)
        )


def _products(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    for index, entry in enumerate(data["products"]):
        base: Path = ("products", index)
        for key in ("contains", "excipients"):
            for place, part in enumerate(entry.get(key, ())):
                path = (*base, key, place, "ingredient")
                yield from _reference(document, path, part["ingredient"], known.ingredients, "ingredient")
        if "reconstitute" in entry:
            path = (*base, "reconstitute", "with")
            yield from _reference(document, path, entry["reconstitute"]["with"], known.products, "product")


def _indications(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    anything = known.ingredients | known.groups | known.categories
    for index, entry in enumerate(data["indications"]):
        base: Path = ("indications", index)
        if "parent" in entry:
            yield from _reference(
                document, (*base, "parent"), entry["parent"], known.indications, "indication"
            )
        for number, profile in enumerate(entry["profiles"]):
            here = (*base, "profiles", number)
            for key in ("requires", "expects"):
                for place, need in enumerate(profile.get(key, ())):
                    for position, name in enumerate(need["any_of"]):
                        path = (*here, key, place, "any_of", position)
                        yield from _reference(document, path, name, anything, "category, group or ingredient")
            for place, name in enumerate(profile.get("forbids", ())):
                yield from _reference(
                    document, (*here, "forbids", place), name, anything, "category, group or ingredient"
                )


def _incompatibilities(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    for index, entry in enumerate(data["incompatibilities"]):
        for position, name in enumerate(entry["between"]):
            path: Path = ("incompatibilities", index, "between", position)
            names = known.ingredients | known.groups | {"any"}
            yield from _reference(document, path, name, names, "ingredient or group")


def _policy(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    for table in ("standings", "limits", "combined"):
        rows: set[tuple[Any, ...]] = set()
        for index, row in enumerate(data.get(table, ())):
            path: Path = (table, index)
            key = "ingredient" if "ingredient" in row else "group"
            names = known.ingredients if key == "ingredient" else known.groups
            yield from _reference(document, (*path, key), row[key], names, key)
            for one in (row["indication"],) if "indication" in row else row.get("indications", ()):
                yield from _reference(document, path, one, known.indications, "indication")
            if table == "limits":
                for level in ("hard", "soft", "min"):
                    twin = (level if level in row else None, *limit_key(row))
                    if level in row and twin in rows:
                        yield Fault(
                            document, path, f"a second {level} limit on {row['on']} for `{row[key]}`: a tie"
                        )
                    rows.add(twin)


def _reference(
    document: Document, path: Path, name: str, known: frozenset[str], what: str
) -> Iterator[Fault]:
    if name not in known:
        longer = sorted(one for one in known if one.startswith(name))[:3]  # lidocaine for its salt
        advice = alternatives(longer) or did_you_mean(name, known)
        yield Fault(document, path, f"no {what} `{name}` in the catalogue", advice)
