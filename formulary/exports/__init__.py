"""The formula inventory out: one module a format, each with ``maker`` and ``write``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry


class Form(NamedTuple):
    """What a format is. ``place`` is ``folder``, ``file``, or ``text``: a file that a terminal can show."""

    what: str
    place: str


FORMATS = {
    "csv": Form("two tables for a spreadsheet, in a folder", "folder"),
    "xlsx": Form("a workbook of three sheets", "file"),
    "json": Form("one document, the components and limits under each formula", "text"),
    "ndjson": Form("the same, one formula a line", "text"),
    "parquet": Form("two tables for data tools, in a folder", "folder"),
    "fhir": Form("a FHIR bundle: medication, knowledge, record, provenance", "text"),
    "html": Form("one page to search, sort and print, offline", "text"),
    "markdown": Form("a document to read and to print", "text"),
}
"""The formats of an export; the command line, the documentation and the tests read this table."""


class Exporter(Protocol):
    """A writer of one format. It decides nothing: what it is given it writes, inert."""

    def maker(self, options: Mapping[str, str], /) -> Callable[[Entry], Any]:
        """What makes the part of the export that one formula has: plain data, for ``write``.

        It is called in whatever process judged the formula. ``options`` are those of the format.
        """

    def write(self, parts: Iterator[Any], target: Path, about: About) -> None:
        """Write the part of every formula, as they come, to the file or into the folder ``target``.

        ``about.tally`` holds the counts once the last part has come.
        """


def exporter(name: str) -> Exporter:
    """The writer of one format of FORMATS."""
    return cast("Exporter", import_module(f"{__name__}.form_{name}"))
