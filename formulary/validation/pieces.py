"""The work of a run in small pieces: some files, or some lines of a stream; and what comes of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from formulary.findings import Finding
from formulary.source.files import open_stream
from formulary.source.ndjson import stream_lines
from formulary.source.read import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.source.document import Unread
    from formulary.validation.collection import Entry
    from formulary.validation.outcome import Tally

_MOST_FILES = 32
_BYTES = 1 << 18


class Piece(NamedTuple):
    """Some work: files to open, or lines of a stream that were read already."""

    files: tuple[str, ...] = ()
    stream: str = ""
    records: tuple[tuple[int, bytes | Unread], ...] = ()
    new_file: bool = False


class Done(NamedTuple):
    """A piece of work, judged and rendered: the texts of each document, and the recipes for a look at all.

    ``lasting`` is what holds as long as the texts of the piece do: a session depends on other files too.
    """

    texts: tuple[tuple[str, ...], ...]
    tally: Tally
    entries: tuple[Entry, ...] = ()
    lasting: bool = True


def pieces(paths: list[str]) -> Iterator[Piece]:
    """The work that a list of files makes; NDJSON files are cut into runs of lines as they are read.

    Where a piece of files ends is up to the names in it: a file more or less in a folder changes the piece
    that it is in and leaves the others as a cache knows them.
    """
    batch: list[str] = []
    for path in paths:
        if syntax_of(path) == "ndjson":
            if batch:
                yield Piece(files=tuple(batch))
                batch = []
            yield from _stream_pieces(path)
        else:
            batch.append(path)
            if len(batch) == _MOST_FILES or crc32(path.encode("utf-8", "surrogateescape")) % 16 == 0:
                yield Piece(files=tuple(batch))
                batch = []
    if batch:
        yield Piece(files=tuple(batch))


def _stream_pieces(path: str) -> Iterator[Piece]:
    stream = open_stream(path)
    if isinstance(stream, Finding):
        yield Piece(files=(path,))  # opening it again says why it cannot be read
        return
    records: list[tuple[int, bytes | Unread]] = []
    size, new_file = 0, True
    with stream:
        for number, record in stream_lines(stream, path):
            records.append((number, record))
            size += len(record) if isinstance(record, bytes) else 0
            if size >= _BYTES:
                yield Piece(stream=path, records=tuple(records), new_file=new_file)
                records, size, new_file = [], 0, False
    if records or new_file:
        yield Piece(stream=path, records=tuple(records), new_file=new_file)
