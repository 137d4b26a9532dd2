"""A file to import: what it is, and the formulas and faults in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.findings import Finding
from formulary.imports.csv_table import read_csv
from formulary.imports.formulas import Draft, drafts
from formulary.imports.judged import judged
from formulary.imports.table import MAX_FILE, Fault, Place, Table
from formulary.imports.xlsx_table import read_xlsx
from formulary.source.files import open_stream
from formulary.text import quoted

if TYPE_CHECKING:
    from formulary.imports.mapping import Mapping
    from formulary.validation.setting import Setting

SUFFIXES = (".csv", ".xlsx", ".json")
"""The endings of what can be imported; ``.json`` is a FHIR bundle."""


class Imported(NamedTuple):
    """The formulas of a file and every fault, those of the table before those of the formulas.

    ``parts`` is what a place without a column is one of: a row of a table, an entry of a bundle.
    """

    drafts: list[Draft]
    faults: list[Fault]
    parts: str = "row"

    def where(self, place: Place) -> str:
        """The place in words."""
        return place.name if place.column >= 0 else f"{self.parts} {place.row}"


def read(path: str, mapping: Mapping, setting: Setting) -> Imported:
    """The formulas of a file, judged.

    Raises:
        UsageFaultError: the name does not say what it is, or there is no such sheet.
    """
    suffix = path[path.rfind(".") :].lower() if "." in path else ""
    if suffix not in SUFFIXES:
        raise UsageFaultError(
            f"{quoted(path)} is neither CSV, nor a workbook (.xlsx), nor a FHIR bundle (.json)",
            "Save it as one of them; Excel calls the first `CSV UTF-8`.",
        )
    raw = _bytes(path)
    if isinstance(raw, Fault):
        return Imported([], [raw])
    if suffix == ".json":
        from formulary.imports.fhir import read_bundle  # noqa: PLC0415 - tables need no FHIR

        return Imported(*read_bundle(raw, setting), "entry")
    table = read_csv(raw) if suffix == ".csv" else read_xlsx(raw, mapping.sheet)
    return _formulas(table, mapping, setting)


def _formulas(table: Table, mapping: Mapping, setting: Setting) -> Imported:
    if table.faults and not table.rows:
        return Imported([], table.faults)
    made, faults = drafts(table, mapping, setting.catalogue)
    return Imported(made, [*faults, *judged(made, setting, faults)])


def _bytes(path: str) -> bytes | Fault:
    stream = open_stream(path)
    if isinstance(stream, Finding):
        return Fault(Place(1), stream.code, stream.message, stream.help)
    with stream:
        raw = stream.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        return Fault(Place(1), "FML001", f"larger than {MAX_FILE >> 20} MiB", "Import it in parts.")
    return raw
