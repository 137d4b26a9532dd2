"""Which column fills which field: by a mapping that was written down, else by the header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError
from formulary.imports.fields import BY_NAME, Header, bare, headers, recognised
from formulary.imports.table import Cell, Fault, Place
from formulary.imports.values import value
from formulary.shape.check import check, kind_of
from formulary.source.document import Document
from formulary.source.files import read_file
from formulary.source.read import read_document, syntax_of
from formulary.text import did_you_mean, escape, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


ANY_FIELD = "`formulary schema mapping` lists the fields."


class Mapping(NamedTuple):
    """How a table is read. ``columns`` are headers with what they mean; ``fixed`` are fields with values."""

    columns: dict[str, Header]
    ignore: frozenset[str]
    fixed: dict[str, str]
    sheet: str = ""
    header_row: int = 1


NO_MAPPING = Mapping({}, frozenset(), {})


class Column(NamedTuple):
    """One column that is read: its number from 0, its header as written, and what it means."""

    number: int
    title: str
    meaning: Header


def read_mapping(path: str) -> Mapping:
    """The mapping in a file.

    Raises:
        UsageFaultError: it cannot be read, or is no mapping.
    """
    raw = read_file(path)
    if not isinstance(raw, bytes):
        raise UsageFaultError(f"{path}: {raw.message}", raw.help)
    document = read_document(raw, path, "json" if syntax_of(path) == "json" else "yaml")
    if not isinstance(document, Document):
        finding, span = document.found[0]
        raise UsageFaultError(f"{path}:{span.line if span else 1}: {finding.message}", finding.help)
    data: Any = document.data
    kind = kind_of(data)
    faults = check("mapping", data) if kind == "mapping" else []
    if kind != "mapping":
        raise UsageFaultError(f"{path} is no mapping", "Begin it with `format: mapping/1`.")
    if faults:
        line = document.locate(faults[0].path, on_key=faults[0].on_key).line
        raise UsageFaultError(f"{path}:{line}: {faults[0].message}", faults[0].help)
    return Mapping(
        {
            bare(one["header"]): Header(one["field"], one.get("unit", ""), one.get("number", 0))
            for one in data.get("columns", ())
        },
        frozenset(bare(one) for one in data.get("ignore", ())),
        {one["field"]: _fixed(one["field"], one["value"]) for one in data.get("fixed", ())},
        data.get("sheet", ""),
        data.get("header_row", 1),
    )


def fixed(given: Iterable[str]) -> dict[str, str]:
    """The fields in ``FIELD=VALUE`` texts.

    Raises:
        UsageFaultError: one of them is no such text, or names no field.
    """
    made = {}
    for text in given:
        name, equals, stated = (part.strip() for part in text.partition("="))
        if not equals or not stated:
            raise UsageFaultError(f"{quoted(text)} sets nothing", "Write `--set route=intradermal`.")
        if name not in BY_NAME:
            raise UsageFaultError(f"{quoted(name)} is no field", did_you_mean(name, BY_NAME) or ANY_FIELD)
        made[name] = _fixed(name, stated)
    return made


def _fixed(name: str, text: str) -> str:
    """The value that a field has in every formula, made sure that it is one.

    Raises:
        UsageFaultError: the field is one of a component, or cannot have such a value.
    """
    field = BY_NAME[name]
    if field.of_part:
        raise UsageFaultError(f"`{name}` is a field of a component", "Give it a column of its own.")
    read = value(Cell(text), field.kind, "", Place(1))
    if isinstance(read, Fault):
        raise UsageFaultError(f"`{name}`: {read.message}", read.help)
    return text


def columns(row: list[Cell], mapping: Mapping, number: int) -> tuple[list[Column], list[Fault]]:
    """What each column of a header row means, and the headers that mean nothing or the same."""
    found: list[Column] = []
    faults: list[Fault] = []
    taken: dict[tuple[str, int], str] = {}
    for place, cell in enumerate(row):
        name = bare(cell.text)
        if not name or name in mapping.ignore:
            continue
        meaning = mapping.columns.get(name) or recognised(cell.text)
        key = (meaning.field, meaning.number)
        if not meaning.field:
            faults.append(_unknown(cell.text, Place(number, place)))
        elif key in taken:
            message = f"{quoted(cell.text)} means `{meaning.field}`, as {quoted(taken[key])} does"
            advice = "Say in a mapping what each of them means, or list one under `ignore`."
            faults.append(Fault(Place(number, place), "FML105", message, advice))
        else:
            taken[key] = cell.text
            found.append(Column(place, escape(cell.text), meaning))
    faults += [
        Fault(Place(number), "FML101", f"there is no column {quoted(header)}", "Correct the mapping.")
        for header in mapping.columns
        if header not in {bare(cell.text) for cell in row}
    ]
    return found, faults + _lacking(found, mapping, number)


def _unknown(header: str, place: Place) -> Fault:
    near = did_you_mean(bare(header), headers(), cutoff=80)
    advice = f"{near} Say in a mapping what it means, or list it under `ignore`.".strip()
    return Fault(place, "FML102", f"the column {quoted(header)} is not read", advice, "warning")


def _lacking(found: list[Column], mapping: Mapping, number: int) -> list[Fault]:
    """What no table can do without: a name for the formula, and one for what is in it."""
    known = {column.meaning.field for column in found} | set(mapping.fixed)
    needed = (("id", "title"), ("name", "ingredient", "product"))
    return [
        Fault(
            Place(number),
            "FML101",
            f"no column says `{names[0]}`" + "".join(f" or `{name}`" for name in names[1:]),
            "Say in a mapping which one does.",
        )
        for names in needed
        if known.isdisjoint(names)
    ]
