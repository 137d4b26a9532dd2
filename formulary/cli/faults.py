"""Why a command could not run, in words, and its exit code."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import BrokenExecutor

import click

from formulary.cli import streams
from formulary.cli.main import cli
from formulary.errors import FormularyError
from formulary.reports.layout import Line, lay
from formulary.text import clip, did_you_mean

_REPORT = "This is a fault of formulary: please report it with the output of `formulary --debug ...`."


_LONGEST = 1000
"""Characters of a message or an advice, which may hold what somebody typed."""


def tell(fault: Exception) -> int:
    """Say on standard error what stopped the command; the exit code is 2 for wrong use, else 3."""
    if isinstance(fault, click.exceptions.Abort):
        return 130
    if isinstance(fault, click.UsageError):
        return _say(*_misuse(fault), 2)
    if isinstance(fault, FormularyError):
        return _say(fault.message, fault.help, fault.exit_code)
    streams.abandon(sys.stdout)
    if isinstance(fault, BrokenExecutor):
        return _say("a process of this run was ended from outside", "Was memory short? Try `--jobs 1`.", 3)
    if isinstance(fault, OSError):
        where = f" ({fault.filename})" if fault.filename else ""
        reason = (fault.strerror or str(fault)).lower()
        return _say(f"{reason}{where}", "Check the disk and the permissions.", 3)
    return _say(f"internal fault: {type(fault).__name__}: {fault}", _REPORT, 3)


def _misuse(fault: click.UsageError) -> tuple[str, str]:
    message = fault.format_message().rstrip(".")
    command = fault.ctx.command_path if fault.ctx else "formulary"
    advice = f"`{command} --help` shows what it takes."
    if isinstance(fault, click.BadParameter) and fault.param and isinstance(fault.param.type, click.Choice):
        value = fault.message.partition(" is not ")[0].strip("'\"")
        advice = f"{did_you_mean(value, fault.param.type.choices)} {advice}".strip()
    if isinstance(fault, click.NoSuchOption) and any(fault.option_name in item.opts for item in cli.params):
        advice = f"It stands before the command: `formulary {fault.option_name} ...`."
    return message[:1].lower() + message[1:], advice


def _say(message: str, advice: str, code: int) -> int:
    columns = shutil.get_terminal_size().columns if sys.stderr.isatty() else 0
    for mark, text in (("error:", message), ("help:", advice)):
        if text:
            click.echo(lay(Line(clip(text, _LONGEST), mark=mark), columns, whole=True), err=True)
    return code
