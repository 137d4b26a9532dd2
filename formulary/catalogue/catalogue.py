"""The catalogue as everything else sees it: entries by id, names as people write them, policies."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue import entries
from formulary.catalogue.names import normal
from formulary.catalogue.policies import Policy
from formulary.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.domain.catalogue import Incompatibility, Indication, Ingredient, Product


class Resolved(NamedTuple):
    """What a name stands for. ``preferred`` is the name to use where a synonym was written, else empty."""

    kind: str  # "ingredients", "products" or "indications"
    id: str
    preferred: str


class Catalogue:
    """An immutable catalogue; entries are built when they are first asked for.

    ``sha256`` is that of the ingredients, products and indications. ``data`` is the compiled form.
    """

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.data = compiled
        self.sha256: str = compiled["sha256"]
        self._sources: Mapping[str, Mapping[str, str]] = compiled["sources"]
        self._names: Mapping[str, list[list[str]]] = compiled["names"]
        self._resolved: dict[tuple[str, str], Resolved | None] = {}
        self._ingredients: dict[str, Ingredient] = {}
        self._products: dict[str, Product] = {}
        self._indications: dict[str, Indication] = {}
        self._pairs: dict[str, tuple[tuple[int, int], ...]] = {}
        self._policies: dict[str, Policy] = {}

    def ingredient(self, id: str) -> Ingredient:  # noqa: A002 - ids are called id everywhere
        """The ingredient with this id; raises KeyError for an unknown one."""
        found = self._ingredients.get(id)
        if found is None:
            found = entries.ingredient(self.data["ingredients"][id], self._sources)
            self._ingredients[id] = found
        return found

    def product(self, id: str) -> Product:  # noqa: A002
        """The product with this id; raises KeyError for an unknown one."""
        found = self._products.get(id)
        if found is None:
            found = entries.product(self.data["products"][id], self._sources, self.product)
            self._products[id] = found
        return found

    def indication(self, id: str) -> Indication:  # noqa: A002
        """The indication with this id; raises KeyError for an unknown one."""
        found = self._indications.get(id)
        if found is None:
            data = self.data["indications"]
            chain = [data[id]]
            while (parent := chain[-1].get("parent")) and data[parent] not in chain:
                chain.append(data[parent])
            found = entries.indication(chain, self._sources)
            self._indications[id] = found
        return found

    def policy(self, id: str) -> Policy:  # noqa: A002
        """The policy with this id; raises KeyError for an unknown one."""
        found = self._policies.get(id)
        if found is None:
            found = self._policies[id] = Policy(self.data["policies"][id], self._sources)
        return found

    def policies_for(self, route: str, species: str) -> list[str]:
        """The ids of the policies that are for this route and this species, sorted."""
        known = (self.policy(name) for name in self.ids("policies"))
        return [policy.id for policy in known if route in policy.routes and species in policy.species]

    @cached_property
    def incompatibilities(self) -> tuple[Incompatibility, ...]:
        """Every pair of ingredients or groups that is known not to go together."""
        entries_ = self.data["incompatibilities"].values()
        return tuple(entries.incompatibility(entry, self._sources) for entry in entries_)

    def incompatible_with(self, id: str) -> tuple[tuple[int, int], ...]:  # noqa: A002
        """The recorded pairs that an ingredient is in: the number of each, and which of its sides, 0 or 1."""
        found = self._pairs.get(id)
        if found is None:
            known = self.ingredient(id)
            pairs = enumerate(self.incompatibilities)
            found = tuple((number, side) for number, pair in pairs for side in pair.sides(known))
            self._pairs[id] = found
        return found

    def ids(self, kind: str) -> list[str]:
        """The ids of one kind of entry, sorted."""
        return sorted(self.data[kind])

    def source(self, data: Mapping[str, Any]) -> str:
        """The source of one figure of an entry's data, as one line."""
        return str(entries.source(data, self._sources)) if "source" in data else ""

    def resolve(self, name: str, kind: str) -> Resolved | None:
        """What ``name`` stands for: an entry of ``kind`` if there is one, else of the other kind.

        ``kind`` is ``ingredients``, ``products`` or ``indications``; ingredients and products stand in for
        each other, indications do not.
        """
        key = (name, kind)
        if key not in self._resolved:
            if len(self._resolved) > 50_000:
                self._resolved.clear()
            self._resolved[key] = self._resolve(name, kind)
        return self._resolved[key]

    def _resolve(self, name: str, kind: str) -> Resolved | None:
        found = self._names.get(normal(name), ())
        indications = kind == "indications"
        candidates = [(k, i) for k, i in found if (k == "indications") == indications]
        if not candidates:
            return None
        where, entry_id = min(candidates, key=lambda pair: pair[0] != kind)
        entry = self.data[where][entry_id]
        known = normal(name) in (normal(entry_id), normal(entry["name"])) and name == name.strip()
        return Resolved(where, entry_id, "" if known else entry_id)

    def nearest(self, name: str, *kinds: str) -> list[str]:
        """The ids of the three entries whose id, name or a synonym is most like ``name``."""
        return _nearest(self, name, kinds)


@cache
def _names_of(catalogue: Catalogue, kinds: tuple[str, ...]) -> dict[str, str]:
    return {
        name: entry_id
        for name, found in catalogue.data["names"].items()
        for kind, entry_id in found
        if kind in kinds
    }


def _nearest(catalogue: Catalogue, name: str, kinds: tuple[str, ...]) -> list[str]:
    names = _names_of(catalogue, kinds)
    close = nearest(normal(name), names, count=9)
    return list(dict.fromkeys(names[word] for word in close))[:3]
