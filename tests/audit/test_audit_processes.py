"""An audit on several cores finds what one on one core finds, in the same order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from audit_world import Memory, another, chained

from formulary.audit import alone
from formulary.audit.registry import SHAPES
from formulary.audit.verify import Audited, audit
from formulary.errors import UsageFaultError
from formulary.store.chain import Event, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that a short history makes many of them."""
    monkeypatch.setattr(alone, "_AT_ONCE", 3)
    monkeypatch.setattr(alone, "_FEW", 2)


def on_all(source: Memory) -> Audited:
    """The audit on two cores, made sure that one core finds the same."""
    found = audit(source, SHAPES, frozenset((3,)), jobs=2)
    assert found == audit(source, SHAPES, frozenset((3,)), jobs=1)
    return found


def test_an_honest_history_is_honest_on_all_cores(honest: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise AssertionError("checked here too")

    found = on_all(honest)
    assert not found.faults
    assert found.signatures == 5
    monkeypatch.setattr("formulary.signing.trust.signature_refusal", refuse)
    assert on_all(honest).signatures == found.signatures


@pytest.mark.parametrize(
    "column", ["sshsig", "name", "meaning", "signed_at", "fingerprint", "account", "number"]
)
def test_a_signature_that_was_tampered_with_is_found(honest: Memory, column: str) -> None:
    """In the event and in the row, the chain made anew: only the signature itself can tell."""
    bodies = [json.loads(event.body) for event in honest.kept]
    for seq, body in enumerate(bodies, 1):
        row = next((one["row"] for one in body["changes"] if one.get("add") == "signature"), None)
        if row is None:
            continue
        before = tuple(row.values())
        row[column] = another(row[column])
        made = Memory(chained(list(map(canonical, bodies))), dict(honest.tables))
        made.tables["signature"] = [_with(one, before, row) for one in honest.tables["signature"]]
        found = on_all(made).faults
        assert found, (seq, column)
        assert found[0].seq == seq
        row[column] = dict(zip(row, before, strict=True))[column]


def _with(row: tuple[Any, ...], before: tuple[Any, ...], now: dict[str, Any]) -> tuple[Any, ...]:
    columns = SHAPES["signature"].columns
    same = set(row) == set(before)
    return tuple(now[name] for name in columns) if same else row


def test_a_signature_on_other_content_is_not_taken_for_proven(honest: Memory) -> None:
    """The event names the content that was signed; the version was registered with another."""
    bodies = [json.loads(event.body) for event in honest.kept]
    version = next(one["row"] for body in bodies for one in body["changes"] if one.get("add") == "version")
    version["sha256"] = "0" * 64
    found = on_all(Memory(chained(list(map(canonical, bodies))), honest.tables))
    assert any("does not fit what was signed" in fault.message for fault in found.faults)


def test_a_broken_chain_is_found_where_it_breaks(honest: Memory) -> None:
    for place in range(0, len(honest.kept), 4):
        for part in ("body", "hash", "prev", "seq"):
            events = list(honest.kept)
            changed = another(getattr(events[place], part))
            events[place] = events[place]._replace(**{part: changed})
            found = on_all(Memory(events, honest.tables))
            assert [fault.seq for fault in found.faults][-1] == place + 1, (place, part)


def test_what_is_wrong_before_a_damaged_line_is_said_first(honest: Memory) -> None:
    class Damaged(Memory):
        def events(self) -> Iterator[Event]:
            yield from self.kept
            raise UsageFaultError("it is damaged", "")

    broken = [honest.kept[0]._replace(hash="0" * 64), *honest.kept[1:]]
    assert on_all(Damaged(broken, honest.tables)).faults[0].seq == 1
    with pytest.raises(UsageFaultError, match="damaged"):
        audit(Damaged(honest.kept, honest.tables), SHAPES, jobs=2)


def test_a_short_history_starts_no_process(honest: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("formulary.processes._pool", lambda *_: pytest.fail("a process is started"))
    assert not audit(honest, SHAPES, jobs=8).faults


def test_what_cannot_be_a_signature_proves_nothing() -> None:
    rows = [None, {}, {"sshsig": 1}, {"sshsig": "x" * 5000, "formula": "a"}]
    changes: list[Any] = [
        None,
        3,
        {},
        {"add": "signature"},
        *({"add": "signature", "row": row} for row in rows),
    ]
    body = {"act": "a", "at": "t", "by": "b", "sha256": None, "changes": changes}
    (event,) = chained([canonical(body)])
    (seen,) = alone.looked_at([event], 1)
    assert (seen.reason, seen.proven) == ("", ())
