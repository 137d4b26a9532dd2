"""Whoever owns the database cannot change it unnoticed, and the first bad event is named; on both engines."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from audit_world import (
    another,
    audited,
    events,
    rewrite,
    set_value,
    some,
    stating,
    table_rows,
)
from sqlalchemy import text

from formulary.store.chain import canonical, digest, event_hash
from formulary.store.images import CHAINED
from formulary.store.store import open_store
from formulary.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

SOAK = bool(os.environ.get("FORMULARY_SOAK"))
COLUMNS = [(table, column.name) for table in CHAINED for column in metadata.tables[table].columns]


def test_an_honest_history_is_as_it_was_recorded(url: str) -> None:
    with open_store(url) as store, store.snapshot() as db:
        found = audited(db)
    assert found.faults == ()
    assert (found.head.seq, found.signatures, len(found.keys)) == (23, 5, 3)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_byte_of_any_column_is_missed(db: Connection, table: str, column: str) -> None:
    rows = table_rows(db, table)
    assert rows, "the history has no such row"
    for before in some(rows)[: None if SOAK else 1]:
        expected = stating(db, table, before, column)
        set_value(db, table, before, column, another(before[column]))
        found = audited(db)
        assert found.faults, f"{table}.{column} of {before}"
        assert found.faults[0].seq == expected, found.faults
        moved = before | {column: another(before[column])}
        set_value(db, table, moved, column, before[column])
    assert audited(db).faults == ()


@pytest.mark.parametrize("column", [column.name for column in metadata.tables["component"].columns])
def test_one_byte_of_a_component_row_is_missed(db: Connection, column: str) -> None:
    for row in some(table_rows(db, "component")):
        expected = stating(db, "version", row, "components_sha256")
        set_value(db, "component", row, column, another(row[column]))
        found = audited(db)
        assert found.faults
        assert found.faults[0].seq == expected
        set_value(db, "component", row | {column: another(row[column])}, column, row[column])


@pytest.mark.parametrize("column", ["seq", "body", "prev", "hash"])
def test_one_byte_of_any_event_is_named(db: Connection, column: str) -> None:
    for event in some(events(db)):
        row = event._asdict()
        value = 1000 if column == "seq" else another(row[column])
        set_value(db, "audit", row, column, value)
        assert audited(db).faults[0].seq == event.seq
        set_value(db, "audit", row | {column: value}, column, row[column])


def test_each_event_that_is_deleted_is_named(db: Connection) -> None:
    for event in some(events(db)):
        db.execute(text("DELETE FROM audit WHERE seq = :seq"), {"seq": event.seq})
        found = audited(db)
        assert found.faults
        assert found.faults[0].seq == event.seq
        db.execute(metadata.tables["audit"].insert(), event._asdict())


def test_each_two_events_that_change_places_are_named(db: Connection) -> None:
    every = events(db)
    for first, second in some(list(pairwise(every))):
        set_value(db, "audit", first._asdict(), "body", second.body)
        set_value(db, "audit", second._asdict(), "body", first.body)
        assert audited(db).faults[0].seq == first.seq
        set_value(db, "audit", first._asdict(), "body", first.body)
        set_value(db, "audit", second._asdict(), "body", second.body)


def test_each_event_that_is_replaced_by_a_sound_one_is_named(db: Connection) -> None:
    for event in some(events(db)[:-1]):
        body = event.body.replace('"at":"2026', '"at":"2027')
        made = event_hash(event.seq, event.prev, body)
        row = event._asdict()
        set_value(db, "audit", row, "body", body)
        set_value(db, "audit", row, "hash", made)
        assert audited(db).faults[0].seq in (event.seq, event.seq + 1)
        set_value(db, "audit", row, "body", event.body)
        set_value(db, "audit", row, "hash", event.hash)


def test_a_tail_that_is_cut_leaves_rows_that_no_event_states(db: Connection) -> None:
    for seq in some(range(2, events(db)[-1].seq + 1)):
        db.execute(text("DELETE FROM audit WHERE seq >= :seq"), {"seq": seq})
        assert audited(db).faults[0].seq <= seq


@pytest.mark.parametrize("table", list(metadata.tables))
def test_a_row_that_is_removed_or_made_up_is_missed(db: Connection, table: str) -> None:
    named = metadata.tables[table]
    row = table_rows(db, table)[-1]
    query = named.delete()
    for key in named.primary_key:
        query = query.where(key == row[key.name])
    db.execute(query)
    assert audited(db).faults
    db.execute(named.insert(), row)
    assert audited(db).faults == ()
    made_up = {name: another(value) for name, value in row.items()}
    db.execute(named.insert(), made_up)
    assert audited(db).faults


def test_a_chain_made_anew_around_another_recipe_lacks_the_signature(db: Connection) -> None:
    """The owner of the database changes an approved recipe everywhere, and every hash with it."""
    version = next(row for row in table_rows(db, "version") if row["title"] == "Another scar")
    content = next(row for row in table_rows(db, "content") if row["sha256"] == version["sha256"])
    body = content["body"].replace("10 mL", "90 mL")
    old, new = content["sha256"], digest(body)
    set_value(db, "version", version, "sha256", new)
    set_value(db, "content", content, "body", body)
    set_value(db, "content", content, "sha256", new)
    bodies = {event.seq: event.body.replace(old, new) for event in events(db)}
    rewrite(db, 1, bodies)
    found = audited(db)
    assert "the approval of scar@2 does not hold" in found.faults[0].message


def _without(db: Connection, seq: int, *tables: str) -> None:
    """Take the rows of some tables out of an event, and out of the tables, and make the chain anew."""
    event = events(db)[seq - 1]
    body = json.loads(event.body)
    for change in body["changes"]:
        if change.get("add") in tables:
            db.execute(text(f"DELETE FROM {change['add']} WHERE event = {seq}"))  # noqa: S608 - names of ours
    body["changes"] = [change for change in body["changes"] if change.get("add") not in tables]
    rewrite(db, seq, {seq: canonical(body)})


def _seq_of(db: Connection, act: str) -> int:
    return next(event.seq for event in events(db) if json.loads(event.body)["act"] == act)


@pytest.mark.parametrize("act", ["approve", "reject", "retire"])
def test_a_decision_needs_its_signature_and_a_status_its_decision(db: Connection, act: str) -> None:
    seq = _seq_of(db, act)
    _without(db, seq, "signature")
    assert audited(db).faults[0].seq == seq
    assert "is not signed" in audited(db).faults[0].message
    _without(db, seq, "decision")
    assert any("without a decision" in fault.message for fault in audited(db).faults)


def _done_by(db: Connection, seq: int, account: str, name: str) -> None:
    """Say that somebody else did the act of an event, in it and in the rows, and make the chain anew."""
    body = json.loads(events(db)[seq - 1].body)
    body["by"] = account
    for change in body["changes"]:
        row = change["row"]
        for column, value in (("account", account), ("name", name)):
            if change.get("add") in ("decision", "signature") and column in row:
                set_value(db, change["add"], row, column, value)
                row[column] = value
    rewrite(db, seq, {seq: canonical(body)})


def test_nobody_can_be_put_in_the_place_of_who_approved(db: Connection) -> None:
    _done_by(db, _seq_of(db, "approve"), "mira", "Mira Lang")
    messages = [fault.message for fault in audited(db).faults]
    assert "mira registered scar@1 and approved it too" in messages
    assert any("the approval of scar@1 does not hold: the key" in message for message in messages)


def test_a_key_that_nobody_vouches_for_is_named(db: Connection) -> None:
    """A made-up key is added to the first table and to the chain, as an owner of the database could."""
    seq = [event.seq for event in events(db) if json.loads(event.body)["act"] == "key-trusted"][1]
    body = json.loads(events(db)[seq - 1].body)
    row = body["changes"][0]["row"]
    for name in ("endorsed_by", "endorsement"):
        set_value(db, "key", row, name, "")
        row[name] = ""
    rewrite(db, seq, {seq: canonical(body)})
    found = audited(db)
    assert (found.faults[0].seq, found.faults[0].message.rpartition(": ")[2]) == (seq, "no signature")


def test_a_revocation_cannot_be_taken_back(db: Connection) -> None:
    seq = _seq_of(db, "key-revoked")
    body = json.loads(events(db)[seq - 1].body)
    body["changes"][0]["row"]["revoked_at"] = ""
    row = next(row for row in table_rows(db, "key") if row["revoked_at"])
    set_value(db, "key", row, "revoked_at", "")
    rewrite(db, seq, {seq: canonical(body)})
    assert "otherwise than by revoking it now" in audited(db).faults[0].message


def test_a_formula_cannot_be_made_to_lead_to_an_older_version(db: Connection) -> None:
    """The owner of the database lets `scar` mean its superseded version, in the row and in the chain."""
    seq = [event.seq for event in events(db) if json.loads(event.body)["act"] == "approve"][1]
    body = json.loads(events(db)[seq - 1].body)
    (change,) = [change for change in body["changes"] if change.get("change") == "formula"]
    change["row"]["approved"] = 1
    set_value(db, "formula", {"id": "scar"}, "approved", 1)
    rewrite(db, seq, {seq: canonical(body)})
    assert "formula scar: `approved` is 1, and the versions say 2" in audited(db).faults[0].message


def test_nothing_is_superseded_without_a_successor(db: Connection) -> None:
    seq = _seq_of(db, "key-revoked")
    body = json.loads(events(db)[seq - 1].body)
    key = {"formula": "scar", "number": 2}
    for name, value in {"status": "superseded"}.items():
        set_value(db, "version", key, name, value)
        body["changes"].append({"change": "version", "key": key, "row": {name: value}})
    rewrite(db, seq, {seq: canonical(body)})
    messages = [fault.message for fault in audited(db).faults]
    assert "scar@2 is superseded, and nothing took its place" in messages
