"""The life of a version: who may do what and when, and what it leaves behind; the same on both engines."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from audit_world import attacking
from command import FAILING, here
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registry_world import CHOICE, KEYS, Clock, act, approve_new, insert_key, put, recipe, small_registry

from formulary.errors import EnvironmentFaultError, FormularyError, RefusedError, UsageFaultError
from formulary.people import same_person
from formulary.registry.accounts import add_account
from formulary.registry.acts import Signed, carry_out
from formulary.registry.keys import revoke, usable
from formulary.registry.life import request
from formulary.registry.rules import raise_approvers
from formulary.registry.versions import version, versions
from formulary.signing.signer import Signer
from formulary.store import queries
from formulary.store.store import open_store
from formulary.store.versions import Filter

SPELLINGS = (
    "Jo Berg",
    "JO BERG",
    "  jo   berg ",
    "Berg, Jo",
    "Dr. Jo Berg, PhD",
    "Jo\u00a0Berg",
    "Jo Be\u200brg",
    "Jо Berg",  # a Cyrillic o
    "Jo Bеrg",  # a Cyrillic e
    "Ｊｏ Ｂｅｒｇ",
    "Jó Bërg",
    "J0 Berg",
    "jo",
    "𝐉𝐨 𝐁𝐞𝐫𝐠",
    "Mira Lang and Jo Berg",
)


def statuses(store: object, formula: str = "example") -> list[str]:
    return [one.status for one in versions(store, Filter(formula=formula, every=True))]  # type: ignore[arg-type]


def test_from_draft_to_approved_and_the_next_one_supersedes(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        assert version(store, "example").number == 1
        put(store, recipe(title="Another"))
        assert version(store, "example").number == 1
        act(store, "submit", "example", "mira")
        assert statuses(store) == ["approved", "in-review"]
        result = act(store, "approve", "example", "jo")
        assert (result.label, result.status, result.superseded) == ("example@2", "approved", 1)
        assert statuses(store) == ["superseded", "approved"]
        found = version(store, "example")
    assert (found.number, [one.meaning for one in found.signatures]) == (2, ["approval"])
    assert (found.signatures[0].account, found.signatures[0].name) == ("jo", "Jo Berg")


def test_a_rejection_goes_back_to_draft_and_a_new_round_begins(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        act(store, "reject", "example", "kim", "the needle is too long")
        assert statuses(store) == ["draft"]
        act(store, "submit", "example", "mira")
        act(store, "approve", "example", "jo")
        assert statuses(store) == ["approved"]
        with store.read() as db:
            decided = queries.decisions(db, "example", 1)
    assert [(one["act"], one["round"]) for one in decided] == [
        ("submit", 1),
        ("reject", 1),
        ("submit", 2),
        ("approve", 2),
    ]


def test_a_retired_version_is_nobodys_current_one_and_can_come_back_as_a_new_draft(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        with pytest.raises(RefusedError, match="needs a reason"):
            act(store, "retire", "example", "jo", " ")
        act(store, "retire", "example", "jo", "the stock is withdrawn")
        assert statuses(store) == ["retired"]
        assert put(store, recipe())[0].label == "example@2"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_author_cannot_approve_under_another_spelling(spelling: str) -> None:
    assert same_person(spelling, "jo", "Jo Berg")
    assert not same_person(spelling, "kim", "Kim Ito")


def test_nobody_approves_what_they_wrote_or_registered(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe(author='{name: "Berg, JO"}'))
        act(store, "submit", "example", "mira")
        for by, words in (("mira", "mira registered"), (" MIRA", "mira registered"), ("jo", "jo wrote")):
            with pytest.raises(RefusedError, match=words):
                act(store, "approve", "example", by)
        for spelling in ("mirа", "mira lang", "m.ira", "mira2"):
            with pytest.raises(FormularyError, match=r"account"):
                act(store, "approve", "example", spelling)
        assert act(store, "approve", "example", "kim").status == "approved"


@pytest.mark.parametrize(
    ("account", "name"),
    [("mira", "Somebody"), ("m1ra", "Somebody"), ("rnira", "Somebody"), ("mira.", "X"), ("z", "Lang, Mira")],
)
def test_no_second_account_looks_like_a_first(db_url: str, account: str, name: str) -> None:
    with small_registry(db_url) as store, pytest.raises(FormularyError, match="looks the same"):
        add_account(store, account, name, "jo")


def test_an_error_blocks_approval(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, FAILING)
        act(store, "submit", "example", "mira")
        with pytest.raises(RefusedError, match="errors stand against it"):
            act(store, "approve", "example", "jo")
        assert statuses(store) == ["in-review"]


def test_a_verdict_that_has_changed_blocks_approval(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        with store.write() as work:  # as if it had been found with something that is gone now
            row = {"formula": "example", "number": 1}
            last = queries.judgement(work.db, "example", 1, 1)
            gone = '[{"code":"FML302","severity":"warning","pointer":"","not_checked":false}]'
            work.change("version", row, {"round": 2})
            work.add("judgement", {**last, "round": 2, "findings": gone})
            work.event("test", "mira")
        with pytest.raises(RefusedError, match=r"has changed .* gone are FML302"):
            act(store, "approve", "example", "jo")
        act(store, "reject", "example", "jo")
        act(store, "submit", "example", "mira")
        assert act(store, "approve", "example", "jo").status == "approved"


def test_two_approvers_are_two_people(db_url: str) -> None:
    with small_registry(db_url, approvers=2) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        first = act(store, "approve", "example", "jo")
        assert (first.status, first.approvals, first.needed) == ("in-review", 1, 2)
        with pytest.raises(RefusedError, match="approved `example@1` already"):
            act(store, "approve", "example", "jo")
        assert act(store, "approve", "example", "kim").status == "approved"


def test_the_number_of_approvers_can_be_raised_and_never_lowered(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        raise_approvers(store, 2, "kim")
        assert act(store, "approve", "example", "jo").needed == 2
        with pytest.raises(RefusedError, match="never for fewer"):
            raise_approvers(store, 1, "kim")
        assert statuses(store) == ["in-review"]
    assert here("--db", db_url, "verify").code == 0
    assert (
        here("--db", db_url, "db", "approvers", "3", "--as", "jo").out
        == "a version is approved by 3 people\n"
    )


def test_an_approval_of_an_earlier_round_does_not_count(db_url: str) -> None:
    with small_registry(db_url, approvers=2) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        act(store, "approve", "example", "jo")
        act(store, "reject", "example", "kim")
        act(store, "submit", "example", "mira")
        assert act(store, "approve", "example", "kim").approvals == 1


def test_keys_that_do_not_count_are_refused(db_url: str) -> None:
    stranger, old, revoked = (Signer(Ed25519PrivateKey.generate()) for _ in range(3))
    with small_registry(db_url) as store:
        insert_key(store, "jo", old, valid_until="2026-02-01T00:00:00Z")
        insert_key(store, "jo", revoked, revoked_at="2026-02-01T00:00:00Z")
        put(store, recipe())
        act(store, "submit", "example", "mira")
        asked = request(store, "approve", "example", "jo", CHOICE.setting())
        other = request(store, "reject", "example", "jo", None, "no")
        good = KEYS["jo"]
        for signer, statement, words in (
            (stranger, asked.statement, "not trusted for jo"),
            (KEYS["kim"], asked.statement, "not trusted for jo"),
            (old, asked.statement, "expired"),
            (revoked, asked.statement, "revoked"),
            (good, other.statement, "does not hold"),
            (good, asked.statement._replace(version=2), "does not hold"),
            (good, asked.statement._replace(sha256="0" * 64), "does not hold"),
        ):
            with pytest.raises(RefusedError, match=words):
                carry_out(store, asked, Signed(signer.key.fingerprint, signer.sign(statement)))
        with pytest.raises(RefusedError, match="needs a signature"):
            carry_out(store, asked, None)
        assert statuses(store) == ["in-review"]


def test_a_signature_begun_too_long_ago_is_not_taken(db_url: str) -> None:
    clock = Clock(hours=1)
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
    with open_store(db_url, clock) as store:
        asked = request(store, "approve", "example", "jo", CHOICE.setting())
        signed = Signed(KEYS["jo"].key.fingerprint, KEYS["jo"].sign(asked.statement))
        clock.now += timedelta(minutes=16)
        with pytest.raises(RefusedError, match="too long ago"):
            carry_out(store, asked, signed)


def test_a_clock_that_was_put_back_wakes_no_revoked_key_and_takes_no_signature(db_url: str) -> None:
    clock = Clock(hours=1)
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
    with open_store(db_url, clock) as store:
        asked = request(store, "approve", "example", "jo", CHOICE.setting())
        signed = Signed(KEYS["jo"].key.fingerprint, KEYS["jo"].sign(asked.statement))
        clock.now -= timedelta(minutes=1)
        with pytest.raises(RefusedError, match="the clock has been put back"):
            carry_out(store, asked, signed)
        clock.now += timedelta(minutes=5)
        revoke(store, KEYS["jo"].key.fingerprint, "laptop stolen", "mira")
        clock.now -= timedelta(minutes=5)
        with pytest.raises(RefusedError, match="is revoked since"):
            act(store, "approve", "example", "jo")
        with store.read() as db, pytest.raises(UsageFaultError, match="is revoked since"):
            usable(db, KEYS["jo"].key, "jo", store.now(db))


def test_content_that_is_not_what_its_hash_says_is_neither_shown_nor_signed(db_url: str) -> None:
    """The recipe under a hash is another for as long as somebody looks at it."""
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")
        with attacking(db_url, "COMMIT") as db:
            db.exec_driver_sql("UPDATE content SET body = replace(body, '10 mL', '20 mL')")
        for look in (
            lambda: request(store, "approve", "example", "jo", CHOICE.setting()),
            lambda: version(store, "example"),
        ):
            with pytest.raises(EnvironmentFaultError, match="is not what was registered"):
                look()


def test_of_eight_racing_approvals_one_wins(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        act(store, "submit", "example", "mira")

    def approve(number: int) -> str:
        with open_store(db_url, Clock(hours=1)) as own:
            try:
                return act(own, "approve", "example", ("jo", "kim")[number % 2]).status
            except RefusedError as fault:
                return fault.message

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(approve, range(8)))
    assert found.count("approved") == 1, found
    assert {one for one in found if one != "approved"} == {
        "`example@1` is approved, so nobody can approve it"
    }


def test_every_act_says_in_the_chain_what_it_changed(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        with store.read() as db:
            last = json.loads(list(queries.events(db))[-1].body)
    assert (last["act"], last["by"], last["formula"], last["number"]) == ("approve", "jo", "example", 1)
    told = {(change.get("add") or change.get("change")): change["row"] for change in last["changes"]}
    assert set(told) == {"decision", "signature", "version", "formula"}
    assert told["formula"] == {"approved": 1, "open": None}
