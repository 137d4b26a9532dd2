"""No honest history raises an alarm, and no made-up one gets past a checkpoint or stops the audit."""

from __future__ import annotations

import json
import os
import random
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from audit_world import Memory, audited, chained
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from registry_world import CHOICE, Clock, put, recipe, small_registry

from formulary.audit import checkpoint
from formulary.audit.components import components_digest
from formulary.audit.registry import SHAPES
from formulary.audit.verify import Audited, audit
from formulary.errors import FormularyError
from formulary.registry.accounts import add_account
from formulary.registry.acts import Signed, carry_out
from formulary.registry.keys import revoke, trust
from formulary.registry.life import request
from formulary.signing.signer import Signer
from formulary.store.chain import canonical
from formulary.store.images import COMPONENT_FIELDS
from formulary.store.images import components_digest as stored_digest
from formulary.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SOAK = bool(os.environ.get("FORMULARY_SOAK"))
HISTORIES = 1_000 if SOAK else 25


class Clinic:
    """People who do whatever comes to their mind, as far as the registry lets them."""

    def __init__(self, store: Store, luck: random.Random) -> None:
        self.store, self.luck = store, luck
        self.people: dict[str, list[Signer]] = {}
        for name in ("mira", "jo", "kim"):
            key = self.new_key()
            trust(store, key.key, name, "mira", "", self.people["mira"][0] if self.people else None)
            self.people[name] = [key]

    def anybody(self) -> str:
        """Some account."""
        return self.luck.choice(list(self.people))

    def key(self, name: str) -> Signer:
        """A key of somebody, the newest one mostly."""
        keys = self.people[name] or [self.new_key()]
        return keys[-1] if self.luck.random() < 0.9 else self.luck.choice(keys)

    def new_key(self) -> Signer:
        """A key that nobody trusts yet."""
        return Signer(Ed25519PrivateKey.from_private_bytes(self.luck.randbytes(32)))

    def join(self) -> None:
        """Somebody new comes."""
        number = len(self.people)
        name = f"person{number}-{'abcdefghkmnpqrstuvwxyz'[number % 22] * (1 + number // 22)}"
        add_account(self.store, name, f"{name} of the clinic", self.anybody())
        self.people[name] = []

    def trust(self) -> None:
        """Somebody vouches for a key of somebody."""
        owner, by, key = self.anybody(), self.anybody(), self.new_key()
        trust(self.store, key.key, owner, by, "", self.key(by))
        self.people[owner].append(key)

    def revoke(self) -> None:
        """A key is lost."""
        if self.luck.random() < 0.3:
            revoke(self.store, self.key(self.anybody()).key.fingerprint, "lost it", self.anybody())

    def register(self) -> None:
        """One recipe or a few at once, new or changed."""
        names = self.luck.sample(["scar", "hair"], self.luck.randint(1, 2))
        put(
            self.store,
            *(recipe(name, title=f"Title {self.luck.randint(1, 9)}") for name in names),
            by=self.anybody(),
        )

    def decide(self, act: str) -> None:
        """Submit, approve, reject or retire."""
        name, by = self.luck.choice(["scar", "hair"]), self.anybody()
        setting = CHOICE.setting() if act in ("submit", "approve") else None
        asked = request(self.store, act, name, by, setting, "as is right")
        key = self.key(by)
        signed = Signed(key.key.fingerprint, key.sign(asked.statement))
        carry_out(self.store, asked, None if act == "submit" else signed)

    def live(self, steps: int) -> int:
        """So many steps; how many of them the registry let through."""
        acts: list[Callable[[], object]] = [self.join, self.trust, self.revoke, self.register, self.register]
        decisions = ("submit", "submit", "approve", "approve", "approve", "reject", "retire")
        acts += [partial(self.decide, act) for act in decisions]
        done = 0
        for _ in range(steps):
            with suppress(FormularyError):
                self.luck.choice(acts)()
                done += 1
        return done


