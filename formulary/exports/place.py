"""Where an export goes: made beside its target, and given its name only when all of it is there."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.exports.manifest import beside, others
from formulary.text import escape, listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn


@contextmanager
def making(target: str, *, folder: bool) -> Iterator[Path]:
    """A path in a folder aside to write to; the manifest goes beside it, or into it if it is a ``folder``.

    When the block ends without a fault both take their names at the target, and replace an earlier export;
    otherwise nothing is left.

    Raises:
        UsageFaultError: something else stands at the target.
        EnvironmentFaultError: it cannot be written there.
    """
    final = Path(os.path.realpath(target))
    _free(final, target, folder=folder)
    aside = final.with_name(f".{final.name[:80]}.{os.getpid()}.tmp")
    try:
        try:
            aside.mkdir()
            made = aside / final.name
            if folder:
                made.mkdir()
            yield made
            _put(made, final, aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as fault:
        refuse(target, fault)


def _free(final: Path, target: str, *, folder: bool) -> None:
    foreign = others(final) if folder and final.is_dir() else []
    if foreign:
        raise UsageFaultError(
            f"{target} holds what is no export: {escape(listing(foreign[:3]))}",
            "Name a new folder, or one of an earlier export.",
        )
    if folder and final.exists() and not final.is_dir():
        raise UsageFaultError(f"{target} is not a folder", "This format writes a folder: name a new one.")
    if not folder and final.exists() and not final.is_file():
        raise UsageFaultError(f"{target} is not a file", "This format writes one file: name it.")
    if not folder and final.exists() and not beside(final).exists():
        raise UsageFaultError(
            f"{target} is there already, and no manifest says that it is an export",
            "Only an earlier export is replaced: name a new file, or take this one away.",
        )


def _put(made: Path, final: Path, aside: Path) -> None:
    """Give what was made its name; an earlier export moves out of the way, and back if that fails."""
    if made.is_dir():
        before = aside / "before"
        existed = final.exists()
        if existed:
            final.rename(before)
        try:
            made.rename(final)
        except OSError:
            if existed:
                before.rename(final)
            raise
        return
    beside(final).unlink(missing_ok=True)  # an old manifest never stands beside a new file
    made.replace(final)
    if beside(made).exists():
        beside(made).replace(beside(final))


def refuse(target: str, fault: OSError) -> NoReturn:
    """Say that a place cannot be written, and that nothing was left there."""
    raise EnvironmentFaultError(
        f"{target} cannot be written: {(fault.strerror or str(fault)).lower()}",
        "Nothing was left there. Free some space or name another place with `-o`.",
    ) from fault
