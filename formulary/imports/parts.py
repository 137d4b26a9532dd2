"""From the cells of one component to a component of a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.imports.fields import BY_NAME
from formulary.imports.table import Cell, Fault, Place
from formulary.imports.values import fills_up, kind_of, quantity, value
from formulary.text import quoted
from formulary.units import Quantity, Refused, parse

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue

_AMOUNTS = ("mass", "IU", "USP", "amount", "equivalents")
_MEASURED = ("quantity", "part_volume", "amount", "concentration")
_KEYS = {"part_volume": "volume"}


class Given(NamedTuple):
    """A cell that is not empty, the unit of its header, and where it stands."""

    cell: Cell
    unit: str
    place: Place


class Part(NamedTuple):
    """A component, and where each of its fields comes from."""

    data: dict[str, Any]
    places: dict[str, Place]


def part(given: dict[str, Given], catalogue: Catalogue) -> tuple[Part, list[Fault]]:
    """The component that the cells state, by the names of their fields, and what is wrong with them."""
    made = Part({}, {})
    faults: list[Fault] = []
    unit = given["unit"].cell.text if "unit" in given else ""
    for name, one in given.items():
        if name == "unit":
            continue
        own = unit if name in _MEASURED and unit else one.unit
        fault = _put(made, name, one._replace(unit=own), catalogue)
        faults.extend([fault] if fault else [])
    if not {"ingredient", "product"} & made.data.keys():
        first = next(iter(given.values())).place
        message = "the row states how much of something, and not of what"
        faults.append(Fault(Place(first.row), "FML101", message, "Name the ingredient or the product."))
    if _is_its_own(made.data, catalogue):
        del made.data["strength"], made.places["strength"]
    return made, faults


def _is_its_own(data: dict[str, Any], catalogue: Catalogue) -> bool:
    """Whether the strength beside a product is the one on its label, so that it says nothing more."""
    stated = parse(data["strength"]) if "product" in data and "strength" in data else None
    found = catalogue.resolve(data["product"], "products") if stated else None
    if not isinstance(stated, Quantity) or found is None or found.kind != "products":
        return False
    actives = [one for one in catalogue.product(found.id).contents if one.active]
    return [(f"{one.kind}/volume", one.per_ml) for one in actives] == [(stated.kind, stated.base)]


def _put(made: Part, name: str, given: Given, catalogue: Catalogue) -> Fault | None:
    """Put one cell into the component; what is wrong with it, or None."""
    if name == "name":
        found = catalogue.resolve(given.cell.text, "ingredients")
        key = found.kind.removesuffix("s") if found else "ingredient"
        return _set(made, key, given.cell.text, given.place)
    if name == "quantity":
        return _quantity(made, given)
    read = value(given.cell, BY_NAME[name].kind, given.unit, given.place)
    if isinstance(read, Fault):
        return read
    if read is False:
        return None
    return _set(made, _KEYS.get(name, name), read, given.place)


def _quantity(made: Part, given: Given) -> Fault | None:
    """A cell that states a volume, an amount or a concentration: its unit says which."""
    if fills_up(given.cell):
        return _set(made, "qs", value=True, place=given.place)
    text = quantity(given.cell, given.unit, given.place)
    if isinstance(text, Fault):
        return text
    kind = kind_of(text)
    if not kind:
        refused = parse(text)
        assert isinstance(refused, Refused)  # noqa: S101 - it has no kind
        return Fault(given.place, refused.code, f"{quoted(text)}: {refused.reason}", refused.hint)
    key = "volume" if kind == "volume" else "amount" if kind in _AMOUNTS else "concentration"
    return _set(made, key, text, given.place)


def _set(made: Part, key: str, value: Any, place: Place) -> Fault | None:
    if key in made.data:
        message = f"the component states its {key} twice, here and in {made.places[key].name}"
        return Fault(place, "FML105", message, "Leave one of them empty.")
    made.data[key], made.places[key] = value, place
    return None
