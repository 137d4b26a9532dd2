"""The file system, distrusted: regular files only, links never followed, folders walked without recursion."""

from __future__ import annotations

import errno
import io
import os
import stat
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.findings import Finding
from formulary.source.limits import MAX_BYTES
from formulary.source.read import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Non-blocking, so that opening a FIFO returns; what a system does not know, it cannot be asked for.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_REASONS = {
    errno.ENOENT: ("there is no such file", "Check the path."),
    errno.EACCES: ("permission to read it is denied", "Allow reading it: `chmod u+r`, for a folder `u+rx`."),
    errno.ENAMETOOLONG: ("its path is too long for this system", "Move it into fewer folders."),
    errno.ELOOP: ("a symbolic link, which is never followed", "Give the file itself, not a link to it."),
    errno.ENXIO: ("not a regular file", "Give a file of text."),
}
_TOO_LARGE = f"larger than {MAX_BYTES // 1024} KiB"
_DIVIDE = "Divide it; for many recipes use NDJSON, one a line, where only each line is limited."


class Kind(Enum):
    """What stands at a path: links are not followed, and count as files that cannot be read."""

    MISSING = "missing"
    FOLDER = "folder"
    FILE = "file"


def kind_of(path: str) -> Kind:
    """What stands at the path; a caller that was given a MISSING path raises UsageFaultError."""
    try:
        mode = os.lstat(_bare(path)).st_mode
    except OSError as error:
        return Kind.MISSING if error.errno in {errno.ENOENT, errno.ENOTDIR} else Kind.FILE
    return Kind.FOLDER if stat.S_ISDIR(mode) else Kind.FILE


def read_file(path: str) -> bytes | Finding:
    """The bytes of a regular file, or why they cannot be had (FML001)."""
    stream = open_stream(path)
    if isinstance(stream, Finding):
        return stream
    with stream:
        return read_stream(stream)


def read_stream(stream: BinaryIO) -> bytes | Finding:
    """The bytes of an open file or of standard input, or that they are too many (FML001)."""
    try:
        raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return read_failure(error)
    return raw if len(raw) <= MAX_BYTES else _finding(_TOO_LARGE, _DIVIDE)


def open_stream(path: str) -> BinaryIO | Finding:
    """A regular file of any size, open for reading, or why it cannot be read (FML001)."""
    try:
        if not hasattr(os, "O_NOFOLLOW") and Path(path).is_symlink():  # pragma: no cover - Windows
            return _finding(*_REASONS[errno.ELOOP])
        descriptor = os.open(_bare(path), _FLAGS)
    except OSError as error:
        return read_failure(error)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return io.open(descriptor, "rb")  # noqa: UP020 - the caller closes it
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        return _finding("a folder, not a file", "Give the folder alone, to check the files in it.")
    return _finding("not a regular file but a device or a pipe", "Give a file of text.")


def walk(folder: str) -> Iterator[str]:
    """The files below a folder whose names end like a document's, each folder's in order of their names.

    Links and hidden names are left out. What cannot be looked into (a folder without permission, the
    given folder itself when it is a link) comes as a path of its own, so that reading it says why.
    """
    waiting = [(folder, kind_of(folder) is Kind.FOLDER)]
    while waiting:
        path, is_folder = waiting.pop()
        entries = _entries(path) if is_folder else None
        if entries is None:
            yield path
        else:
            waiting.extend(reversed(entries))


def _entries(folder: str) -> list[tuple[str, bool]] | None:
    """What a folder holds for us, in order, each with whether it is a folder; None if unreadable."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.is_symlink():
                    continue
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder or syntax_of(entry.name):
                    found.append((entry.name, is_folder))
    except OSError:
        return None
    found.sort()
    base = "" if folder == "." else folder
    return [(os.path.join(base, name), is_folder) for name, is_folder in found]  # noqa: PTH118


def _bare(path: str) -> str:
    """The path without a trailing slash, which would have a link followed."""
    return path.rstrip("/" + os.sep) or path


def read_failure(error: OSError) -> Finding:
    """An error of the system as a finding (FML001)."""
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    return _finding(*_REASONS.get(error.errno or 0, (f"it cannot be read: {reason}", "Check the file.")))


def _finding(message: str, help_: str) -> Finding:
    return Finding("FML001", (), message, help_)
