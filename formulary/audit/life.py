"""What rows say of the life of versions: that each status, round, time and pointer follows from an act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulary.audit.acts import Act
    from formulary.audit.replay import Replay

    Row = Mapping[str, Any]
    Place = tuple[str, int]

_BECOMES = {
    "in-review": ("submit", {"draft"}),
    "draft": ("reject", {"in-review"}),
    "approved": ("approve", {"in-review"}),
    "retired": ("retire", {"approved"}),
}
"""By which decision, and out of which status, a version gets a status; it is superseded by another's act."""

_TIMES = {"approved": "approved_at", "retired": "ended_at", "superseded": "ended_at"}
_OPEN = ("draft", "in-review")


class Life:
    """Follows the versions through their lives; what it keeps grows with the versions that changed."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._before: dict[Place, tuple[str, int]] = {}
        self._approvers = 0

    def check(self, act: Act) -> Iterator[str]:
        """What no act of this registry does, in words; the changes of the act have been applied."""
        yield from _added(act)
        for _ in act.changed.get("account", ()):
            yield "an account is changed, which no act does"
        for row in act.added.get("registry", ()):
            self._approvers = row["approvers"]
        for _, row in act.changed.get("registry", ()):
            if row["approvers"] <= self._approvers:
                yield f"the registry asks for {row['approvers']} approvals instead of {self._approvers}"
            self._approvers = row["approvers"]
        for row in act.added.get("judgement", ()):
            if row["round"] != self._now(_place(row)).get("round") or row["judged_at"] != act.at:
                yield f"the verdict on {_label(row)} is of another round or time than the event says"
        for key, row in act.changed.get("version", ()):
            yield from self._change(key, row, act)

    def _now(self, place: Place) -> Row:
        return self._replay.state("version", *place)

    def _change(self, key: Row, row: Row, act: Act) -> Iterator[str]:
        place = _place(key)
        before, round_ = self._before.get(place, ("draft", 0))
        after = row.get("status", "")
        self._before[place] = (after, row.get("round", round_))
        told: dict[str, Any] = {"round": round_ + 1} if after == "in-review" else {}
        if name := _TIMES.get(after):
            told = {name: act.at}
        if row != {"status": after, **told}:
            yield f"{_label(key)} is changed in a round or time that is not that of the event"
        if after == "superseded":
            if not _gives_way(key, before, act):
                yield f"{_label(key)} is superseded, and nothing took its place"
            return
        wanted, out_of = _BECOMES.get(after, ("", set()))
        decided = any(
            (_place(one), one["act"], one["round"]) == (place, wanted, self._now(place)["round"])
            for one in act.added.get("decision", ())
        )
        if not decided or before not in out_of:
            yield f"{_label(key)} went from {quoted(before)} to {quoted(after)} without a decision"


def _gives_way(key: Row, before: str, act: Act) -> bool:
    """Whether another version takes the place: of a draft a new one, of an approved one an approved one."""
    if before == "draft":
        return any(row["formula"] == key["formula"] for row in act.added.get("version", ()))
    return before == "approved" and any(
        other["formula"] == key["formula"] and row.get("status") == "approved"
        for other, row in act.changed.get("version", ())
    )


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


def _added(act: Act) -> Iterator[str]:
    for row in act.added.get("content", ()):
        if row["sha256"] != row["body"]:
            yield f"the content {row['sha256']} is another text than its SHA-256 says"
    for row in act.added.get("account", ()):
        if (row["created_at"], row["created_by"]) != (act.at, act.by):
            yield f"the account {row['id']} is made by another account or at another time than the event says"
    for row in act.added.get("version", ()):
        began = (row["status"], row["registered_by"], row["registered_at"])
        rest = (row["round"], row["approved_at"], row["ended_at"])
        if (began, rest) != (("draft", act.by, act.at), (0, "", "")):
            yield f"{_label(row)} did not begin as a draft of {act.by} at the time of the event"
    if act.seq > 1 and "registry" in act.added:
        yield "a second registry begins within the first"


def _place(row: Row) -> Place:
    return row["formula"], row["number"]


def _label(row: Row) -> str:
    return f"{row['formula']}@{row['number']}"
