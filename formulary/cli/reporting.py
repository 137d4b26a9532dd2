"""The reports of a run: the one that was asked for, and on GitHub the summary of the step beside it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulary.reports import report
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from formulary.cli.output import Write
    from formulary.cli.progress import Progress
    from formulary.reports import Context, Writer
    from formulary.validation.outcome import Outcome, Tally
    from formulary.validation.pieces import Done

_SUMMARY = "GITHUB_STEP_SUMMARY"


class Sheet(NamedTuple):
    """A report under way, and where it is written."""

    writer: Writer
    write: Callable[[str], object]


def formats(chosen: str) -> tuple[str, ...]:
    """The formats to render: GitHub shows few annotations, and the summary of a step has room for more."""
    return (chosen, "markdown") if chosen == "github" and os.environ.get(_SUMMARY) else (chosen,)


def render_all(forms: Sequence[str], context: Context, outcome: Outcome) -> tuple[str, ...]:
    """One outcome in each format; importable by name, so that other processes can call it."""
    return tuple(report(form).one(outcome, context) for form in forms)


def write_all(done: Iterable[Done], sheets: Sequence[Sheet], tally: Tally, progress: Progress) -> None:
    """Write what comes as it comes, and count it."""
    try:
        for piece in done:
            tally.merge(piece.tally)
            if piece.texts:
                progress.make_way()
            for texts in piece.texts:
                for sheet, text in zip(sheets, texts, strict=True):
                    if text:
                        sheet.write(sheet.writer.add(text))
            progress.show(tally)
    finally:
        progress.clear()
    for sheet in sheets:
        for part in sheet.writer.end(tally):
            sheet.write(part)


@contextmanager
def step_summary(forms: Sequence[str]) -> Iterator[Write]:
    """A function that adds to the summary of the step, which fails no run: the annotations say the same."""
    parts: list[str] = []
    yield parts.append
    if len(forms) > 1:
        try:
            with Path(os.environ[_SUMMARY]).open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.writelines(parts)
        except OSError as fault:
            sys.stderr.write(f"warning: the summary of the step was not written: {escape(str(fault))}\n")
