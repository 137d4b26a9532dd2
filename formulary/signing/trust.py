"""Which keys count, for whom and from when to when; the same as lines for `ssh-keygen -Y verify`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from formulary.signing.sshsig import STATEMENT
from formulary.signing.sshsig import refusal as signature_refusal
from formulary.text import moment

if TYPE_CHECKING:
    from collections.abc import Collection

    from formulary.signing.public import PublicKey
    from formulary.signing.statement import Statement

_PRINCIPAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*", re.ASCII)


class TrustedKey(NamedTuple):
    """A key and its owner's account; times are UTC texts, an empty one is an open end.

    The key counts from ``valid_from`` on, and no longer from ``valid_until`` or ``revoked_at`` on.
    """

    account: str
    key: PublicKey
    valid_from: str
    valid_until: str = ""
    revoked_at: str = ""

    @property
    def end(self) -> str:
        """The time from which on the key no longer counts, empty where there is none."""
        return min((time for time in (self.valid_until, self.revoked_at) if time), default="")


class Proof(NamedTuple):
    """A signature on a statement that was shown to hold, as `sshsig.refusal` shows it."""

    payload: bytes
    armored: str
    key: PublicKey


def standing(trusted: TrustedKey, time: str) -> str:
    """Why the key does not count at a time; empty where it does."""
    why = ""
    if trusted.revoked_at and time >= trusted.revoked_at:
        why = f"is revoked since {moment(trusted.revoked_at)}"
    elif time < trusted.valid_from:
        why = f"is valid only from {trusted.valid_from} on"
    elif trusted.valid_until and time >= trusted.valid_until:
        why = f"expired at {moment(trusted.valid_until)}"
    return why and f"the key {trusted.key.fingerprint} {why}"


def standing_now(trusted: TrustedKey, now: str) -> str:
    """As ``standing``, for what is done now: a revocation on record is past, whatever the clock says."""
    if trusted.revoked_at:
        return f"the key {trusted.key.fingerprint} is revoked since {moment(trusted.revoked_at)}"
    return standing(trusted, now)


def refusal(statement: Statement, armored: str, trusted: TrustedKey, proven: Collection[Proof] = ()) -> str:
    """Why a signature on a statement does not hold; empty where it does, which ``proven`` ones do."""
    if statement.account != trusted.account:
        return f"the key {trusted.key.fingerprint} belongs to {trusted.account}, not to {statement.account}"
    try:
        payload = statement.payload
    except ValueError as fault:
        return str(fault)
    if why := standing(trusted, statement.time):
        return why
    known = Proof(payload, armored, trusted.key) in proven
    return "" if known else signature_refusal(payload, armored, trusted.key, STATEMENT)


def allowed_signer(trusted: TrustedKey, namespace: str = STATEMENT) -> str:
    """The line of an ``allowed_signers`` file by which ``ssh-keygen -Y verify`` judges as ``standing`` does.

    Raises:
        ValueError: the account cannot be a principal of OpenSSH.
    """
    if not _PRINCIPAL.fullmatch(trusted.account):
        raise ValueError(f"the account {trusted.account!r} cannot stand in an allowed_signers file")
    options = [f'namespaces="{namespace}"', f'valid-after="{_stamp(trusted.valid_from)}"']
    if trusted.end:
        # OpenSSH counts the second of the end in, the registry does not.
        options.append(f'valid-before="{_stamp(trusted.end, -1)}"')
    return f"{trusted.account} {','.join(options)} {trusted.key.line}\n"


def _stamp(time: str, seconds: int = 0) -> str:
    moment = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return f"{moment + timedelta(seconds=seconds):%Y%m%d%H%M%S}Z"
