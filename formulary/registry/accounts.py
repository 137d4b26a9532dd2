"""Who acts: accounts are made on purpose, and a slip of the pen never makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.people import account_id, skeleton
from formulary.store import queries
from formulary.text import did_you_mean, escape, quoted

if TYPE_CHECKING:
    from formulary.store.store import Db, Store

_ADD = '`formulary account add mira.lang --name "Mira Lang"` makes one.'


class Account(NamedTuple):
    """Somebody who acts: ``id`` is compared, ``name`` is printed."""

    id: str
    name: str
    created_at: str
    created_by: str


def accounts(db: Db) -> list[Account]:
    """Every account, by id."""
    return [Account(*row) for row in queries.accounts(db)]


def acting(db: Db, given: str) -> Account:
    """The account that was named by ``--as``.

    Raises:
        UsageFaultError: none was named, or there is no such account.
    """
    known = {one.id: one for one in accounts(db)}
    if not given.strip():
        raise UsageFaultError(
            "it is not said who does this",
            f"Name your account with `--as`, or set FORMULARY_AS. {_on_record(known)}",
        )
    name = account_id(given)
    if name not in known:
        raise UsageFaultError(
            f"there is no account {quoted(given)}", did_you_mean(name, known) or _on_record(known)
        )
    return known[name]


def require(store: Store, given: str) -> Account:
    """As ``acting``, for who wants to know before long work."""
    with store.read() as db:
        return acting(db, given)


def _on_record(known: dict[str, Account]) -> str:
    return f"On record: {', '.join(list(known)[:8])}." if known else f"There is no account yet: {_ADD}"


def add_account(store: Store, given: str, name: str, by: str = "") -> Account:
    """Make an account; the first one makes itself, each later one is made by somebody who has one.

    Raises:
        UsageFaultError: the id or the name is taken, by this or by a spelling that looks like it.
    """
    new, printed = account_id(given), " ".join(name.split())
    if not printed or len(printed) > 200 or escape(printed) != printed:
        raise UsageFaultError("the name is empty, too long or cannot be printed", "Give the name to print.")
    with store.write() as work:
        known = accounts(work.db)
        actor = acting(work.db, by).id if known else new
        for other in known:
            if skeleton(other.id) == skeleton(new) or skeleton(other.name) == skeleton(printed):
                raise UsageFaultError(
                    f"there is an account that looks the same: {escape(f'{other.id} ({other.name})')}",
                    "Two people must be told apart at sight, by id and by name.",
                )
        row = Account(new, printed, work.now, actor)
        extra = {"skeleton": skeleton(new), "name_skeleton": skeleton(printed)}
        work.add("account", row._asdict() | extra)
        work.event("account-added", actor, account=new)
        return row
