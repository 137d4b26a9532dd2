"""Registering: what is stored, what is known already, what is in the way; the same on both engines."""

from __future__ import annotations

import hashlib
import json

import pytest
from command import FAILING
from registry_world import put, recipe, small_registry

from formulary.errors import UsageFaultError
from formulary.registry.versions import version, versions
from formulary.store import queries
from formulary.store.chain import GENESIS, event_hash
from formulary.store.versions import Filter


def test_a_recipe_becomes_a_draft_that_is_kept_as_it_was_written(db_url: str) -> None:
    with small_registry(db_url) as store:
        (stored,) = put(store, recipe(author="{name: Ada}"))
        found = version(store, "example")
    assert (stored.label, stored.status, stored.new) == ("example@1", "draft", True)
    assert (found.formula, found.number, found.status) == ("example", 1, "draft")
    assert found.data["volume"] == "10 mL"
    assert (found.author, found.registered_by) == ("Ada", "mira")
    text = json.dumps(found.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert found.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert found.policy == "us"


def test_the_same_content_again_changes_nothing(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        with store.read() as db:
            before = list(queries.events(db))
        (again,) = put(store, "# a comment is no content\n" + recipe(), by="jo")
        with store.read() as db:
            assert list(queries.events(db)) == before
    assert (again.label, again.new) == ("example@1", False)


def test_new_content_takes_the_place_of_an_open_draft(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        (second,) = put(store, recipe(title="Another"))
        assert (second.number, second.replaced) == (2, 1)
        assert [one.status for one in versions(store, Filter(every=True))] == ["superseded", "draft"]
        assert version(store, "example").number == 2
        assert version(store, "example@1").data["title"] == "Example"


def test_findings_are_kept_with_a_draft(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, FAILING)
        found = version(store, "example")
    assert "FML303" in {finding["code"] for finding in found.findings}


def test_two_recipes_of_one_id_stop_the_whole_run(db_url: str) -> None:
    with small_registry(db_url) as store:
        with pytest.raises(UsageFaultError, match="two recipes have the id `example`"):
            put(store, recipe("other"), recipe(), recipe(title="Another"))
        assert list(versions(store)) == []


def test_nobody_and_strangers_register_nothing(db_url: str) -> None:
    with small_registry(db_url) as store:
        for by, words in (("", "who does this"), ("mirra", "no account `mirra`")):
            with pytest.raises(UsageFaultError, match=words):
                put(store, recipe(), by=by)
        assert list(versions(store)) == []
        assert put(store, recipe(), by=" MIRA ")[0].new


def test_every_act_is_an_event_and_the_events_are_a_chain(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe("one"), recipe("two"))
        with store.read() as db:
            events = list(queries.events(db))
    acts = [json.loads(event.body)["act"] for event in events]
    assert acts == ["init", *["account-added", "key-trusted"] * 3, "register", "register"]
    before = GENESIS
    for number, event in enumerate(events, 1):
        assert (event.seq, event.prev) == (number, before)
        assert event.hash == event_hash(number, before, event.body)
        before = event.hash
    state = json.loads(events[-1].body)
    assert (state["by"], state["formula"], state["number"]) == ("mira", "two", 1)
