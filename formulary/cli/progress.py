"""Counts on the terminal while a long run goes on; nothing where nobody watches, and nothing left behind."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.validation.outcome import Tally

_AFTER = 1.0
_EVERY = 0.2
_ERASE = "\r\x1b[K"


class Progress:
    """One line on standard error, written over and over; shown from the second second on."""

    def __init__(self, options: Globals, target: str | None) -> None:
        self._beside = target in (None, "-") and sys.stdout.isatty()
        dumb = os.environ.get("TERM", "dumb") == "dumb"
        self._wanted = not options.quiet and not dumb and sys.stderr.isatty()
        self._next = time.monotonic() + _AFTER
        self._shown = False

    def show(self, tally: Tally) -> None:
        """Write the counts, if the last time is long enough ago."""
        found = f"{tally.errors:,} errors, {tally.warnings:,} warnings"
        self.tell(f"{tally.recipes:,} recipes checked: {found}")

    def tell(self, words: str) -> None:
        """Write how far the run is, if the last time is long enough ago."""
        if self._wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._shown = True
            sys.stderr.write(f"{_ERASE}{words}")
            sys.stderr.flush()

    def make_way(self) -> None:
        """Erase the line if the report is about to be written to the same terminal."""
        if self._beside:
            self.clear()

    def clear(self) -> None:
        """Erase the line."""
        if self._shown:
            self._shown = False
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
