"""What is said before a version is signed, and after something was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.reports.summary import count
from formulary.text import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.registry.acts import Result, Signed
    from formulary.registry.life import Request
    from formulary.registry.prepare import Judgement


def shown(asked: Request) -> Iterator[str]:
    """What the signer puts a name to."""
    row, statement = asked.version, asked.statement
    yield f"{asked.label}: {row['title']}"
    yield f"  content     {row['sha256']}"
    yield f"  author      {row['author'] or 'not named'}; registered by {row['registered_by']}"
    if asked.judged:
        yield f"  verdict     {counts(asked.judged)}, by policy {asked.judged.policy} as it stands today"
    if asked.reason:
        yield f"  reason      {asked.reason}"
    who = f"{statement.name} ({statement.account})"
    yield f"You sign: {statement.meaning}, as {who}, at {moment(statement.time)}."


def counts(judged: Judgement) -> str:
    """How many findings of each weight."""
    found = (
        (judged.errors, "error"),
        (judged.warnings, "warning"),
        (judged.notes, "note"),
    )
    words = [count(number, word) for number, word in found if number]
    words += [f"{judged.not_checked} not checked"] if judged.not_checked else []
    words += [f"{judged.waived} waived"] if judged.waived else []
    return ", ".join(words) or "no findings"


def told(asked: Request, result: Result) -> Iterator[str]:
    """What was done, and what comes next."""
    label = result.label
    if asked.act == "submit":
        yield f"{label} is in review."
        if asked.judged and asked.judged.errors:
            yield f"It cannot be approved as it is: {count(asked.judged.errors, 'error')} against it."
    elif asked.act == "approve" and result.status == "in-review":
        yield f"{label}: {result.approvals} of {result.needed} approvals; it stays in review."
    elif asked.act == "approve":
        yield f"{label} is approved."
        if result.superseded is not None:
            yield f"{asked.version['formula']}@{result.superseded} is superseded."
    elif asked.act == "reject":
        yield f"{label} is rejected and a draft again."
    else:
        yield f"{label} is retired."


def record(asked: Request, signed: Signed | None, result: Result) -> dict[str, Any]:
    """The same for programs."""
    statement = asked.statement
    signature = None
    if signed is not None:
        signature = {
            "meaning": statement.meaning,
            "account": statement.account,
            "name": statement.name,
            "signed_at": statement.time,
            "fingerprint": signed.fingerprint,
        }
    return {
        "version": 1,
        "act": asked.act,
        "formula": asked.version["formula"],
        "number": asked.version["number"],
        "sha256": asked.version["sha256"],
        "status": result.status,
        "approvals": result.approvals,
        "needed": result.needed,
        "superseded": result.superseded,
        "reason": asked.reason,
        "signature": signature,
    }
