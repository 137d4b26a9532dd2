"""The fields that a column of a table can fill, and the headers that people write over them."""

from __future__ import annotations

import re
from typing import NamedTuple

from formulary.units import find_unit


class Field(NamedTuple):
    """One field. ``path`` is where it goes in the recipe, or in one of its components (``of_part``).

    ``kind`` is ``text``, ``quantity`` (text with a unit), ``count`` (a whole number) or ``flag``.
    ``headers`` are those that are recognised, in lower case and without marks.
    """

    name: str
    kind: str
    path: tuple[str, ...]
    headers: tuple[str, ...]
    of_part: bool = False


def _formula(name: str, kind: str, path: str, *headers: str) -> Field:
    return Field(name, kind, tuple(path.split("/")), headers)


def _part(name: str, kind: str, *headers: str) -> Field:
    return Field(name, kind, (name,), headers, of_part=True)


FIELDS = (
    _formula("id", "text", "id", "id", "formula id", "formula code", "code", "formula no"),
    _formula(
        "title", "text", "title", "title", "formula", "formula name", "cocktail", "cocktail name", "recipe"
    ),
    _formula("indication", "text", "indication", "indication", "used for", "condition"),
    _formula("profile", "text", "profile", "profile"),
    _formula("species", "text", "species", "species"),
    _formula("route", "text", "route", "route", "route of administration"),
    _formula("site", "text", "site", "site", "body site", "area of the body"),
    _formula("policy", "text", "policy", "policy"),
    _formula("volume", "quantity", "volume", "batch volume", "total volume", "final volume"),
    _formula("density", "quantity", "density", "density"),
    _formula("author", "text", "author/name", "author", "prescriber", "prepared by"),
    _formula("notes", "text", "notes", "notes", "remarks", "comments"),
    _formula("technique", "text", "administration/technique", "technique"),
    _formula("needle", "quantity", "administration/needle/length", "needle", "needle length"),
    _formula("gauge", "count", "administration/needle/gauge", "gauge"),
    _formula("points", "count", "administration/points", "points", "injection points"),
    _formula("volume_per_point", "quantity", "administration/volume_per_point", "volume per point"),
    _formula("volume_per_session", "quantity", "administration/volume_per_session", "volume per session"),
    _formula("area", "quantity", "administration/area", "area", "treated area"),
    _formula("sessions", "count", "administration/sessions", "sessions", "number of sessions"),
    _formula("interval", "quantity", "administration/interval", "interval"),
    _formula("patient_weight", "quantity", "administration/patient_weight", "patient weight", "weight"),
    _formula("numbing", "text", "administration/numbing/how", "numbing"),
    _formula("setting", "text", "preparation/setting", "setting"),
    _formula("container", "text", "preparation/container", "container"),
    _formula("storage", "text", "preparation/storage/temperature", "storage", "storage temperature"),
    _formula("beyond_use", "quantity", "preparation/beyond_use", "beyond use", "beyond use date", "bud"),
    _formula("beyond_use_source", "text", "preparation/beyond_use_source", "beyond use source"),
    _part("name", "text", "ingredient", "component", "substance", "drug", "active", "product", "stock"),
    _part("ingredient", "text"),
    _part("product", "text"),
    _part("strength", "quantity", "strength", "stock strength", "stock concentration"),
    _part("quantity", "quantity", "quantity", "amount", "qty", "how much"),
    _part("unit", "text", "unit", "units", "unit of measure", "uom"),
    _part("part_volume", "quantity", "component volume", "volume of component", "volume drawn"),
    _part("amount", "quantity"),
    _part("concentration", "quantity", "final concentration"),
    _part("qs", "flag", "qs", "fills up"),
    _part("dry", "flag", "dry", "powder"),
    _part("displacement", "quantity", "displacement"),
    _part("as", "text", "as", "counted as"),
)
"""Every field; a mapping file names them, and docs/imports.md shows them."""

BY_NAME = {field.name: field for field in FIELDS}
_BY_HEADER = {header: field.name for field in FIELDS for header in field.headers}
_MARKS = re.compile(r"[\s_./-]+")
_UNIT = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*")
_NUMBER = re.compile(r"(.*?)\s*#?([1-9][0-9]?)")


class Header(NamedTuple):
    """What a header says: the field (empty if it is not recognised), a unit, and which component it is of.

    ``number`` is 0 where the header has none: then each row is one component.
    """

    field: str
    unit: str = ""
    number: int = 0


def recognised(header: str) -> Header:
    """What is meant by a header such as ``Amount (mg)`` or ``Ingredient 2``."""
    unit = ""
    found = _UNIT.fullmatch(header.strip())
    if found and find_unit(found[2].strip(), foreign=True):
        header, unit = found[1], found[2].strip()
    plain = bare(header)
    if plain in _BY_HEADER:
        return Header(_BY_HEADER[plain], unit)
    numbered = _NUMBER.fullmatch(plain)
    name = _BY_HEADER.get(numbered[1], "") if numbered else ""
    if name and BY_NAME[name].of_part and numbered:
        return Header(name, unit, int(numbered[2]))
    return Header("", unit)


def bare(header: str) -> str:
    """A header in lower case, with single spaces for everything that divides words."""
    return _MARKS.sub(" ", header.lower()).strip()


def headers() -> list[str]:
    """Every header that is recognised."""
    return list(_BY_HEADER)
