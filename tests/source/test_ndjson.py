"""Bulk files, a line at a time."""

from __future__ import annotations

import errno
import io
import json
import tracemalloc

from formulary.source.document import Document, Unread
from formulary.source.limits import MAX_BYTES
from formulary.source.ndjson import stream_lines
from formulary.source.read import read_document


def lines(content: bytes) -> list[tuple[int, bytes | str]]:
    """Each line's number with its bytes, or the code of its finding, whose place is checked."""
    found: list[tuple[int, bytes | str]] = []
    for number, line in stream_lines(io.BytesIO(content), "bulk.ndjson"):
        if isinstance(line, Unread):
            ((finding, span),) = line.found
            assert span == (number, 1, number, 1)
            assert line.line_text(number) == ""
            found.append((number, finding.code))
        else:
            found.append((number, line))
    return found


def test_lines_are_numbered_and_blank_ones_skipped() -> None:
    content = b'{"a": 1}\n\n  \r\n{"a": 2}\r\n{"a": 3}'
    assert lines(content) == [(1, b'{"a": 1}'), (4, b'{"a": 2}'), (5, b'{"a": 3}')]


def test_a_file_without_a_line_is_empty() -> None:
    assert lines(b"") == [(1, "FML003")]
    assert lines(b"\n \n") == [(1, "FML003")]


def test_a_line_that_is_too_long_does_not_stop_the_next() -> None:
    exact, over = b"1" * MAX_BYTES, b"2" * (MAX_BYTES + 1)
    assert lines(exact) == [(1, exact)]
    assert lines(exact + b"\n" + over + b"\n{}\n") == [(1, exact), (2, "FML006"), (3, b"{}")]
    assert lines(over * 5 + b"\n{}\n" + over) == [(1, "FML006"), (2, b"{}"), (3, "FML006")]


def test_a_file_of_any_size_takes_the_memory_of_a_line() -> None:
    class Endless(io.RawIOBase):
        """64 MiB of one line, then a recipe."""

        left = 64 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            count = min(len(buffer), self.left)
            buffer[:count] = b"x" * count
            self.left -= count
            return count

    stream = io.BufferedReader(Endless())
    tracemalloc.start()
    codes = [line.found[0].finding.code for _, line in stream_lines(stream, "x") if isinstance(line, Unread)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes == ["FML006"]
    assert peak < 8 * MAX_BYTES


def test_an_error_while_reading_is_told_at_its_line() -> None:
    class Failing(io.RawIOBase):
        """Two lines, then a bad sector."""

        parts = iter([b"{}\n{}\n"])

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            part = next(self.parts, None)
            if part is None:
                raise OSError(errno.EIO, "bad sector")
            buffer[: len(part)] = part
            return len(part)

    found = list(stream_lines(io.BufferedReader(Failing()), "x"))
    assert found[:2] == [(1, b"{}"), (2, b"{}")]
    number, last = found[2]
    assert number == 3
    assert isinstance(last, Unread)
    assert last.found[0].finding.code == "FML001"
    assert last.found[0].span == (3, 1, 3, 1)


def test_each_line_is_a_document_with_its_own_limits_and_places() -> None:
    content = b'{"a": 1}\n{"a": 1.5}\n{"a": {"b": "x"}}\n'
    found = [
        read_document(line, "bulk.ndjson", "json", number)
        for number, line in stream_lines(io.BytesIO(content), "bulk.ndjson")
        if isinstance(line, bytes)
    ]
    first, second, third = found
    assert isinstance(first, Document)
    assert isinstance(second, Unread)
    assert isinstance(third, Document)
    assert second.found[0].span == (2, 7, 2, 10)
    assert third.locate(("a", "b")) == (3, 13, 3, 16)
    assert third.locate(("a",), on_key=True) == (3, 2, 3, 5)
    assert json.loads(third.line_text(3)) == third.data
