"""Whose signature counts: the keys that people trusted, from when to when, and on whose word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from formulary.errors import UsageFaultError
from formulary.registry.accounts import acting
from formulary.signing.public import from_line
from formulary.signing.statement import Endorsement, Statement
from formulary.signing.trust import TrustedKey, refusal, standing_now
from formulary.store import queries
from formulary.store.work import stamp
from formulary.text import moment, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulary.domain.version import Signature, Version
    from formulary.registry.accounts import Account
    from formulary.signing.public import PublicKey
    from formulary.signing.signer import Signer
    from formulary.store.store import Db, Store
    from formulary.store.work import Work

YEARS = 1
"""How long a key counts where nothing else is said."""

_FEWEST_REASON = 3


def trusted_keys(db: Db) -> list[TrustedKey]:
    """Every key that was ever trusted, by account and time."""
    return [_trusted(row) for row in queries.keys(db)]


def _trusted(row: Mapping[Any, Any]) -> TrustedKey:
    times = (row["valid_from"], row["valid_until"], row["revoked_at"])
    return TrustedKey(row["account"], from_line(row["public_key"]), *times)


def usable(db: Db, key: PublicKey, account: str, now: str) -> TrustedKey:
    """The trusted key of an account, made sure that it counts now.

    Raises:
        UsageFaultError: it is not trusted, is another's, or is expired or revoked.
    """
    for trusted in trusted_keys(db):
        if trusted.key == key:
            if trusted.account != account:
                message = f"the key {key.fingerprint} belongs to {trusted.account}, not to {account}"
                raise UsageFaultError(message, "Sign with your own key.")
            if reason := standing_now(trusted, now):
                raise UsageFaultError(reason, "Make a new one: `formulary key create`, and have it trusted.")
            return trusted
    raise UsageFaultError(
        f"the registry does not trust the key {key.fingerprint}",
        "Let a colleague trust it: `formulary key trust FILE.pub --owner ACCOUNT`.",
    )


def why_not(version: Version, signature: Signature, keys: Iterable[TrustedKey]) -> str:
    """Why a signature of a version does not hold; empty where it does, as it was made and by whom."""
    statement = Statement(
        *(version.formula, version.number, version.sha256, signature.meaning),
        *(signature.name, signature.account, signature.signed_at),
    )
    for trusted in keys:
        if trusted.key.fingerprint == signature.fingerprint:
            return refusal(statement, signature.sshsig, trusted)
    return f"the registry never trusted the key {signature.fingerprint}"


def needs_endorsement(db: Db, now: str) -> bool:
    """Whether a new key must be vouched for by a signature: as soon as any key is in force."""
    return any(not standing_now(trusted, now) for trusted in trusted_keys(db))


def trust(
    store: Store, key: PublicKey, owner: str, by: str, until: str, signer: Signer | None
) -> Mapping[str, Any]:
    """Trust a key of an account from now on, until a time (empty: for a year); the row that is stored.

    The first key of a registry nobody can vouch for. From then on somebody else than the owner signs for it,
    so that whoever can write to the database still cannot make himself a second person.

    Raises:
        UsageFaultError: there is no such account, the key is known, the time is past, or the word of a second
            person is missing.
    """
    with store.write() as work:
        account, actor = acting(work.db, owner), acting(work.db, by)
        for known in trusted_keys(work.db):
            if known.key == key:
                raise UsageFaultError(
                    f"the key {key.fingerprint} is known already, as one of {known.account}",
                    "`formulary key list` shows it; a key that was revoked stays so.",
                )
        until = until or stamp(_moment(work.now) + timedelta(days=365 * YEARS))
        if until <= work.now:
            raise UsageFaultError(f"{until} is past", "Name a day to come with `--until`.")
        row = {
            "fingerprint": key.fingerprint,
            "account": account.id,
            "public_key": key.line,
            "valid_from": work.now,
            "valid_until": until,
            "revoked_at": "",
            "revoked_reason": "",
            "added_at": work.now,
            "added_by": actor.id,
        }
        row |= _endorsed(work, row, account, actor, signer)
        work.add("key", row)
        work.event("key-trusted", actor.id, account=account.id, fingerprint=key.fingerprint)
        return row


def may_vouch(owner: Account, actor: Account) -> None:
    """Make sure that a second person vouches.

    Raises:
        UsageFaultError: it is the owner.
    """
    if actor.id == owner.id:
        raise UsageFaultError(
            "nobody vouches for a key of their own", f"Let somebody else than {owner.id} trust it."
        )


def _endorsed(
    work: Work, row: Mapping[str, Any], owner: Account, actor: Account, signer: Signer | None
) -> dict[str, str]:
    if not needs_endorsement(work.db, work.now):
        return {"endorsed_by": "", "endorsement": ""}
    may_vouch(owner, actor)
    if signer is None:
        raise UsageFaultError("a key is trusted by a signature", "Run it again, with your passphrase.")
    usable(work.db, signer.key, actor.id, work.now)
    word = Endorsement(
        *(owner.id, row["public_key"], row["valid_from"], row["valid_until"]), *(actor.id, work.now)
    )
    return {"endorsed_by": signer.key.fingerprint, "endorsement": signer.endorse(word)}


def revoke(store: Store, fingerprint: str, reason: str, by: str) -> Mapping[Any, Any]:
    """Let a key count no longer from now on; the row as it was before.

    Anybody with an account can do it, without a key: a stolen key must not wait for its owner. The last key
    in force stays until another is: without any, whoever revoked it could name the next without a signature.

    Raises:
        UsageFaultError: there is no such key, it is revoked already or the last, or no reason is given.
    """
    words = " ".join(reason.split())
    if len(words) < _FEWEST_REASON:
        what = "the reason is too short" if words else "no reason is given"
        raise UsageFaultError(what, "Say why with `--reason`; it is kept for good.")
    with store.write() as work:
        actor = acting(work.db, by)
        row = _named(queries.keys(work.db), fingerprint)
        if row["revoked_at"]:
            raise UsageFaultError(
                f"the key is revoked since {moment(row['revoked_at'])}", "Nothing was changed."
            )
        live = [one.key.fingerprint for one in trusted_keys(work.db) if not standing_now(one, work.now)]
        if live == [row["fingerprint"]]:
            raise UsageFaultError(
                f"{row['fingerprint']} is the last key in force: nobody could vouch for the next",
                "Nothing was changed. Let its owner trust a key of somebody else first.",
            )
        key = {"fingerprint": row["fingerprint"]}
        work.change("key", key, {"revoked_at": work.now, "revoked_reason": words})
        work.event("key-revoked", actor.id, account=row["account"], fingerprint=row["fingerprint"])
        return row


def _named(rows: list[Mapping[Any, Any]], fingerprint: str) -> Mapping[Any, Any]:
    """The key of a fingerprint, or of a beginning of one that no other has."""
    wanted = fingerprint.strip()
    found = [row for row in rows if row["fingerprint"].startswith(wanted)] if len(wanted) > 10 else []
    if len(found) == 1:
        return found[0]
    several = "belongs to several keys" if found else "is no key of this registry"
    raise UsageFaultError(f"{quoted(fingerprint)} {several}", "`formulary key list` shows the fingerprints.")


def state(trusted: TrustedKey, now: str) -> str:
    """What a key is worth at a time, in a word or two."""
    if trusted.revoked_at and now >= trusted.revoked_at:
        return "revoked"
    if now < trusted.valid_from:
        return "not yet valid"
    return "expired" if trusted.valid_until and now >= trusted.valid_until else "in force"


def _moment(time: str) -> datetime:
    return datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
