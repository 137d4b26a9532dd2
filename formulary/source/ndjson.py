"""NDJSON, one recipe a line: the lines of a file of any size, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Located, Span
from formulary.source.document import Unread
from formulary.source.files import read_failure
from formulary.source.limits import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


def stream_lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes | Unread]]:
    """The lines that are not blank, each with its number from 1 and without its line break.

    A line over the limit comes as an Unread (FML006), and so does a file without a line (FML003) or the
    place where reading failed (FML001); no more than one line is in memory.
    """
    number = found = 0
    try:
        while line := stream.readline(MAX_BYTES + 1):
            number += 1
            if len(line) > MAX_BYTES and not line.endswith(b"\n"):
                _skip_line(stream)
                message, help_ = f"a line longer than {MAX_BYTES // 1024} KiB", "Write one recipe a line."
                yield number, _unread(name, number, Finding("FML006", (), message, help_))
                found += 1
            elif line.strip(b" \t\r\n"):
                yield number, line.rstrip(b"\r\n")
                found += 1
    except OSError as error:
        yield number + 1, _unread(name, number + 1, read_failure(error))
    else:
        if not found:
            message, help_ = "the file is empty", "Delete it, or write one recipe a line."
            yield 1, _unread(name, 1, Finding("FML003", (), message, help_))


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
        pass


def _unread(name: str, number: int, finding: Finding) -> Unread:
    return Unread(name, "", (Located(finding, Span(number, 1, number, 1)),), number)
