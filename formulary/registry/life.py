"""What may happen to a version in its life, and who may do it; four eyes see what is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import RefusedError
from formulary.people import same_person
from formulary.registry.accounts import acting
from formulary.registry.verdict import changed, judged_again
from formulary.registry.versions import genuine, locate
from formulary.signing.statement import Statement
from formulary.store import queries
from formulary.text import escape, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.registry.accounts import Account
    from formulary.registry.prepare import Judgement
    from formulary.store.store import Db, Store
    from formulary.validation.setting import Setting

    Row = Mapping[Any, Any]

MEANINGS = {"submit": "authorship", "approve": "approval", "reject": "review", "retire": "retirement"}
"""What a signature means that is made for each act."""

_FROM = {"submit": "draft", "approve": "in-review", "reject": "in-review", "retire": "approved"}
_LONGEST_REASON = 2000


class Request(NamedTuple):
    """An act that is allowed as things stand; ``judged`` is the verdict of today, where it counts."""

    act: str
    version: Row
    account: Account
    time: str
    reason: str
    judged: Judgement | None

    @property
    def label(self) -> str:
        """``ID@N``."""
        return f"{self.version['formula']}@{self.version['number']}"

    @property
    def statement(self) -> Statement:
        """What is signed."""
        row = self.version
        meaning = MEANINGS[self.act]
        return Statement(
            row["formula"],
            row["number"],
            row["sha256"],
            meaning,
            self.account.name,
            self.account.id,
            self.time,
        )


def request(
    store: Store, act: str, name: str, by: str, setting: Setting | None = None, reason: str = ""
) -> Request:
    """Make sure that an act is allowed; the recipe is judged again where the verdict counts.

    Raises:
        UsageFaultError: there is no such version or account, or its policy is gone.
        RefusedError: the version's life does not allow it, or this person may not.
    """
    words = " ".join(reason.split())
    if act in ("reject", "retire") and not words:
        raise RefusedError(f"to {act} a version needs a reason", 'Say it: `--reason "..."`.')
    if len(words) > _LONGEST_REASON:
        raise RefusedError("the reason is too long", f"Say it in at most {_LONGEST_REASON} characters.")
    with store.read() as db:
        account = acting(db, by)
        row = _version(db, act, name)
        require_allowed(db, act, row, account)
        body = genuine(queries.content(db, row["sha256"]), row)
        last = queries.judgement(db, row["formula"], row["number"], row["round"])
        time = store.now(db)
    judged = None
    if setting is not None:
        label = f"{row['formula']}@{row['number']}"
        judged = judged_again(body, label, last["policy"], setting)
        if act == "approve":
            _sound(label, last, judged)
    return Request(act, row, account, time, words, judged)


def _version(db: Db, act: str, name: str) -> Row:
    """The version that is meant: of a bare id the open one, or for ``retire`` the approved one."""
    formula, number = locate(db, name)
    if "@" not in name:
        row = queries.formulas(db, [formula])[formula]
        number = row["approved" if act == "retire" else "open"] or number
    found = queries.version_row(db, formula, number)
    assert found is not None  # noqa: S101 - its number is not above the newest, and versions have no gaps
    return found


def require_allowed(db: Db, act: str, row: Row, account: Account) -> None:
    """Make sure that the status of a version allows an act, and that this person may do it.

    Raises:
        RefusedError: it does not, or may not.
    """
    label, status = f"{row['formula']}@{row['number']}", row["status"]
    if status != _FROM[act]:
        raise RefusedError(f"`{label}` is {_status(status)}, so nobody can {act} it", _ADVICE[act])
    if act != "approve":
        return
    if account.id == row["registered_by"]:
        raise RefusedError(f"{account.id} registered `{label}` and cannot approve it too", _FOUR_EYES)
    if row["author"] and same_person(row["author"], account.id, account.name):
        author = escape(row["author"])
        raise RefusedError(
            f"{account.id} wrote `{label}` (author: {author}) and cannot approve it", _FOUR_EYES
        )
    if any(one["account"] == account.id for one in approvals(db, row)):
        raise RefusedError(f"{account.id} has approved `{label}` already", _FOUR_EYES)


_FOUR_EYES = "Another person must: nobody approves what they wrote or registered, or approves twice."
_ADVICE = {
    "submit": "Only a draft is submitted: `formulary register` makes one.",
    "approve": "Only what is in review is approved: `formulary submit` asks for it.",
    "reject": "Only what is in review is rejected.",
    "retire": "Only what is approved is retired.",
}


def _status(status: str) -> str:
    return {"in-review": "in review", "draft": "a draft"}.get(status, status)


def approvals(db: Db, row: Row) -> list[Row]:
    """The approvals of the review that is going on."""
    found = queries.decisions(db, row["formula"], row["number"])
    return [one for one in found if one["act"] == "approve" and one["round"] == row["round"]]


def _sound(label: str, last: Row, judged: Judgement) -> None:
    if judged.errors:
        errors = "an error stands" if judged.errors == 1 else f"{judged.errors} errors stand"
        raise RefusedError(
            f"`{label}` cannot be approved: {errors} against it",
            f"`formulary show {label}` says more. Mend the recipe, or have waived what may be; then submit.",
        )
    difference = changed(last, judged)
    if difference:
        come = listing(sorted({one["code"] for one in difference.come})) or "nothing"
        gone = listing(sorted({one["code"] for one in difference.gone})) or "nothing"
        raise RefusedError(
            f"the verdict on `{label}` has changed since it was submitted: new are {come}, gone are {gone}",
            "Catalogue, policy or waivers are others now. Reject it, submit it again, and look at it anew.",
        )
