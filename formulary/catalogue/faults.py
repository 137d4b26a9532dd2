"""A contradiction in the files of a catalogue, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import CatalogueFaultError

if TYPE_CHECKING:
    from formulary.findings import Path
    from formulary.source.document import Document


class Fault(NamedTuple):
    """One contradiction, and where it stands."""

    document: Document
    path: Path
    message: str
    help: str = ""


class Complaint(NamedTuple):
    """What is wrong with a file of a catalogue, for people. ``place`` is ``FILE:LINE:COLUMN`` or the file."""

    place: str
    message: str
    help: str = ""

    def error(self) -> CatalogueFaultError:
        """The exception that ends a run for it."""
        return CatalogueFaultError(f"{self.place}: {self.message}", self.help)


def complaint(fault: Fault) -> Complaint:
    """The fault with its line and column worked out."""
    span = fault.document.locate(fault.path)
    return Complaint(f"{fault.document.name}:{span.line}:{span.column}", fault.message, fault.help)
