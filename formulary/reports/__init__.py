"""Findings out: one module a format, each with ``head``, ``one``, ``tail`` and ``SEPARATOR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from formulary.validation.outcome import Outcome, Tally

FORMATS = {
    "text": "each finding with its source line and help, then a summary",
    "concise": "one line a finding",
    "json": "one document for machines; findings stream, the summary comes last",
}
"""The formats of a report; the command line, the documentation and the tests read this table."""
WITH_STATISTICS = ("text", "concise", "json")
"""The formats that have a place for the statistics of a collection."""


class Context(NamedTuple):
    """What a report says of the run as a whole, and how it may look.

    ``width`` is that of the terminal, 0 where nothing is wrapped. ``strict``: warnings fail the run.
    ``show_waived``: print what waivers let through, too. ``indications`` are all that the catalogue knows,
    where the statistics of the collection are asked for; else there are none.
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


class Report(Protocol):
    """A renderer. It decides nothing: what it is given it prints, escaped."""

    SEPARATOR: str

    def head(self, context: Context) -> str:
        """What comes before the first finding."""

    def one(self, outcome: Outcome, context: Context) -> str:
        """The findings of one document; an empty string if there is nothing to print."""

    def tail(self, tally: Tally, context: Context) -> str:
        """What comes after the last finding, on a line of its own."""


def report(name: str) -> Report:
    """The renderer of one format of FORMATS."""
    return cast("Report", import_module(f"{__name__}.{name}"))
