"""Doing what was asked for: decision, signature, status and verdict in one event and one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import RefusedError
from formulary.registry.life import approvals, require_allowed
from formulary.signing.public import from_line
from formulary.signing.trust import TrustedKey, refusal, standing_now
from formulary.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.registry.life import Request
    from formulary.store.store import Store
    from formulary.store.work import Work

    Row = Mapping[Any, Any]

_LONGEST_SIGNING = 15 * 60


class Signed(NamedTuple):
    """A signature on the statement of a request, and the fingerprint of its key."""

    fingerprint: str
    sshsig: str


class Result(NamedTuple):
    """What an act came to: the status, how many of the approvals that are needed, and what was superseded."""

    label: str
    status: str
    approvals: int
    needed: int
    superseded: int | None


def carry_out(store: Store, asked: Request, signed: Signed | None) -> Result:
    """Do what was asked for and, except for a submission, signed; one event, one transaction.

    Raises:
        RefusedError: the registry has changed in the meantime, or the signature does not hold.
    """
    with store.write() as work:
        row = queries.version_row(work.db, asked.version["formula"], asked.version["number"])
        if row is None or row["round"] != asked.version["round"] or row["sha256"] != asked.version["sha256"]:
            raise RefusedError(
                f"`{asked.label}` has changed in the meantime", "Look at it again, then decide."
            )
        require_allowed(work.db, asked.act, row, asked.account)
        if signed is not None:
            _check_signature(work, asked, signed)
        elif asked.act != "submit":
            raise RefusedError(f"to {asked.act} needs a signature", "Sign with your key.")
        return _ACTS[asked.act](work, row, asked, signed)


def _check_signature(work: Work, asked: Request, signed: Signed) -> None:
    key = next(
        (one for one in queries.keys(work.db, asked.account.id) if one["fingerprint"] == signed.fingerprint),
        None,
    )
    if key is None:
        raise RefusedError(
            f"the key {signed.fingerprint} is not trusted for {asked.account.id}",
            "`formulary key trust` makes a key known to the registry.",
        )
    times = (key["valid_from"], key["valid_until"], key["revoked_at"])
    trusted = TrustedKey(key["account"], from_line(key["public_key"]), *times)
    why = refusal(asked.statement, signed.sshsig, trusted) or standing_now(trusted, work.now)
    if why:
        raise RefusedError(
            f"the signature does not hold: {why}", "Nothing was stored. Sign with a valid key."
        )
    late = _seconds(work.now) - _seconds(asked.time)
    if not 0 <= late <= _LONGEST_SIGNING:
        when = "too long ago" if late > 0 else "later than now: the clock has been put back"
        raise RefusedError(f"the signature was begun {when}", "Nothing was stored. Run the command again.")


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _record(work: Work, row: Row, asked: Request, signed: Signed | None) -> dict[str, Any]:
    """State decision and signature; what tells the version apart in the event."""
    place = {"formula": row["formula"], "number": row["number"]}
    judged = asked.judged
    work.add(
        "decision",
        {
            "event": work.next_event,
            "act": asked.act,
            **place,
            "round": row["round"],
            "account": asked.account.id,
        }
        | {"decided_at": work.now, "reason": asked.reason}
        | {"policy_sha256": judged.policy_sha256 if judged else ""}
        | {"catalogue_sha256": judged.catalogue_sha256 if judged else ""},
    )
    if signed is not None:
        statement = asked.statement
        work.add(
            "signature",
            {"event": work.next_event, "meaning": statement.meaning, **place, "account": statement.account}
            | {"name": statement.name, "signed_at": statement.time}
            | {"fingerprint": signed.fingerprint, "sshsig": signed.sshsig},
        )
    return place


def _submit(work: Work, row: Row, asked: Request, signed: Signed | None) -> Result:
    """Into review, in a new round with a verdict of its own."""
    assert asked.judged is not None  # noqa: S101 - a submission is judged
    round_ = row["round"] + 1
    place = _record(work, {**row, "round": round_}, asked, signed)
    work.change("version", place, {"status": "in-review", "round": round_})
    work.add("judgement", place | {"round": round_, "judged_at": work.now} | asked.judged._asdict())
    return _finish(work, asked, place, "in-review")


def _approve(work: Work, row: Row, asked: Request, signed: Signed | None) -> Result:
    needed = queries.registry(work.db)["approvers"]
    count = len(approvals(work.db, row)) + 1
    place = _record(work, row, asked, signed)
    if count < needed:
        return _finish(work, asked, place, "in-review", count)._replace(needed=needed)
    formula = queries.formulas(work.db, [row["formula"]])[row["formula"]]
    before = formula["approved"]
    if before is not None:
        ended = {"status": "superseded", "ended_at": work.now}
        work.change("version", {"formula": row["formula"], "number": before}, ended)
    work.change("version", place, {"status": "approved", "approved_at": work.now})
    work.change("formula", {"id": row["formula"]}, {"approved": row["number"], "open": None})
    return _finish(work, asked, place, "approved", count)._replace(needed=needed, superseded=before)


def _reject(work: Work, row: Row, asked: Request, signed: Signed | None) -> Result:
    place = _record(work, row, asked, signed)
    work.change("version", place, {"status": "draft"})
    return _finish(work, asked, place, "draft")


def _retire(work: Work, row: Row, asked: Request, signed: Signed | None) -> Result:
    place = _record(work, row, asked, signed)
    work.change("version", place, {"status": "retired", "ended_at": work.now})
    work.change("formula", {"id": row["formula"]}, {"approved": None})
    return _finish(work, asked, place, "retired")


def _finish(work: Work, asked: Request, place: dict[str, Any], status: str, approvals: int = 0) -> Result:
    more = {"reason": asked.reason} if asked.reason else {}
    work.event(asked.act, asked.account.id, **place, sha256=asked.version["sha256"], **more)
    return Result(asked.label, status, approvals, 0, None)


_ACTS = {"submit": _submit, "approve": _approve, "reject": _reject, "retire": _retire}
