"""What `submit`, `approve`, `reject` and `retire` share: what is signed is shown, then signed, then done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import click

from formulary.cli.options import output_option
from formulary.cli.output import output
from formulary.cli.passphrase import key_option, passphrase_option, unlock
from formulary.cli.store import as_option, choice_of, opened
from formulary.registry.acts import Signed, carry_out
from formulary.registry.life import request
from formulary.reports.decided import record, shown, told
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from formulary.cli.main import Globals

    Function = Callable[..., Any]

reason_option = click.option("--reason", default="", metavar="TEXT", help="Why, kept with the act.")
"""Why; a rejection and a retirement need it."""


def deciding_options(function: Function) -> Function:
    """Add who acts, with which key, and how the result is written."""
    form = click.option(
        "--output-format",
        type=click.Choice(["text", "json"]),
        default="text",
        metavar="FORMAT",
        help="text or json. [default: text]",
    )
    for decorate in (output_option, form, passphrase_option, key_option, reason_option, as_option):
        function = decorate(function)
    return function


class Given(NamedTuple):
    """The options of such a command."""

    acting: str
    reason: str
    key_file: str
    passphrase_stdin: bool
    output_format: str
    output_file: str | None


def decide(options: Globals, act: str, name: str, given: Given, *, sign: bool = True) -> None:
    """Make sure that the act is allowed, show what is signed, ask for the passphrase, and do it."""
    setting = choice_of(options).setting() if act in ("submit", "approve") else None
    with opened(options) as store:
        asked = request(store, act, name, given.acting, setting, given.reason)
        signed = None
        if sign:
            for line in shown(asked):
                click.echo(escape(line), err=True)
            signer = unlock(asked.account.id, given.key_file, from_stdin=given.passphrase_stdin)
            signed = Signed(signer.key.fingerprint, signer.sign(asked.statement))
        result = carry_out(store, asked, signed)
    with output(given.output_file, given.output_format) as write:
        if given.output_format == "json":
            write(f"{json.dumps(record(asked, signed, result), indent=2)}\n")
        else:
            write("".join(f"{escape(line)}\n" for line in told(asked, result)))
