"""Where a command writes: standard output, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulary.cli.main import Globals


@contextmanager
def output(target: str | None) -> Iterator[Callable[[str], object]]:
    """A function that writes text; a file takes its name when the block ends without a fault."""
    if target is None or target == "-":
        yield sys.stdout.write
        return
    path = Path(target)
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with partial.open("x", encoding="utf-8") as stream:
            yield stream.write
        partial.replace(path)
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{target} cannot be written: {fault.strerror}",
            "Nothing was written. Choose another place with `-o`.",
        ) from fault
    finally:
        partial.unlink(missing_ok=True)


def use_colour(options: Globals, target: str | None = None) -> bool:
    """Flag, then NO_COLOR, then FORCE_COLOR, then whether a terminal reads it."""
    if options.color != "auto":
        return options.color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return target in (None, "-") and sys.stdout.isatty()
