"""``validate --watch``: check again whenever a file changes that the report depends on, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulary.cli.main import run
from formulary.cli.streams import READER_GONE
from formulary.errors import UsageFaultError
from formulary.extras import need
from formulary.source.files import Kind, kind_of
from formulary.source.read import syntax_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Stamps = tuple[tuple[int, int, int], ...]

_INTERRUPTED = 130
_QUIET_MS = 100
"""So long nothing may change before a check begins: an editor saves in several steps."""
_LOOK_MS = 300
"""How often files that were named one by one are looked at; folders say by themselves that they changed."""


def watching(
    check: Callable[[], int], paths: Sequence[str], beside: Iterable[str], output_file: str | None
) -> int:
    """Check now and after every change below ``paths`` or in what stands ``beside`` them, until Ctrl-C.

    The exit code is that of the last check that came to its end.

    Raises:
        EnvironmentFaultError: the extra ``watch`` is not installed.
        UsageFaultError: there is nothing that could change.
    """
    watch = need("watchfiles", "watch").watch
    if not paths or "-" in paths:
        raise UsageFaultError(
            "nothing to watch", "Name files or folders: `formulary validate --watch recipes/`."
        )
    if any(kind_of(path) is Kind.MISSING for path in paths):
        return check()  # says which
    named = [os.path.realpath(path) for path in (*paths, *beside) if path]
    own = os.path.realpath(output_file) if output_file and output_file != "-" else ""
    code = -1
    with suppress(KeyboardInterrupt):
        for _ in _changes(watch, named, own):
            first = code < 0
            if not first and not own and sys.stdout.isatty():
                click.clear()
            made = check()
            sys.stdout.flush()
            if made == _INTERRUPTED:
                break
            code = made  # before anybody is told of it: who then ends this gets it
            if made == READER_GONE:
                break
            if first and code not in (0, 1):
                break  # it cannot even begin
            now = datetime.now().astimezone()
            click.echo(f"Checked at {now:%H:%M:%S}; watching for changes. Ctrl-C ends.", err=True)
    return code if code >= 0 else _INTERRUPTED


def _changes(watch: Callable[..., Iterable[object]], named: Sequence[str], own: str) -> Iterator[None]:
    """Now, and whenever one of the ``named`` files changes, or one below the folders among them."""
    folders = [path for path in named if kind_of(path) is Kind.FOLDER]
    files = [path for path in named if path not in folders]
    seen = None
    for changes in watch(
        *(folders or sorted({str(Path(path).parent) for path in files})),
        watch_filter=lambda _, path: _matters(path, folders) and path != own,
        step=_QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        recursive=bool(folders),
    ):
        stamps = _stamps(files)
        if changes or stamps != seen:
            seen = stamps
            yield


def _matters(path: str, folders: Sequence[str]) -> bool:
    """Whether a change below a folder is one of a document or of a folder; what is hidden is not read."""
    below = [os.path.relpath(path, folder) for folder in folders if path.startswith(f"{folder}{os.sep}")]
    if any(part.startswith(".") for place in below for part in Path(place).parts):
        return False
    name = Path(path).name
    return bool(below) and (syntax_of(name) is not None or "." not in name)


def _stamps(files: Iterable[str]) -> Stamps:
    return tuple(map(_stamp, files))


def _stamp(path: str) -> tuple[int, int, int]:
    """What changes with a file; zeros for one that is not there."""
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def once(arguments: Sequence[str]) -> int:
    """One check, by the command line without ``--watch``: it reads everything again, the settings too."""
    given = list(arguments)
    given.remove("--watch")
    return run(given)
