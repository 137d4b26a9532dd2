"""From the rows of a table to recipes: one row a component, or one row a formula with numbered columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.drafting.yaml import slug
from formulary.imports.fields import BY_NAME
from formulary.imports.mapping import Column, Mapping, columns
from formulary.imports.parts import Given, part
from formulary.imports.table import Cell, Fault, Place, Table
from formulary.imports.values import value
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Path


class Draft(NamedTuple):
    """A recipe in the making, where each of its values comes from, and the first of its rows."""

    data: dict[str, Any]
    places: dict[Path, Place]
    row: int

    def place(self, path: Path) -> Place:
        """The cell that a value comes from, or the nearest one around it; else the first row."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.row))


def drafts(table: Table, mapping: Mapping, catalogue: Catalogue) -> tuple[list[Draft], list[Fault]]:
    """Every formula of the table, in order, and every fault of its cells."""
    head = mapping.header_row - table.first
    if head >= len(table.rows):
        fault = Fault(Place(mapping.header_row), "FML003", "the table is empty", "Name the sheet or the row.")
        return [], [*table.faults, fault]
    found, faults = columns(table.rows[head], mapping, mapping.header_row)
    faults = [*table.faults, *faults]
    if any(fault.severity == "error" for fault in faults):
        return [], faults
    reader = _Reader(found, mapping, catalogue, faults)
    for number, row in enumerate(table.rows[head + 1 :], mapping.header_row + 1):
        reader.read(row, number)
    if not reader.made and not faults:
        faults.append(Fault(Place(mapping.header_row), "FML003", "no formula stands below the headers"))
    faults += [fault for draft in reader.made for fault in _fix(draft, mapping)]
    return [_finished(draft) for draft in reader.made], faults


class _Reader:
    """Takes in rows; those without a name of a formula belong to the one above."""

    def __init__(
        self, found: list[Column], mapping: Mapping, catalogue: Catalogue, faults: list[Fault]
    ) -> None:
        self.made: list[Draft] = []
        self._columns, self._mapping, self._catalogue, self._faults = found, mapping, catalogue, faults
        self._keys: dict[str, int] = {}
        self._named: dict[str, str] = {}

    def read(self, row: list[Cell], number: int) -> None:
        """Take in one row."""
        given = list(self._given(row, number))
        if not given:
            return
        texts = {column.meaning.field: one.cell.text for column, one in given}
        named = {name: text for name, text in texts.items() if name in ("id", "title")}
        if not named and not self.made:
            message = "the row stands above every formula"
            self._faults.append(Fault(Place(number), "FML101", message, "Name the formula in its first row."))
            return
        if named and not self._is_same(named):
            self._begin(named, number)
        self._named |= named
        draft = self.made[-1]
        for column, one in given:
            if not BY_NAME[column.meaning.field].of_part:
                self._set(draft, column.meaning.field, one)
        self._parts(draft, given)

    def _given(self, row: list[Cell], number: int) -> Iterator[tuple[Column, Given]]:
        for column in self._columns:
            cell = row[column.number] if column.number < len(row) else Cell("")
            if cell.text:
                yield column, Given(cell, column.meaning.unit, Place(number, column.number))

    def _is_same(self, named: dict[str, str]) -> bool:
        """Whether a row with such an id or title goes on with the formula above."""
        shared = [named[name] == self._named[name] for name in named if name in self._named]
        return bool(shared) and all(shared)

    def _begin(self, named: dict[str, str], number: int) -> None:
        key = named.get("id") or named["title"]
        if key in self._keys:
            message = (
                f"the formula {quoted(key)} goes on here, after another; it began in row {self._keys[key]}"
            )
            self._faults.append(
                Fault(Place(number), "FML801", message, "Let the rows of a formula stand together.")
            )
        self._keys.setdefault(key, number)
        self._named = {}
        self.made.append(Draft({"format": "recipe/1"}, {}, number))

    def _set(self, draft: Draft, name: str, given: Given) -> None:
        field = BY_NAME[name]
        read = value(given.cell, field.kind, given.unit, given.place)
        if isinstance(read, Fault):
            self._faults.append(read)
            return
        before = _put(draft, field.path, read, given.place)
        if before is not None and before != read:
            message = (
                f"{quoted(given.cell.text)} contradicts {draft.place(field.path).name} of the same formula"
            )
            self._faults.append(
                Fault(given.place, "FML105", message, "Write the same in both, or one alone.")
            )

    def _parts(self, draft: Draft, given: list[tuple[Column, Given]]) -> None:
        """The components of the row: one, or one for each number in the headers."""
        groups: dict[int, dict[str, Given]] = {}
        for column, one in given:
            if BY_NAME[column.meaning.field].of_part:
                groups.setdefault(column.meaning.number, {})[column.meaning.field] = one
        for _, group in sorted(groups.items()):
            made, faults = part(group, self._catalogue)
            self._faults.extend(faults)
            listed = draft.data.setdefault("components", [])
            draft.places["components", len(listed)] = next(iter(group.values())).place
            for key, place in made.places.items():
                draft.places["components", len(listed), key] = place
            listed.append(made.data)


def _put(draft: Draft, path: tuple[str, ...], read: Any, place: Place) -> Any:
    """Put a value where the path leads, unless there is one; the one that was there."""
    inner = draft.data
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    if path[-1] in inner:
        return inner[path[-1]]
    inner[path[-1]] = read
    draft.places[path] = place
    return None


def _fix(draft: Draft, mapping: Mapping) -> Iterator[Fault]:
    """Give the draft the values that every formula has; a fault for each that the table contradicts."""
    for name, text in mapping.fixed.items():
        field, place = BY_NAME[name], Place(draft.row)
        read = value(Cell(text), field.kind, "", place)
        if isinstance(read, Fault) or field.of_part:
            continue
        before = _put(draft, field.path, read, place)
        if before is not None and before != read:
            message = (
                f"{quoted(str(before))} contradicts {quoted(text)}, which `{name}` is to be in every formula"
            )
            yield Fault(
                draft.place(field.path), "FML105", message, "Correct the cell, or fix no value for it."
            )


def _finished(draft: Draft) -> Draft:
    """The draft with its id and its title, its fields in the order of a recipe."""
    data = draft.data
    data.setdefault("title", data.get("id", ""))
    data["id"] = slug(data.get("id") or data["title"])
    for path, source in ((("id",), ("title",)), (("title",), ("id",))):
        draft.places.setdefault(path, draft.place(source))
    return draft._replace(data={key: data[key] for key in _ORDER if key in data})


_ORDER = (
    *("format", "id", "title", "indication", "profile", "species", "route", "site", "policy"),
    *("volume", "density", "components", "administration", "preparation", "author", "notes"),
)
"""The order in which recipes are written; a test holds it against the fields."""
