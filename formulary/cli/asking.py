"""Questions at a terminal, asked on standard error: numbered choices, and lines that are checked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TypeVar

import click

from formulary.errors import UsageFaultError
from formulary.reports.layout import Line, lay
from formulary.text import did_you_mean, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def choose(
    question: str,
    choices: Sequence[tuple[str, str]],
    *,
    optional: bool = False,
    read: Callable[[str], str] | None = None,
) -> str:
    """One of the choices, each a value and what to say of it; empty where nothing is chosen.

    The answer is a number or a value, or any other text that ``read`` accepts; what it refuses is said, and
    asked again.
    """
    click.echo(err=True)
    _say(Line(question))
    for number, (value, words) in enumerate(choices, 1):
        _say(Line(f"{value}{f'  [{words}]' if words else ''}", indent=2, mark=f"{number:>2})", hang=8))
    values = [value for value, _ in choices]
    hint = f"{'number or name' if choices else 'name'}{', Enter for none' if optional else ''}"
    while True:
        given = click.prompt(hint, default="" if optional else None, show_default=False, err=True).strip()
        if given.isdecimal() and 1 <= int(given) <= len(values):
            return values[int(given) - 1]
        if given in values or (optional and not given):
            return str(given)
        if read is None or given.isdecimal():
            _say(Line(f"That is none of them. {did_you_mean(given, values)}".rstrip()))
            continue
        try:
            return read(given)
        except UsageFaultError as fault:
            _say(Line(f"{fault.message}. {fault.help}"))


def line(question: str, read: Callable[[str], T], default: str = "") -> T:
    """A line that ``read`` accepts; what it refuses is said, and asked again."""
    while True:
        given = click.prompt(escape(question), default=default or None, err=True).strip()
        try:
            return read(given)
        except UsageFaultError as fault:
            _say(Line(f"{fault.message}. {fault.help}"))


def _say(line: Line) -> None:
    """A line, wrapped between words: a figure that is broken in two could be read wrong."""
    click.echo(lay(line, shutil.get_terminal_size().columns), err=True)
