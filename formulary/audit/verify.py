"""The whole audit: the chain, every row of every table, every signature; the first bad event is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.audit.acts import Acts, act_of
from formulary.audit.alone import looked_at
from formulary.audit.components import component_faults
from formulary.audit.diagnosis import diagnose
from formulary.audit.life import misled
from formulary.audit.replay import Replay
from formulary.audit.source import Fault
from formulary.store.chain import EMPTY, Head

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.audit.source import Shape, Source
    from formulary.signing.trust import Proof, TrustedKey
    from formulary.store.chain import Event

MOST_FAULTS = 100
"""So many faults are told apart; what is wrong in more places is wrong altogether."""


class Audited(NamedTuple):
    """What an audit found: ``faults`` in the order of the events that they concern, none where all is well.

    ``words`` says who vouched for each key, by its fingerprint, empty where nobody did;
    ``marks`` are the hashes of the events that were asked for by number.
    """

    registry: str
    head: Head
    signatures: int
    keys: tuple[TrustedKey, ...]
    words: Mapping[str, str]
    faults: tuple[Fault, ...]
    marks: Mapping[int, str]


def audit(
    source: Source, shapes: Mapping[str, Shape], marks: frozenset[int] = frozenset(), jobs: int = 1
) -> Audited:
    """Audit everything, on so many processes beside this one if there is much of it.

    Where the chain itself is broken, rows are not compared: nothing vouches for them.
    """
    replay = Replay(shapes)
    acts = Acts(replay)
    found: list[Fault] = []
    seen: dict[int, str] = {}
    head = EMPTY
    for event, reason, proven in looked_at(source.events(), jobs):
        if event.seq in marks:
            seen[event.seq] = event.hash
        body = {} if reason else json.loads(event.body)
        if why := _unlinked(head, event) or reason or _applied(body, replay):
            found.append(Fault(head.seq + 1, why))
            break
        head = Head(event.seq, event.hash)
        found.extend(Fault(event.seq, message) for message in _acted(acts, event.seq, body, proven))
    else:
        for name, shape in shapes.items():
            if len(found) < MOST_FAULTS and not replay.agrees(name, source.rows(name)):
                found.extend(diagnose(source, shape, source.rows(name)))
        found.extend(Fault(head.seq, message) for message in _misled(replay))
        if not found:
            found.extend(component_faults(source, shapes["version"]))
    registry = next((str(key[0]) for key in replay.current["registry"]), "")
    faults = tuple(sorted(found)[:MOST_FAULTS])
    keys, words = tuple(acts.ring.keys.values()), acts.ring.words
    return Audited(registry, head, acts.signatures, keys, words, faults, seen)


def _unlinked(head: Head, event: Event) -> str:
    """Why an event cannot follow the head; empty where it does."""
    if event.seq != head.seq + 1:
        return f"the event is missing; what follows is number {event.seq}"
    if event.prev != head.hash:
        return "the event does not follow the one before: its `prev` is not the hash of that"
    return ""


def _applied(body: dict[str, Any], replay: Replay) -> str:
    for change in body["changes"]:
        if reason := replay.apply(change):
            return f"the event states {reason}"
    return ""


def _misled(replay: Replay) -> list[str]:
    try:
        return list(misled(replay))
    except TypeError:
        return ["a formula or version has a key that none of this registry has"]


def _acted(acts: Acts, seq: int, body: dict[str, Any], proven: tuple[Proof, ...]) -> list[str]:
    try:
        return list(acts.check(act_of(seq, body), proven))
    except (TypeError, ValueError, KeyError):
        return ["the event states values that no act of this registry has"]
