"""``formulary verify``: whether what is kept is what was recorded, and whether people signed it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from formulary.audit import bundle
from formulary.audit.checkpoint import Signed, draw, faults, max_age, parse, sign
from formulary.audit.registry import SHAPES, Registry
from formulary.audit.verify import audit
from formulary.cli import completing
from formulary.cli.options import format_option, jobs_option, output_option
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.cli.passphrase import key_option, passphrase_option, unlock
from formulary.cli.store import as_option, opened, require_registry
from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.exports.manifest import check, is_export
from formulary.processes import cores
from formulary.registry.accounts import acting
from formulary.registry.keys import usable
from formulary.reports.audited import data, export_lines, lines, untrusted
from formulary.reports.layout import Line, lay
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from formulary.audit.source import Fault
    from formulary.audit.verify import Audited
    from formulary.cli.main import Globals
    from formulary.store.store import Db, Store

_LARGEST = 1 << 20


class Asked(NamedTuple):
    """The options of the command."""

    path: str | None
    kept: str | None
    oldest: str
    trusted: str | None
    checkpoint_to: str | None
    bundle_to: str | None
    acting: str
    key_file: str
    passphrase_stdin: bool
    output_format: str
    output_file: str | None
    jobs: int


class Outside(NamedTuple):
    """What the audit is held against: a checkpoint, how old it may be, the keys that are known."""

    checkpoint: Signed | None
    oldest: timedelta | None
    trusted: str | None

    def faults(self, audited: Audited, *more: Signed) -> list[Fault]:
        """Everything that is wrong, in the order of the events; ``more`` are checkpoints that came along."""
        now = datetime.now(UTC)
        found = list(audited.faults)
        for one in more:
            found += faults(one, audited, now, self.oldest, whole=True)
        if self.checkpoint:
            found += faults(self.checkpoint, audited, now, self.oldest)
        if self.trusted is not None:
            found += untrusted(audited, self.trusted)
        return sorted(found)


@click.command(name="verify", short_help="Check the chain, the rows and the signatures.")
@click.argument("path", metavar="[BUNDLE]", shell_complete=completing.files, required=False)
@click.option(
    "--checkpoint",
    "kept",
    metavar="FILE",
    shell_complete=completing.files,
    help="Hold the log against a checkpoint that you kept.",
)
@click.option(
    "--max-age", "oldest", metavar="AGE", default="", help="Refuse an older checkpoint: 12h, 7d, 2w."
)
@click.option(
    "--trust",
    "trusted",
    metavar="FILE",
    shell_complete=completing.files,
    help="Refuse every key that is not in this file.",
)
@click.option(
    "--checkpoint-to",
    metavar="FILE",
    shell_complete=completing.files,
    help="Write a signed checkpoint, to be kept elsewhere.",
)
@click.option("--bundle-to", metavar="PLACE", help="Write a bundle for an auditor: a new folder, or a .zip.")
@as_option
@key_option
@passphrase_option
@format_option
@output_option
@jobs_option
@click.pass_obj
def command(options: Globals, /, **given: Any) -> int:
    """Follow the chain of events, compare every row with what it states, and check every signature.

    Of the registry; or offline of an audit BUNDLE, or of an export by its manifest. The first bad event is
    named, and the exit code is 1. A checkpoint that was kept elsewhere shows what no database can show by
    itself: that its end was cut off, or that an older copy was put back.
    """
    asked = Asked(**given)
    keep_inputs(asked.output_file, [name for name in (asked.path, asked.kept, asked.trusted) if name])
    outside = _outside(asked)
    if asked.path is None:
        return _registry(options, asked, outside)
    if asked.checkpoint_to or asked.bundle_to:
        raise UsageFaultError(
            "a checkpoint or bundle is written of the registry", "Leave out BUNDLE, or the `...-to` option."
        )
    if bundle.is_bundle(asked.path):
        with bundle.opened(asked.path) as found:
            own = parse(found.checkpoint, f"the checkpoint of {escape(asked.path)}")
            audited = audit(found, SHAPES, _marks(outside, own), asked.jobs or cores())
        return _say(asked, options, asked.path, audited, outside.faults(audited, own))
    return _export(options, asked)


def _outside(asked: Asked) -> Outside:
    if asked.oldest and not (asked.kept or asked.path):
        raise UsageFaultError("`--max-age` is that of a checkpoint", "Name one: `--checkpoint FILE`.")
    kept = parse(_text(asked.kept), escape(asked.kept)) if asked.kept else None
    oldest = max_age(asked.oldest) if asked.oldest else None
    return Outside(kept, oldest, _text(asked.trusted) if asked.trusted else None)


def _marks(outside: Outside, *more: Signed) -> frozenset[int]:
    every = (*more, outside.checkpoint) if outside.checkpoint else more
    return frozenset(one.checkpoint.events for one in every)


def _text(path: str) -> str:
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as stream:
            return stream.read(_LARGEST)
    except FileNotFoundError as fault:
        raise UsageFaultError(f"{escape(path)}: no such file", "Check the spelling of the path.") from fault
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"{escape(path)} cannot be read: {reason}", "Nothing was verified."
        ) from fault


def _registry(options: Globals, asked: Asked, outside: Outside) -> int:
    where = require_registry(options, "verify")
    with opened(options) as store, store.snapshot() as db:
        source = Registry(db)
        audited = audit(source, SHAPES, _marks(outside), asked.jobs or cores())
        found = outside.faults(audited)
        code = _say(asked, options, where.name, audited, found)
        if asked.checkpoint_to or asked.bundle_to:
            if found:
                raise UsageFaultError(
                    "nobody signs for a registry that is not as it was recorded", "Nothing was written."
                )
            _vouch(asked, store, db, source, audited)
    return code


def _vouch(asked: Asked, store: Store, db: Db, source: Registry, audited: Audited) -> None:
    """Sign a checkpoint of what was verified, and write it and a bundle where they are asked for."""
    account = acting(db, asked.acting).id
    signer = unlock(account, asked.key_file, from_stdin=asked.passphrase_stdin)
    now = store.now(db)
    usable(db, signer.key, account, now)
    signed = sign(draw(audited, account, now), signer)
    if asked.bundle_to:
        bundle.write(asked.bundle_to, source, signed, audited.keys)
        click.echo(f"bundle of {audited.head.seq} events: {escape(asked.bundle_to)}", err=True)
    if asked.checkpoint_to:
        with output(asked.checkpoint_to) as write:
            write(signed.text)
        click.echo(f"checkpoint of event {audited.head.seq}: {escape(asked.checkpoint_to)}", err=True)


def _export(options: Globals, asked: Asked) -> int:
    """An export vouches for its files by a manifest; it has no events and no signatures."""
    path = str(asked.path)
    if not is_export(path):
        what = "neither an audit bundle nor an export" if Path(path).exists() else "not there"
        raise UsageFaultError(f"nothing to verify: {escape(path)} is {what}", "Name what was written before.")
    if asked.kept or asked.trusted:
        raise UsageFaultError(
            "an export has no events and no keys", "Leave out `--checkpoint` and `--trust`."
        )
    checked = check(path)
    found = [escape(fault) for fault in checked.faults]
    record = {"version": 1, "source": path, "verified": not found, "faults": found}
    _write(asked, options, record, export_lines(path, checked.manifest, found))
    return 1 if found else 0


def _say(asked: Asked, options: Globals, name: str, audited: Audited, found: list[Fault]) -> int:
    _write(asked, options, data(name, audited, found), lines(name, audited, found, quiet=options.quiet))
    return 1 if found else 0


def _write(asked: Asked, options: Globals, record: dict[str, Any], shown: Iterable[Line]) -> None:
    across, colour = width(asked.output_file), use_colour(options, asked.output_file)
    with output(asked.output_file, asked.output_format) as write:
        if asked.output_format == "json":
            write(f"{json.dumps(record, indent=2)}\n")
        else:
            for line in shown:
                write(f"{lay(line, across, colour=colour)}\n")
