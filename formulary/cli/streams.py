"""Standard output and error: they take any text, and a reader that goes away ends a command quietly."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TextIO

READER_GONE = 141
"""The exit code where a reader such as `head` went away: what shells say of a program that SIGPIPE ended."""

_PLAIN = {
    "█": "#",
    "░": ".",
    "·": ".",
    "×": "x",
    "÷": "/",
    "≈": "~",
    "–": "-",
    "−": "-",
    "…": "...",
}
"""What the program itself draws, for where these characters cannot be shown."""


def prepare() -> None:
    """Let both streams take any text; one that was closed from outside leads nowhere."""
    codecs.register_error("formulary.plain", _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - it lives as long as Python
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="formulary.plain")


def _plain(fault: UnicodeError) -> tuple[str | bytes, int]:
    """A stand-in for what the program draws, a visible escape for everything else."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    char = fault.object[fault.start]
    if char in _PLAIN:
        return _PLAIN[char], fault.start + 1
    one = UnicodeEncodeError(fault.encoding, fault.object, fault.start, fault.start + 1, fault.reason)
    return codecs.backslashreplace_errors(one)


def write_utf8() -> None:
    """Write standard output as UTF-8 from now on, as formats for programs demand whatever the locale says."""
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_bytes(piece: bytes) -> None:
    """Write all of a piece to standard output; where Python does not buffer, a full pipe may take a part."""
    left = memoryview(piece)
    while left:
        left = left[sys.stdout.buffer.write(left) :]


def abandon(*streams: TextIO) -> None:
    """Let streams go nowhere, so that what is still buffered cannot fail when Python ends."""
    for stream in streams:
        with suppress(OSError, ValueError):  # a stream without a file behind it needs nothing
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
