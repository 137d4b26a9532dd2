"""An export from its entries to its place: written, counted, and sealed with a manifest."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.exports import FORMATS, exporter, manifest
from formulary.exports.about import counted
from formulary.exports.files import Unusable
from formulary.exports.inventory import entry
from formulary.exports.place import making, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from formulary.exports.about import About
    from formulary.exports.filters import Wanted
    from formulary.exports.inventory import Entry, Item

_PIECE = 1 << 20


def entries(found: Iterable[Item | Unusable], wanted: Wanted) -> Iterator[Entry | Unusable]:
    """The rows of every formula that is wanted, and what cannot be exported."""
    for one in found:
        if isinstance(one, Unusable):
            yield one
        elif wanted.keep(one):
            yield entry(one)


def to_place(form: str, target: str, found: Iterable[Entry | Unusable], about: About) -> None:
    """Write an export to a file or folder, with its manifest; all of it or nothing."""
    with making(target, folder=FORMATS[form].place == "folder") as made:
        exporter(form).write(counted(found, about.tally), made, about)
        manifest.write(form, made, about)


def to_stream(form: str, stream: BinaryIO, found: Iterable[Entry | Unusable], about: About) -> None:
    """Write a format of one text to a stream, once it is complete; there is no manifest then."""
    try:
        with tempfile.TemporaryDirectory(prefix="formulary-") as folder:
            made = Path(folder) / "export"
            exporter(form).write(counted(found, about.tally), made, about)
            with made.open("rb") as text:
                while piece := text.read(_PIECE):
                    stream.write(piece)
    except BrokenPipeError:
        raise
    except OSError as fault:
        refuse("the output", fault)
