"""A contradiction in the files of a catalogue, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import CatalogueFaultError

if TYPE_CHECKING:
    from formulary.findings import Path, Span
    from formulary.source.document import Document


class Fault(NamedTuple):
    """One contradiction, and where it stands."""

    document: Document
    path: Path
    message: str
    help: str = ""


class Complaint(NamedTuple):
    """What is wrong with a file of a catalogue, for people; line 0 where there is no text to point into."""

    file: str
    line: int
    column: int
    message: str
    help: str = ""

    @property
    def place(self) -> str:
        """``FILE:LINE:COLUMN``, or the file alone."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def error(self) -> CatalogueFaultError:
        """The exception that ends a run for it."""
        return CatalogueFaultError(f"{self.place}: {self.message}", self.help)


def complaint(fault: Fault) -> Complaint:
    """The fault with its line and column worked out."""
    return at(fault.document.name, fault.document.locate(fault.path), fault.message, fault.help)


def at(file: str, span: Span | None, message: str, advice: str = "") -> Complaint:
    """A complaint about what stands at a place of a file."""
    return Complaint(file, span.line if span else 0, span.column if span else 0, message, advice)
