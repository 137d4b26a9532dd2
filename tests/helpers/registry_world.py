"""A small registry for tests: two people, recipes, and a clock that ticks once a second."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from command import CLEAN
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from formulary.registry.accounts import add_account
from formulary.registry.acts import Result, Signed, carry_out
from formulary.registry.keys import trust
from formulary.registry.life import request
from formulary.registry.prepare import render
from formulary.registry.register import Batch, Stored, register
from formulary.signing.signer import Signer
from formulary.store.address import address
from formulary.store.store import Store, open_store
from formulary.validation.judge import judge
from formulary.validation.run import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {
    name: Signer(Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")))
    for name in ("mira", "jo", "kim")
}
CHOICE = Choice("us", forced=False, select=(), ignore=())


class Clock:
    """A time that is one second later whenever it is asked for."""

    def __init__(self, hours: int = 0) -> None:
        self.now = datetime(2026, 11, 26, 9 + hours, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        self.now += timedelta(seconds=1)
        return self.now


@contextmanager
def small_registry(url: str, approvers: int = 1, *, keys: bool = True) -> Iterator[Store]:
    """A new registry with the accounts mira, jo and kim, and their keys, for which mira vouches."""
    clock = Clock()
    with Store(address(url), clock) as new:
        new.initialise(approvers)
    with open_store(url, clock) as store:
        for account, name in (("mira", "Mira Lang"), ("jo", "Jo Berg"), ("kim", "Kim Ito")):
            add_account(store, account, name, "" if account == "mira" else "mira")
            if keys:
                trust(
                    store, KEYS[account].key, account, "mira", "", None if account == "mira" else KEYS["mira"]
                )
        yield store


def recipe(name: str = "example", text: str = CLEAN, **fields: str) -> str:
    """A recipe in YAML with another id, and other lines in place of those that begin so."""
    lines = text.replace("id: example", f"id: {name}", 1).splitlines()
    for key, value in fields.items():
        lines = [line for line in lines if not line.startswith(f"{key}:")] + [f"{key}: {value}"]
    return "\n".join(lines) + "\n"


def put(store: Store, *texts: str, by: str = "mira", choice: Choice = CHOICE) -> list[Stored]:
    """Register recipes in one run."""
    with Batch() as batch:
        for number, text in enumerate(texts, 1):
            batch.add(*render(choice, judge(text.encode(), f"{number}.yaml", "yaml", choice.setting())))
        return register(store, batch, by)


def insert_key(store: Store, account: str, signer: Signer, **times: str) -> None:
    """Put a key into the table as no command would, with other times."""
    with store.write() as work:
        row = {"fingerprint": signer.key.fingerprint, "account": account, "public_key": signer.key.line}
        row |= {
            "valid_from": "2020-01-01T00:00:00Z",
            "valid_until": "",
            "revoked_at": "",
            "revoked_reason": "",
        }
        row |= {"added_at": work.now, "added_by": account, "endorsed_by": "", "endorsement": ""}
        work.add("key", row | times)
        work.event("key-trusted", account)


def act(
    store: Store, what: str, name: str, by: str, reason: str = "as is right", choice: Choice = CHOICE
) -> Result:
    """Do something to a version, signed with the key of who does it."""
    setting = choice.setting() if what in ("submit", "approve") else None
    asked = request(store, what, name, by, setting, reason)
    signer = KEYS[asked.account.id]
    signed = Signed(signer.key.fingerprint, signer.sign(asked.statement))
    return carry_out(store, asked, None if what == "submit" else signed)


def approve_new(store: Store, text: str, by: str = "mira", approver: str = "jo") -> Result:
    """Register a recipe and take it to approval."""
    (stored,) = put(store, text, by=by)
    act(store, "submit", stored.label, by)
    return act(store, "approve", stored.label, approver)
