"""The baseline of ``validate``: taken into force before a run, and looked at again after it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from formulary.cli.output import output
from formulary.errors import UsageFaultError
from formulary.reports.summary import count
from formulary.source.files import Kind, kind_of
from formulary.text import escape
from formulary.validation.baseline import (
    covered_by,
    grave_ones,
    in_force,
    made,
    read_baseline,
    review,
    text_of,
)
from formulary.validation.debts import Baseline

if TYPE_CHECKING:
    from formulary.validation.baseline import Entry
    from formulary.validation.outcome import Tally


class Book(NamedTuple):
    """A baseline that is in force: its file, its entries, and whether it is to be written."""

    file: str
    entries: tuple[Entry, ...]
    baseline: Baseline
    write: bool

    def close(self, tally: Tally, paths: tuple[str, ...]) -> None:
        """Write the baseline if that was asked for, and say on standard error what has become of it."""
        if self.baseline.accepts:
            entries = made(tally.known)
            _write(self.file, entries)
            _say(f"{self.file}: {_many(entries)} known from now on", _grave(entries))
            return
        covered = covered_by(paths, self.baseline.root)
        remaining, gone = review(self.entries, tally.known, tally.looked, covered)
        if not self.write:
            if gone:
                advice = "`--write-baseline` takes them off, so that they cannot come back unseen."
                _say(f"{self.file}: {count(gone, 'finding')} of it no longer found", advice)
            return
        _write(self.file, remaining)
        _say(f"{self.file}: {count(gone, 'finding')} taken off, {_many(remaining)} left", _grave(remaining))
        if tally.errors or tally.warnings:
            _say(
                "what is new was not added: a baseline only shrinks",
                "Correct it, or have it waived. To begin again, delete the file and write it anew.",
            )


def book(file: str, *, write: bool) -> Book:
    """The baseline of a run.

    Raises:
        UsageFaultError: it is to be written and not named, or cannot be read.
    """
    if not file:
        raise UsageFaultError(
            "no baseline is named that could be written", "Name it with `--baseline FILE`, or configure it."
        )
    root = str(Path(file).parent)
    if write and kind_of(file) is Kind.MISSING:
        return Book(file, (), Baseline(root, {}, {}, accepts=True), write)
    entries = read_baseline(file)
    return Book(file, entries, in_force(entries, root), write)


def _many(entries: list[Entry] | tuple[Entry, ...]) -> str:
    return count(sum(one.times for one in entries), "finding")


def _grave(entries: list[Entry] | tuple[Entry, ...]) -> str:
    grave = grave_ones(entries)
    if not grave:
        return ""
    return f"{grave:,} of them over a hard limit or prohibited: correct those first; nobody may prepare them."


def _write(file: str, entries: list[Entry] | tuple[Entry, ...]) -> None:
    with output(file) as write:
        for line in text_of(entries):
            write(line)


def _say(message: str, advice: str) -> None:
    click.echo(f"note: {escape(message)}", err=True)
    if advice:
        click.echo(f"help: {escape(advice)}", err=True)
