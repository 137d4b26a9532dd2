"""Findings out: one module a format, each with ``one`` for a document and ``writer`` for the whole run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.validation.outcome import Outcome, Tally

FORMATS = {
    "text": "each finding with its source line and help, then a summary",
    "concise": "one line a finding",
    "json": "one document for machines; findings stream, the summary comes last",
    "sarif": "SARIF 2.1.0 for code scanning: the 5,000 gravest findings, each rule described",
    "junit": "JUnit's XML: one test case for each recipe, clean ones too",
    "github": "annotations of a GitHub workflow, and the summary of its step",
    "gitlab": "GitLab's Code Quality report",
    "markdown": "a comment for a pull request: a table for each file",
}
"""The formats of a report; the command line, the documentation and the tests read this table."""
WITH_STATISTICS = ("text", "concise", "json")
"""The formats that have a place for the statistics of a collection."""


class Context(NamedTuple):
    """What a report says of the run as a whole, and how it may look.

    ``width`` is that of the terminal, 0 where nothing is wrapped. ``strict``: warnings fail the run.
    ``show_waived``: print what waivers let through, too. ``indications`` are all that the catalogue knows,
    where the statistics of the collection are asked for; else there are none.
    ``root`` is the folder that paths in reports for other programs begin at: that of the repository.
    """

    version: str
    catalogue: str
    policies: tuple[tuple[str, str, str], ...]  # id, effective, sha256
    colour: bool
    quiet: bool
    width: int = 0
    strict: bool = False
    show_waived: bool = False
    indications: tuple[str, ...] = ()
    root: str = ""


class Writer(Protocol):
    """Puts rendered documents together, in order, in the process that writes the report."""

    def add(self, text: str) -> str:
        """Take what ``one`` made of the next document; what can be written by now."""

    def end(self, tally: Tally) -> Iterator[str]:
        """What comes after the last document, in parts."""


class Report(Protocol):
    """A renderer. It decides nothing: what it is given it prints, escaped."""

    def one(self, outcome: Outcome, context: Context) -> str:
        """The findings of one document; an empty string if there is nothing to say. Any process calls it."""

    def writer(self, context: Context) -> Writer:
        """What makes one report of many documents."""


def report(name: str) -> Report:
    """The renderer of one format of FORMATS."""
    return cast("Report", import_module(f"{__name__}.{name}"))
