"""``formulary key``: make a signing key, and say whose keys count."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.group import HelpfulGroup
from formulary.cli.options import output_option
from formulary.cli.output import output
from formulary.cli.passphrase import key_option, key_path, new_passphrase, passphrase_option, unlock
from formulary.cli.store import as_option, list_format_option, opened, write_rows
from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.people import account_id
from formulary.registry.accounts import acting as account
from formulary.registry.keys import may_vouch, needs_endorsement, revoke, state, trust, trusted_keys
from formulary.signing import private
from formulary.signing.public import LONGEST_LINE, PublicKey, from_line
from formulary.signing.trust import allowed_signer
from formulary.store.work import stamp
from formulary.text import escape, moment, quoted

if TYPE_CHECKING:
    from formulary.cli.main import Globals

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_COLUMNS = ("account", "state", "fingerprint", "valid_from", "valid_until", "revoked_at")


@click.group(name="key", cls=HelpfulGroup, short_help="The keys that people sign with.")
def command() -> None:
    """Make a key to sign with, and say whose keys count, and until when.

    Keys are Ed25519 keys of OpenSSH. The private half stays with its owner, under a passphrase that is asked
    for at each signing; the registry holds the public halves.
    """


@command.command(name="create", short_help="Make a key to sign with.")
@as_option
@key_option
@passphrase_option
@click.pass_obj
def create(options: Globals, acting: str, key_file: str, *, passphrase_stdin: bool) -> None:
    """Make a private key for your account, protected by a passphrase, and a public one beside it.

    A second person then trusts the public one with `formulary key trust`.
    """
    if not acting.strip():
        raise UsageFaultError("it is not said whose key it is", "Name your account with `--as`.")
    owner = account_id(acting)
    path = key_path(owner, key_file)
    private.check_absent(path)
    made = private.create(path, new_passphrase(from_stdin=passphrase_stdin), owner)
    click.echo(f"private key  {escape(str(path))}  (keep it; nobody can restore it or its passphrase)")
    click.echo(f"public key   {escape(str(path))}.pub")
    click.echo(f"fingerprint  {made.fingerprint}")
    if not options.quiet:
        click.echo(f"Next, somebody else runs: formulary key trust {path.name}.pub --owner {owner}", err=True)


@command.command(name="list", short_help="List the keys that are trusted.")
@click.option("--allowed-signers", is_flag=True, help="As lines for `ssh-keygen -Y verify`.")
@list_format_option
@output_option
@click.pass_obj
def list_(options: Globals, output_format: str, output_file: str | None, *, allowed_signers: bool) -> None:
    """List the keys that are or were trusted, whose they are, and until when they count."""
    with opened(options) as store, store.read() as db:
        keys = trusted_keys(db)
    if allowed_signers:
        with output(output_file) as write:
            for one in keys:
                write(allowed_signer(one))
        return
    now = stamp(datetime.now(UTC))
    rows = [
        {
            "account": one.account,
            "state": state(one, now),
            "fingerprint": one.key.fingerprint,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
            "revoked_at": one.revoked_at,
        }
        for one in keys
    ]
    count = write_rows(rows, _COLUMNS, output_format, output_file, options)
    if not count and not options.quiet:
        click.echo("No key found: `formulary key trust` lets one count.", err=True)


@command.command(name="trust", short_help="Let somebody's key count.")
@click.argument("public_key", metavar="FILE", shell_complete=completing.files)
@click.option("--owner", required=True, metavar="ACCOUNT", help="Whose key it is.")
@click.option(
    "--until", default="", metavar="DAY", help="The day from which it counts no longer. [default: in a year]"
)
@as_option
@key_option
@passphrase_option
@click.pass_obj
def trust_(
    options: Globals,
    public_key: str,
    owner: str,
    until: str,
    acting: str,
    key_file: str,
    *,
    passphrase_stdin: bool,
) -> None:
    """Let the public key in FILE count as its owner's, from now on.

    Compare its fingerprint with the owner first, by voice. The first key of a registry is taken on trust; for
    every other somebody else than the owner signs, with a key of their own.
    """
    key, end = _public(public_key), _end(until)
    with opened(options) as store:
        with store.read() as db:
            person = account(db, acting)
            signs = needs_endorsement(db, stamp(datetime.now(UTC)))
            if signs:  # before a passphrase is asked for
                may_vouch(account(db, owner), person)
        if signs and not options.quiet:
            click.echo(f"You vouch that {key.fingerprint} is the key of {escape(owner)}.", err=True)
        signer = unlock(person.id, key_file, from_stdin=passphrase_stdin) if signs else None
        row = trust(store, key, owner, person.id, end, signer)
    click.echo(f"trusted {row['fingerprint']} of {row['account']} until {moment(row['valid_until'])}")
    if not row["endorsed_by"] and not options.quiet:
        click.echo("note: no key was in force to vouch for it; write its fingerprint down.", err=True)


@command.command(name="revoke", short_help="Let a key count no longer.")
@click.argument("fingerprint")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept for good.")
@as_option
@click.pass_obj
def revoke_(options: Globals, fingerprint: str, reason: str, acting: str) -> None:
    """Let the key with this FINGERPRINT count no longer, from now on; what it signed before stays signed."""
    with opened(options) as store:
        row = revoke(store, fingerprint, reason, acting)
    click.echo(f"revoked {row['fingerprint']} of {row['account']}")


def _public(path: str) -> PublicKey:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - a name from the command line
            return from_line(stream.read(LONGEST_LINE + 1))
    except FileNotFoundError as fault:
        raise UsageFaultError(f"{escape(path)}: no such file", "Check the spelling of the path.") from fault
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"{escape(path)} cannot be read: {reason}", "Nothing was changed."
        ) from fault


def _end(day: str) -> str:
    """The beginning of a day in UTC, as the registry writes times; empty for an empty text."""
    if not day:
        return ""
    match = _DAY.fullmatch(day)
    with suppress(ValueError):
        if match:
            return stamp(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC))
    raise UsageFaultError(f"{quoted(day)} is not a day", "Write it as `2027-12-31`.")
