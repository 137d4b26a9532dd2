"""What no row shows by itself: people signed what they decided, by keys that counted, and not alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.audit.keyring import Keyring
from formulary.audit.life import Life
from formulary.people import same_person
from formulary.signing import trust
from formulary.signing.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from formulary.audit.replay import Replay
    from formulary.signing.trust import Proof

    Row = Mapping[str, Any]

MEANING = {"approve": "approval", "reject": "review", "retire": "retirement"}
"""What the signature on a decision means; one that is not named needs none."""

LONGEST_SIGNING = 15 * 60
"""Seconds from when a person sees what is to be signed until it is stored, at the most."""


class Made(NamedTuple):
    """What a version was when it was registered: the hash of its content, and the people behind it."""

    sha256: bytes
    registered_by: str
    author: str


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
        self._life = Life(replay)
        self._made: dict[tuple[str, int], Made] = {}
        self._errors: dict[tuple[str, int], int] = {}
        self._approvals: dict[tuple[str, int], set[str]] = {}

    def check(self, act: Act, proven: Collection[Proof] = ()) -> Iterator[str]:
        """What is wrong with an act, in words; its changes have been applied."""
        for row in act.added.get("version", ()):
            made = Made(bytes.fromhex(row["sha256"]), row["registered_by"], row["author"])
            self._made[row["formula"], row["number"]] = made
        for row in act.added.get("judgement", ()):
            self._errors[row["formula"], row["number"]] = row["errors"]
        reasons = [self.ring.add(row, act.by, act.at) for row in act.added.get("key", ())]
        reasons += [
            self.ring.change(key["fingerprint"], row, act.at) for key, row in act.changed.get("key", ())
        ]
        reasons += [self._signature(row, act, proven) for row in act.added.get("signature", ())]
        yield from filter(None, reasons)
        for row in act.added.get("decision", ()):
            yield from self._decision(row, act)
        for key, row in act.changed.get("version", ()):
            yield from self._approved(key, row)
        yield from self._life.check(act)

    def _signature(self, row: Row, act: Act, proven: Collection[Proof]) -> str:
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
            *(row["formula"], row["number"], made.sha256.hex(), row["meaning"]),
            *(row["name"], row["account"], row["signed_at"]),
        )
        reason = trust.refusal(statement, row["sshsig"], key, proven) or trust.standing_now(key, act.at)
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
            made, name = self._made[key], self._replay.state("account", act.by).get("name", "")
            if made.registered_by == act.by:
                yield f"{act.by} registered {_label(row)} and approved it too"
            if made.author and same_person(made.author, act.by, name):
                yield f"{act.by} wrote {_label(row)} and approved it too"
            if self._errors.get(key):
                yield f"{_label(row)} was approved while an error stood against it"
            self._approvals.setdefault(key, set()).add(act.by)
        else:
            self._approvals.pop(key, None)

    def _approved(self, key: Row, row: Row) -> Iterator[str]:
        if row.get("status") == "approved":
            approvals = self._approvals.pop((key["formula"], key["number"]), set())
            needed = max((row[0] for row in self._replay.current["registry"].values()), default=1)
            if len(approvals) < needed:
                yield f"{_label(key)} became approved by {len(approvals)} of {needed} people"


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _label(row: Row) -> str:
    return f"{row['formula']}@{row['number']}"
