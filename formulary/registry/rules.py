"""The rule of a registry that can change: how many people must approve a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.errors import RefusedError
from formulary.registry.accounts import acting
from formulary.store import queries

if TYPE_CHECKING:
    from formulary.store.store import Store


def raise_approvers(store: Store, number: int, by: str) -> None:
    """Ask for the approval of more people than so far, from now on.

    Raises:
        UsageFaultError: nobody or an unknown account does this.
        RefusedError: it would ask for fewer, by which one person could let themselves pass.
    """
    with store.write() as work:
        account = acting(work.db, by).id
        row = queries.registry(work.db)
        if number < row["approvers"]:
            raise RefusedError(
                f"the registry asks for {row['approvers']} approvals, and never for fewer again",
                "Otherwise one person could lower the rule and pass by it.",
            )
        if number > row["approvers"]:
            work.change("registry", {"id": row["id"]}, {"approvers": number})
            work.event("approvers-raised", account, approvers=number)