def test_no_honest_history_raises_an_alarm(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    with small_registry(f"sqlite:///{template}", keys=False):
        pass
    done = signatures = 0
    for number in range(HISTORIES):
        file = tmp_path / f"{number}.db"
        shutil.copy(template, file)
        with open_store(f"sqlite:///{file}", Clock(hours=1)) as store:
            clinic = Clinic(store, random.Random(number))  # noqa: S311 - a history, not a secret
            done += clinic.live(25)
            with store.snapshot() as db:
                found = audited(db)
        assert found.faults == (), f"history {number}"
        signatures += found.signatures
        file.unlink()
    assert done > 6 * HISTORIES
    assert signatures > HISTORIES // 2


def kept_outside(honest: Memory) -> checkpoint.Signed:
    """A checkpoint of the honest history; that its signature is made up shows in every audit alike."""
    found = audit(honest, SHAPES)
    return checkpoint.Signed(checkpoint.draw(found, "mira", "2026-11-26T10:00:00Z"), "")


def against(kept: checkpoint.Signed, found: Audited) -> list[str]:
    """What the checkpoint says, but for its signature."""
    now = datetime(2026, 11, 26, 11, tzinfo=UTC)
    every = checkpoint.faults(kept, found, now, None)
    return [fault.message for fault in every if "not signed" not in fault.message]


nodes = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=8), st.just([]), st.just({}))


def changed(value: Any, data: st.DataObject) -> Any:
    """The value with one node, somewhere in it, replaced by something else."""
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value)))
        return value | {key: changed(value[key], data)}
    if isinstance(value, list) and value:
        place = data.draw(st.integers(0, len(value) - 1))
        return [*value[:place], changed(value[place], data), *value[place + 1 :]]
    return data.draw(nodes)


@settings(max_examples=2_000 if SOAK else 60)
@given(st.data())
def test_no_made_up_body_stops_the_audit_or_gets_past_a_checkpoint(
    honest: Memory, data: st.DataObject
) -> None:
    bodies = [event.body for event in honest.kept]
    place = data.draw(st.integers(0, len(bodies) - 1))
    body = canonical(changed(json.loads(bodies[place]), data))
    if json.loads(body) == json.loads(bodies[place]):
        return
    made = Memory(chained([*bodies[:place], body, *bodies[place + 1 :]]), honest.tables)
    kept = kept_outside(honest)
    found = audit(made, SHAPES, frozenset((kept.checkpoint.events,)))
    assert found.faults or against(kept, found)


@given(st.data())
@settings(max_examples=1_000 if SOAK else 30)
def test_no_row_of_another_type_stops_the_audit(honest: Memory, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(honest.tables)))
    rows = honest.tables[table]
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[place]) - 1))
    value = data.draw(st.one_of(st.none(), st.integers(), st.text(), st.floats(), st.binary()))
    if value == rows[place][column] and type(value) is type(rows[place][column]):
        return
    row = (*rows[place][:column], value, *rows[place][column + 1 :])
    made = Memory(honest.kept, honest.tables | {table: [*rows[:place], row, *rows[place + 1 :]]})
    assert audit(made, SHAPES).faults


def test_a_log_that_is_cut_or_replaced_is_seen_against_a_checkpoint(honest: Memory) -> None:
    kept = kept_outside(honest)
    bodies = [event.body for event in honest.kept]
    for cut in range(1, len(bodies)):
        found = audit(Memory(chained(bodies[:cut]), honest.tables), SHAPES, frozenset((len(bodies),)))
        assert f"saw {len(bodies)} events" in against(kept, found)[0]
    again = chained([bodies[0].replace("2026", "2025"), *bodies[1:]])
    found = audit(Memory(again, honest.tables), SHAPES, frozenset((len(bodies),)))
    assert any("written anew" in message for message in against(kept, found))
    assert against(kept, audit(honest, SHAPES, frozenset((len(bodies),)))) == []


@given(st.lists(st.tuples(st.integers(-1, 9), st.text(), st.text(), st.integers(0, 1)), max_size=5))
def test_the_quick_digest_of_component_rows_is_that_of_the_store(
    parts: list[tuple[int, str, str, int]],
) -> None:
    rows = [dict(zip(COMPONENT_FIELDS, part, strict=True)) for part in parts]
    assert components_digest([("scar", 1, *part) for part in parts]) == stored_digest(rows)
