"""What can be said of an event by itself, on all cores: that it is as it was hashed, and is well signed."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.audit.replay import body_of
from formulary.errors import FormularyError
from formulary.processes import in_order, unless_few
from formulary.signing import sshsig
from formulary.signing.statement import Statement
from formulary.signing.trust import Proof
from formulary.store.chain import event_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulary.store.chain import Event

_AT_ONCE = 250
"""Events in a piece of work."""
_FEW = 24
"""Pieces for which another process is not worth its start."""


class Seen(NamedTuple):
    """An event and why it cannot be one, empty where it can; ``proven`` are signatures in it that hold."""

    event: Event
    reason: str
    proven: tuple[Proof, ...]


def looked_at(events: Iterable[Event], jobs: int) -> Iterator[Seen]:
    """The events in their order, each looked at; what cannot be read is raised behind those before it."""
    given: deque[list[Event]] = deque()
    unread: list[FormularyError] = []

    def pieces() -> Iterator[list[Event]]:
        piece: list[Event] = []
        try:
            for event in events:
                piece.append(event)
                if len(piece) == _AT_ONCE:
                    given.append(piece)
                    yield piece
                    piece = []
        except FormularyError as fault:
            unread.append(fault)
        given.append(piece)
        yield piece

    work, jobs = unless_few(pieces(), _FEW, jobs)
    for said in in_order(_looking, work, jobs):
        for event, (reason, proven) in zip(given.popleft(), said, strict=True):
            yield Seen(event, reason, proven)
    if unread:
        raise unread[0]


_Said = tuple[str, tuple[Proof, ...]]


def _looking() -> Callable[[list[Event]], list[_Said]]:
    return lambda events: list(map(_look, events))


def _look(event: Event) -> _Said:
    if event.hash != event_hash(event.seq, event.prev, event.body):
        return "the event is not as it was written: its hash does not fit its body", ()
    body = body_of(event.body)
    if body is None:
        return "the body is not that of an event", ()
    return "", tuple(_proofs(body))


def _proofs(body: dict[str, Any]) -> Iterator[Proof]:
    """The signatures that hold if the event names the right content; who knows the versions makes sure.

    Of one that does not, nothing is said here: it is checked once more, where the reason can be told.
    """
    for change in body["changes"]:
        if isinstance(change, dict) and change.get("add") == "signature":
            try:
                proof = _proof(change["row"], body["sha256"])
            except (TypeError, ValueError, KeyError):
                continue
            if not sshsig.refusal(*proof, sshsig.STATEMENT):
                yield proof


def _proof(row: dict[str, Any], sha256: str) -> Proof:
    """What would be proven; the key is the one that the signature itself names."""
    statement = Statement(
        *(row["formula"], row["number"], sha256, row["meaning"]),
        *(row["name"], row["account"], row["signed_at"]),
    )
    return Proof(statement.payload, row["sshsig"], sshsig.opened(row["sshsig"]).key)
