"""Events that no command writes, chained and applied by the owner of the database, are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from audit_world import audited, events, rewrite, set_value, table_rows
from registry_world import KEYS

from formulary.signing.statement import Statement
from formulary.store.chain import canonical, digest, link
from formulary.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT = "2026-11-26T12:00:00Z"


def forge(db: Connection, by: str, *changes: dict[str, Any], at: str = AT) -> str:
    """Append an event with these changes, apply them to the rows, and audit: everything that is wrong."""
    body = canonical({"act": "forged", "at": at, "by": by, "changes": list(changes)})
    last = events(db)[-1]
    db.execute(metadata.tables["audit"].insert(), link(type(last)(*last), body)._asdict())
    for change in changes:
        if "add" in change:
            db.execute(metadata.tables[change["add"]].insert(), change["row"])
        else:
            for column, value in change["row"].items():
                set_value(db, change["change"], change["key"], column, value)
    found = audited(db)
    assert not found.faults or found.faults[0].seq == last.seq + 1, found.faults
    return "; ".join(fault.message for fault in found.faults)


def change(table: str, key: dict[str, Any], **row: Any) -> dict[str, Any]:
    return {"change": table, "key": key, "row": row}


def place(name: str) -> dict[str, Any]:
    formula, _, number = name.partition("@")
    return {"formula": formula, "number": int(number)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([change("version", place("scar@2"), status="superseded", ended_at=AT)], "nothing took its place"),
        ([change("version", place("last@1"), status="superseded", ended_at=AT)], "nothing took its place"),
        ([change("version", place("scar@2"), approved_at="2020-01-01T00:00:00Z")], "round or time"),
        ([change("version", place("hair@1"), round=9)], "round or time"),
        ([change("formula", {"id": "scar"}, approved=1)], "the versions say"),
        ([change("formula", {"id": "scar"}, approved=None)], "the versions say"),
        ([change("formula", {"id": "hair"}, open=None)], "the versions say"),
        ([change("formula", {"id": "hair"}, newest=7)], "the versions say"),
        ([change("account", {"id": "jo"}, name="Mira Lange", name_skeleton="x")], "account is changed"),
    ],
)
def test_no_status_and_no_name_changes_without_an_act(
    db: Connection, changes: list[dict[str, Any]], words: str
) -> None:
    assert words in forge(db, "mira", *changes)


def test_the_number_of_approvers_is_not_lowered(db: Connection) -> None:
    (row,) = table_rows(db, "registry")
    assert not forge(db, "mira", change("registry", {"id": row["id"]}, approvers=2))
    assert "asks for 1 approvals instead of 2" in forge(
        db, "mira", change("registry", {"id": row["id"]}, approvers=1)
    )


def test_no_registry_begins_within_another(db: Connection) -> None:
    (row,) = table_rows(db, "registry")
    second = row | {"id": "f" * 32}
    assert "a second registry" in forge(db, "", {"add": "registry", "row": second})


@pytest.mark.parametrize("column", ["registered_at", "round", "approved_at"])
def test_no_version_begins_at_another_time_or_further_on(db: Connection, column: str) -> None:
    """A draft that a client of somebody's own making registers, back-dated or as if it had been approved."""
    version = next(row for row in table_rows(db, "version") if row["formula"] == "last")
    made = version | place("next@1") | {"registered_at": AT}
    made[column] = 3 if column == "round" else "2020-01-01T00:00:00Z"
    formula = {"id": "next", "newest": 1, "approved": None, "open": 1}
    changes = [{"add": "formula", "row": formula}, {"add": "version", "row": made}]
    assert "did not begin as a draft" in forge(db, version["registered_by"], *changes)


def approve_hair(db: Connection, by: str, at: str = AT) -> str:
    """Approve what is in review, signed with a key, by writing to the database alone."""
    version = next(row for row in table_rows(db, "version") if row["formula"] == "hair")
    name = next(row["name"] for row in table_rows(db, "account") if row["id"] == by)
    statement = Statement("hair", 1, version["sha256"], "approval", name, by, at)
    event = events(db)[-1].seq + 1
    both = {"event": event, **place("hair@1"), "account": by}
    decision = both | {"act": "approve", "round": version["round"], "decided_at": at, "reason": ""}
    decision |= {"policy_sha256": "", "catalogue_sha256": ""}
    signature = both | {"meaning": "approval", "name": name, "signed_at": at}
    signature |= {"fingerprint": KEYS[by].key.fingerprint, "sshsig": KEYS[by].sign(statement)}
    return forge(
        db,
        by,
        {"add": "decision", "row": decision},
        {"add": "signature", "row": signature},
        change("version", place("hair@1"), status="approved", approved_at=at),
        change("formula", {"id": "hair"}, approved=1, open=None),
        at=at,
    )


def rewritten(db: Connection, table: str, name: str, **values: Any) -> None:
    """State other values of the rows of a formula from the beginning, in the events and in the rows."""
    bodies = {}
    for event in events(db):
        body = json.loads(event.body)
        for one in body["changes"]:
            if one.get("add") == table and name in (one["row"].get("formula"), one["row"].get("sha256")):
                hashed = {key: digest(value) if key == "body" else value for key, value in values.items()}
                for column, value in values.items():
                    set_value(db, table, one["row"], column, value)
                one["row"] |= hashed
        bodies[event.seq] = canonical(body)
    rewrite(db, 1, bodies)


def test_an_approval_by_hand_that_breaks_no_rule_stands(db: Connection) -> None:
    assert approve_hair(db, "kim") == ""


def test_no_approval_by_hand_of_ones_own_formula_stands(db: Connection) -> None:
    rewritten(db, "version", "hair", author="ITO, Kim MD")
    assert "kim wrote hair@1 and approved it too" in approve_hair(db, "kim")


def test_no_approval_by_hand_against_an_error_stands(db: Connection) -> None:
    rewritten(db, "judgement", "hair", errors=2)
    assert "an error stood against it" in approve_hair(db, "kim")


def test_a_revoked_key_signs_nothing_more_by_a_clock_that_was_put_back(db: Connection) -> None:
    """Jo's key was valid before it was revoked; what comes later in the chain comes later."""
    early = next(row["valid_from"] for row in table_rows(db, "key") if row["account"] == "jo")
    assert "is revoked since" in approve_hair(db, "jo", at=early)


def test_a_signed_hash_stands_for_no_other_content(db: Connection) -> None:
    """The content under an approved hash becomes another, and the events from the beginning say so."""
    version = next(row for row in table_rows(db, "version") if row["title"] == "Another scar")
    content = next(row for row in table_rows(db, "content") if row["sha256"] == version["sha256"])
    rewritten(db, "content", version["sha256"], body=content["body"].replace("10 mL", "90 mL"))
    assert "another text than its SHA-256 says" in audited(db).faults[0].message


def test_the_last_key_in_force_is_not_revoked(db: Connection) -> None:
    """Whoever revoked it could name the next key on the word of nobody."""
    keys = {row["account"]: {"fingerprint": row["fingerprint"]} for row in table_rows(db, "key")}
    lost = {"revoked_at": AT, "revoked_reason": "lost"}
    assert not forge(db, "jo", change("key", keys["mira"], **lost))
    assert "the last key in force" in forge(db, "jo", change("key", keys["kim"], **lost))
