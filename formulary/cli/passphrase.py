"""Passphrases: asked for at each signing, without an echo, and never an argument or in the environment."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from formulary.cli import completing
from formulary.errors import UsageFaultError
from formulary.signing import private
from formulary.signing.signer import Signer
from formulary.text import escape

key_option = click.option(
    "--key",
    "key_file",
    default="",
    metavar="FILE",
    shell_complete=completing.files,
    help="Your private key. [default: the one that `key create` made]",
)
"""Which private key signs; ``unlock`` takes its value."""

passphrase_option = click.option(
    "--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input, for scripts."
)
"""Where the passphrase comes from; ``unlock`` takes its value."""

_TRIES = 3
_LONGEST = 1024


def key_path(account: str, given: str = "") -> Path:
    """The file of the private key: the given one, else that of the account in the user's data folder."""
    if given:
        return Path(given)
    import platformdirs  # noqa: PLC0415 - a named key needs none

    return Path(platformdirs.user_data_dir("formulary", appauthor=False)) / "keys" / account


def unlock(account: str, key_file: str, *, from_stdin: bool) -> Signer:
    """The key that signs this act, opened by its passphrase; at a terminal there are three tries.

    Raises:
        UsageFaultError: there is no such key, the passphrase is wrong, or there is nobody to ask.
        EnvironmentFaultError: the key cannot be read, or others can read it too.
    """
    path = key_path(account, key_file)
    private.check_there(path)
    if from_stdin:
        return Signer(private.load(path, _line()))
    for left in reversed(range(_TRIES)):
        try:
            return Signer(private.load(path, _asked(f"Passphrase of {path}")))
        except private.WrongPassphraseError as fault:
            if not left:
                raise
            click.echo(f"{fault.message}.", err=True)
    raise AssertionError  # the last try returns or raises


def new_passphrase(*, from_stdin: bool) -> str:
    """A passphrase for a new key, typed twice at a terminal.

    Raises:
        UsageFaultError: it is too short, the two are not the same, or there is nobody to ask.
    """
    if from_stdin:
        return _line()
    click.echo(
        f"The passphrase protects your signature: at least {private.SHORTEST_PASSPHRASE} characters.",
        err=True,
    )
    first = _asked("Passphrase")
    private.check_passphrase(first)
    if _asked("The same again") != first:
        raise UsageFaultError("the two passphrases are not the same", "No key was made. Try again.")
    return first


def _asked(question: str) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise UsageFaultError(
            "the passphrase cannot be asked for: there is no terminal",
            "Run it at a terminal; a script passes it with `--passphrase-stdin`.",
        )
    given: str = click.prompt(escape(question), hide_input=True, err=True, default="", show_default=False)
    return given


def _line() -> str:
    if not sys.stdin:
        raise UsageFaultError("standard input is closed", "Send the passphrase to it.")
    return sys.stdin.readline(_LONGEST).rstrip("\r\n")
