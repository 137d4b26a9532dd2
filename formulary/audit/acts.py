"""What no row shows by itself: people signed what they decided, by keys that counted, and not alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.audit.keyring import Keyring
from formulary.signing import trust
from formulary.signing.statement import Statement
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.audit.replay import Replay

    Row = Mapping[str, Any]

MEANING = {"approve": "approval", "reject": "review", "retire": "retirement"}
"""What the signature on a decision means; one that is not named needs none."""

LONGEST_SIGNING = 15 * 60
"""Seconds from when a person sees what is to be signed until it is stored, at the most."""

_BECOMES = {
    "in-review": ("submit", {"draft"}),
    "draft": ("reject", {"in-review"}),
    "approved": ("approve", {"in-review"}),
    "retired": ("retire", {"approved"}),
}
"""By which decision, and out of which status, a version gets a status; it is superseded by another's act."""


class Act(NamedTuple):
    """An event as its changes: rows added, by table, and rows changed, as pairs of key and values."""

    seq: int
    by: str
    at: str
    added: dict[str, list[Row]]
    changed: dict[str, list[tuple[Row, Row]]]


def act_of(seq: int, body: Mapping[str, Any]) -> Act:
    """The act in the body of an event whose changes could be applied."""
    act = Act(seq, body["by"], body["at"], {}, {})
    for change in body["changes"]:
        if "add" in change:
            act.added.setdefault(change["add"], []).append(change["row"])
        else:
            act.changed.setdefault(change["change"], []).append((change["key"], change["row"]))
    return act


class Acts:
    """Follows the acts one after the other; what it keeps grows with accounts, keys and versions."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self.ring = Keyring()
        self.signatures = 0
        self._made: dict[tuple[str, int], tuple[bytes, str]] = {}
        self._status: dict[tuple[str, int], str] = {}
        self._approvals: dict[tuple[str, int], set[str]] = {}

    def check(self, act: Act) -> Iterator[str]:
        """What is wrong with an act, in words; its changes have been applied."""
        for row in act.added.get("version", ()):
            self._made[row["formula"], row["number"]] = (bytes.fromhex(row["sha256"]), row["registered_by"])
            if row["status"] != "draft" or row["registered_by"] != act.by:
                yield f"{_label(row)} did not begin as a draft of {act.by}"
        reasons = [self.ring.add(row, act.by, act.at) for row in act.added.get("key", ())]
        reasons += [
            self.ring.change(key["fingerprint"], row, act.at) for key, row in act.changed.get("key", ())
        ]
        reasons += [self._signature(row, act) for row in act.added.get("signature", ())]
        yield from filter(None, reasons)
        for row in act.added.get("decision", ()):
            yield from self._decision(row, act)
        for key, row in act.changed.get("version", ()):
            if "status" in row:
                yield from self._status_change(key, row["status"], act)

    def _signature(self, row: Row, act: Act) -> str:
        self.signatures += 1
        what = f"the {row['meaning']} of {_label(row)}"
        made = self._made.get((row["formula"], row["number"]))
        key = self.ring.keys.get(row["fingerprint"])
        if made is None:
            return f"{what} is signed before there is such a version"
        if key is None:
            return f"{what} is signed with a key that was not trusted"
        late = _seconds(act.at) - _seconds(row["signed_at"])
        if (row["event"], row["account"]) != (act.seq, act.by) or not 0 <= late <= LONGEST_SIGNING:
            return f"{what} is signed by another account or at another time than the event says"
        if self._replay.state("account", row["account"]).get("name") != row["name"]:
            return f"{what} does not bear the name of the account {row['account']}"
        statement = Statement(
            *(row["formula"], row["number"], made[0].hex(), row["meaning"]),
            *(row["name"], row["account"], row["signed_at"]),
        )
        reason = trust.refusal(statement, row["sshsig"], key) or trust.standing(key, act.at)
        return f"{what} does not hold: {reason}" if reason else ""

    def _decision(self, row: Row, act: Act) -> Iterator[str]:
        key, meaning = (row["formula"], row["number"]), MEANING.get(row["act"])
        if (row["event"], row["account"], row["decided_at"]) != (act.seq, act.by, act.at):
            yield f"the decision on {_label(row)} is of another account or time than the event says"
        if meaning and not any(
            (one["formula"], one["number"], one["meaning"]) == (*key, meaning)
            for one in act.added.get("signature", ())
        ):
            yield f"the decision to {row['act']} {_label(row)} is not signed"
        if row["act"] == "approve":
            if self._made.get(key, (b"", ""))[1] == act.by:
                yield f"{act.by} registered {_label(row)} and approved it too"
            self._approvals.setdefault(key, set()).add(act.by)
        else:
            self._approvals.pop(key, None)

    def _status_change(self, key: Row, after: str, act: Act) -> Iterator[str]:
        place = (key["formula"], key["number"])
        before = self._status.get(place, "draft")
        self._status[place] = after
        if after == "superseded":
            if not _gives_way(key, before, act):
                yield f"{_label(key)} is superseded, and nothing took its place"
            return
        wanted, out_of = _BECOMES.get(after, ("", set()))
        decided = any(
            (row["formula"], row["number"], row["act"]) == (*place, wanted)
            for row in act.added.get("decision", ())
        )
        if not decided or before not in out_of:
            yield f"{_label(key)} went from {quoted(before)} to {quoted(after)} without a decision"
        if after == "approved":
            approvals = self._approvals.pop(place, set())
            needed = max((row[0] for row in self._replay.current["registry"].values()), default=1)
            if len(approvals) < needed:
                yield f"{_label(key)} became approved by {len(approvals)} of {needed} people"


def _gives_way(key: Row, before: str, act: Act) -> bool:
    """Whether another version takes the place: of a draft a new one, of an approved one an approved one."""
    if before == "draft":
        return any(row["formula"] == key["formula"] for row in act.added.get("version", ()))
    return before == "approved" and any(
        other["formula"] == key["formula"] and row.get("status") == "approved"
        for other, row in act.changed.get("version", ())
    )


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def misled(replay: Replay) -> Iterator[str]:
    """The formulas whose row does not lead to their newest, their approved and their open version."""
    place = replay.shapes["version"].changeable.index("status")
    truth: dict[Any, dict[str, Any]] = {}
    for (formula, number), values in replay.current["version"].items():
        known = truth.setdefault(formula, {"newest": 0, "approved": None, "open": None})
        known["newest"] = max(known["newest"], number)
        status = values[place]
        known["approved"] = number if status == "approved" else known["approved"]
        known["open"] = number if status in ("draft", "in-review") else known["open"]
    for (formula,) in replay.current["formula"]:
        stated = replay.state("formula", formula)
        for name, value in truth.get(formula, {"newest": 0}).items():
            if stated.get(name) != value:
                yield f"formula {formula}: `{name}` is {stated.get(name)}, and the versions say {value}"


def _label(row: Row) -> str:
    return f"{row['formula']}@{row['number']}"
