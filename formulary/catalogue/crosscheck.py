"""What no schema can see: names used twice, references to nothing, ties of limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.names import normal
from formulary.errors import CatalogueFaultError
from formulary.text import did_you_mean
from formulary.units import Refused, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.findings import Path
    from formulary.source.document import Document

_QUANTITIES = frozenset(
    ("strength", "to", "equals", "hard", "soft", "min", "at_least", "low", "high", "volume", "final_volume")
) | {"content_per_container", "in_use", "osmolality"}
_WORDS = ("undeclared", "trace", "homeopathic")


class Fault(NamedTuple):
    """One contradiction, and where it stands."""

    document: Document
    path: Path
    message: str
    help: str = ""


class Known(NamedTuple):
    """Every id that may be referred to."""

    ingredients: frozenset[str]
    products: frozenset[str]
    indications: frozenset[str]
    groups: frozenset[str]
    categories: frozenset[str]


def cross_check(documents: Sequence[Document]) -> None:
    """Raise CatalogueFaultError for the first contradiction, with file, line and reason."""
    for fault in faults(documents):
        span = fault.document.locate(fault.path)
        raise CatalogueFaultError(
            f"{fault.document.name}:{span.line}:{span.column}: {fault.message}", fault.help
        )


def faults(documents: Sequence[Document]) -> Iterator[Fault]:
    """Every contradiction within and between the files of a catalogue."""
    known = _known(documents)
    yield from _names(documents)
    for document in documents:
        data: Any = document.data
        for path, value in _walk(data, ()):
            yield from _quantities(document, path, value)
            yield from _sources(document, path, value)
        kind = data["format"].partition("/")[0]
        if kind == "products":
            yield from _products(document, known)
        elif kind == "indications":
            yield from _indications(document, known)
        elif kind == "incompatibilities":
            yield from _incompatibilities(document, known)
        elif kind == "policy":
            yield from _policy(document, known)


def _known(documents: Sequence[Document]) -> Known:
    entries: dict[str, list[dict[str, Any]]] = {"ingredients": [], "products": [], "indications": []}
    for document in documents:
        data: Any = document.data
        for kind, found in entries.items():
            found.extend(data.get(kind, ()))
    ingredients = entries["ingredients"]
    return Known(
        ingredients=frozenset(entry["id"] for entry in ingredients),
        products=frozenset(entry["id"] for entry in entries["products"]),
        indications=frozenset(entry["id"] for entry in entries["indications"]),
        groups=frozenset(group for entry in ingredients for group in entry.get("groups", ())),
        categories=frozenset(entry["category"] for entry in ingredients),
    )


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


def _names(documents: Sequence[Document]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for document in documents:
        data: Any = document.data
        for kind in ("ingredients", "products", "indications"):
            space = "indications" if kind == "indications" else "substances"
            for index, entry in enumerate(data.get(kind, ())):
                for name in (entry["id"], entry["name"], *entry.get("synonyms", ())):
                    key = (space, normal(name))
                    owner = seen.setdefault(key, entry["id"])
                    if owner != entry["id"]:
                        yield Fault(
                            document, (kind, index), f"`{name}` names both `{owner}` and `{entry['id']}`"
                        )


def _quantities(document: Document, path: Path, value: Any) -> Iterator[Fault]:
    if not path or path[-1] not in _QUANTITIES or not isinstance(value, str) or value in _WORDS:
        return
    if len(path) > 1 and path[-2] in ("ph", "sessions"):
        return
    if path[0] == "limits" and value.isdecimal():
        return
    read = parse(value)
    if isinstance(read, Refused):
        yield Fault(document, path, read.reason, read.hint)


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
    anything = known.ingredients | known.groups | known.categories | _CATEGORIES
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
                    twin = _limit_key(row, level)
                    if level in row and twin in rows:
                        yield Fault(
                            document, path, f"a second {level} limit on {row['on']} for `{row[key]}`: a tie"
                        )
                    rows.add(twin)


def _limit_key(row: Mapping[str, Any], level: str) -> tuple[Any, ...]:
    when = row.get("when", {})
    return (
        level if level in row else None,
        *(row.get(key, "") for key in ("ingredient", "group", "on", "route", "indication", "site")),
        row.get("species", "human"),
        when.get("with", ""),
        when.get("at_least", ""),
    )


def _reference(
    document: Document, path: Path, name: str, known: frozenset[str], what: str
) -> Iterator[Fault]:
    if name not in known:
        yield Fault(document, path, f"no {what} `{name}` in the catalogue", did_you_mean(name, known))


_CATEGORIES = frozenset(
    [
        "vitamin",
        "enzyme",
        "amino-acid",
        "plant-extract",
        "mineral",
        "medicine",
        "numbing-agent",
        "polymer",
        "nucleotide",
        "vehicle",
        "buffer",
        "preservative",
        "surfactant",
        "antioxidant",
        "other",
    ]
)
