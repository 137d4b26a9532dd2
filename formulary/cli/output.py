"""Where a command writes: standard output, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.cli.streams import write_bytes, write_utf8
from formulary.errors import EnvironmentFaultError, UsageFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import NoReturn

    from formulary.cli.main import Globals

    Write = Callable[[str], object]


_FOR_PEOPLE = ("text", "concise", "table")


@contextmanager
def output(target: str | None, form: str = "text") -> Iterator[Write]:
    """A function that writes text; a file takes its name when the block ends without a fault.

    ``form`` is the format of the output: what is for people is written in the encoding of the locale, all
    else, and every file, in UTF-8.
    A link is followed. What is not a regular file (a device, a pipe) is written to and never replaced:
    renaming over ``/dev/null`` would take it from the whole machine.
    """
    if target is None or target == "-":
        if form not in _FOR_PEOPLE:
            write_utf8()
        yield sys.stdout.write
        sys.stdout.flush()  # before what standard error says next
        return
    path = Path(os.path.realpath(target))
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        in_place = Path(target).exists() and not Path(target).is_file()
        aside = Path(target) if in_place else aside
        stream = aside.open("w" if in_place else "x", encoding="utf-8", errors="backslashreplace")
    except OSError as fault:
        _refuse(target, fault)

    def write(text: str) -> None:
        try:
            stream.write(text)
        except OSError as fault:
            _refuse(target, fault)

    try:
        yield write
        try:
            stream.close()
            if not in_place:
                aside.replace(path)
        except OSError as fault:
            _refuse(target, fault)
    finally:
        with suppress(OSError):  # the first fault has been said
            stream.close()
        if not in_place:
            aside.unlink(missing_ok=True)


def output_bytes(target: str | None, made: bytes) -> None:
    """Write a whole document that is no text; a file takes its name when all of it is there.

    Raises:
        UsageFaultError: it would go to a terminal.
        EnvironmentFaultError: it cannot be written.
    """
    if target is None or target == "-":
        if sys.stdout.isatty():
            raise UsageFaultError("a terminal cannot show this", "Name a file with `-o`.")
        write_bytes(made)
        return
    path = Path(os.path.realpath(target))
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(made)
            return
        try:
            aside.write_bytes(made)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as fault:
        _refuse(target, fault)


def _refuse(target: str, fault: OSError) -> NoReturn:
    raise EnvironmentFaultError(
        f"{target} cannot be written: {(fault.strerror or str(fault)).lower()}",
        "Nothing was written there. Name another place with `-o`.",
    ) from fault


def keep_inputs(target: str | None, inputs: Iterable[str]) -> None:
    """Refuse to write a report over one of the files that it is about."""
    if target is None or not Path(target).exists():
        return
    for name in inputs:
        if Path(name).exists() and Path(name).samefile(target):
            raise UsageFaultError(
                f"{target} is one of the files to read, and would be overwritten", "Choose another `-o`."
            )


def use_colour(options: Globals, target: str | None = None) -> bool:
    """Flag, then NO_COLOR, then FORCE_COLOR, then whether a terminal reads it."""
    if options.color != "auto":
        return options.color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return target in (None, "-") and sys.stdout.isatty()


def width(target: str | None = None) -> int:
    """The columns of the terminal that people read the output on, 0 where it is none."""
    return shutil.get_terminal_size().columns if target in (None, "-") and sys.stdout.isatty() else 0
