"""What the files of a catalogue may refer to: every id, name and word that is defined in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from formulary.source.document import Document

_CATEGORIES = frozenset(
    ("vitamin", "enzyme", "amino-acid", "plant-extract", "mineral", "medicine", "numbing-agent", "polymer")
) | {"nucleotide", "vehicle", "buffer", "preservative", "surfactant", "antioxidant", "other"}


class Known(NamedTuple):
    """Every id that may be referred to; ``ratios`` are the ingredients with ratio strengths in use."""

    ingredients: frozenset[str]
    products: frozenset[str]
    indications: frozenset[str]
    groups: frozenset[str]
    categories: frozenset[str]
    moieties: frozenset[str]
    ratios: frozenset[str]
    powders: frozenset[str]
    sites: frozenset[str]


def known_of(documents: Sequence[Document], shipped: Mapping[str, Any], unsound: Sequence[Any]) -> Known:
    """What the documents define, what they are laid on top of, and what files of the wrong shape define."""
    entries: dict[str, list[dict[str, Any]]] = {"ingredients": [], "products": [], "indications": []}
    for kind, found in entries.items():
        found.extend(shipped.get(kind, {}).values())
        for data in (*(document.data for document in documents), *unsound):
            listed = data.get(kind) if isinstance(data, dict) else None
            found.extend(_sound(listed) if isinstance(listed, list) else ())
    ingredients = entries["ingredients"]
    return Known(
        ingredients=frozenset(entry["id"] for entry in ingredients),
        products=frozenset(entry["id"] for entry in entries["products"]),
        indications=frozenset(entry["id"] for entry in entries["indications"]),
        groups=frozenset(group for entry in ingredients for group in entry.get("groups", ())),
        categories=_CATEGORIES,
        moieties=_all("name", (part for entry in ingredients for part in _list(entry, "moieties"))),
        ratios=frozenset(entry["id"] for entry in ingredients if "ratio_strength" in entry),
        powders=frozenset(entry["id"] for entry in entries["products"] if "reconstitute" in entry),
        sites=frozenset(str(site) for entry in entries["indications"] for site in _list(entry, "sites")),
    )


def _all(key: str, parts: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(part.get(key)) for part in parts if isinstance(part, dict))


def _list(entry: Mapping[str, Any], key: str) -> list[Any]:
    found = entry.get(key)
    return found if isinstance(found, list) else []


def _sound(listed: list[Any]) -> Iterator[dict[str, Any]]:
    """What can be used of a list of entries that may have the wrong shape."""
    for entry in listed:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            groups = entry.get("groups", ())
            named = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
            yield {**entry, "groups": named}
