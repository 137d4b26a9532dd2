"""Random walks through the life of a formula: a model of few lines says what must come of each step."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import pytest
from command import FAILING
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registry_world import act, put, recipe, small_registry

from formulary.errors import RefusedError
from formulary.registry.versions import versions
from formulary.store.versions import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.store.store import Store

PEOPLE = {"mira": "Mira Lang", "jo": "Jo Berg", "kim": "Kim Ito"}
CONTENTS = {"plain": ("", False), "by-jo": ("jo", False), "wrong": ("", True), "by-kim": ("kim", False)}
"""What can be registered: who wrote it, and whether an error stands against it."""

_walks = count(1)
WALKS = 10_000 if os.environ.get("FORMULARY_SOAK") else 40


class Model:
    """What the registry must hold of one formula."""

    def __init__(self) -> None:
        self.statuses: list[str] = []
        self.contents: list[str] = []
        self.registrants: list[str] = []

    def _only(self, *statuses: str) -> int | None:
        return next((n for n, one in enumerate(self.statuses) if one in statuses), None)

    def register(self, who: str, what: str) -> bool:
        """Whether it is stored or known."""
        live = [n for n, one in enumerate(self.statuses) if one in ("draft", "in-review", "approved")]
        if any(self.contents[n] == what for n in live):
            return True
        if self._only("in-review") is not None:
            return False
        if (draft := self._only("draft")) is not None:
            self.statuses[draft] = "superseded"
        self.statuses.append("draft")
        self.contents.append(what)
        self.registrants.append(who)
        return True

    def decide(self, act_: str, who: str) -> bool:
        """Whether it is allowed."""
        wanted = {"submit": "draft", "approve": "in-review", "reject": "in-review", "retire": "approved"}[
            act_
        ]
        number = self._only(wanted)
        if number is None:
            return False
        author, failing = CONTENTS[self.contents[number]]
        if act_ == "approve":
            if failing or who in (author, self.registrants[number]):
                return False
            if (before := self._only("approved")) is not None:
                self.statuses[before] = "superseded"
        ends = {"submit": "in-review", "approve": "approved", "reject": "draft", "retire": "retired"}
        self.statuses[number] = ends[act_]
        return True


def text_of(formula: str, what: str) -> str:
    author, failing = CONTENTS[what]
    fields = {"author": f"{{name: {PEOPLE[author].upper()}}}"} if author else {}
    return recipe(formula, FAILING, **fields) if failing else recipe(formula, **fields)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One registry for all walks of an engine; each walk has a formula of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('walks') / 'registry.db'}"
    else:
        url = request.getfixturevalue("new_postgres_url")()
    with small_registry(url) as store:
        yield store


steps = st.one_of(
    st.tuples(st.just("register"), st.sampled_from(list(PEOPLE)), st.sampled_from(list(CONTENTS))),
    st.tuples(
        st.sampled_from(["submit", "submit", "approve", "approve", "approve", "reject", "retire"]),
        st.sampled_from(list(PEOPLE)),
        st.just(""),
    ),
)


@settings(max_examples=WALKS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(steps, min_size=4, max_size=14))
def test_every_walk_ends_where_the_model_does(shared: Store, walk: list[tuple[str, str, str]]) -> None:
    formula, model = f"walk-{next(_walks)}", Model()
    put(shared, text_of(formula, "plain"))
    model.register("mira", "plain")
    for step, who, what in walk:
        done = False
        with suppress(RefusedError):
            if step == "register":
                put(shared, text_of(formula, what), by=who)
            else:
                act(shared, step, formula, who)
            done = True
        expected = model.register(who, what) if step == "register" else model.decide(step, who)
        assert done == expected, (step, who, what)
        found = list(versions(shared, Filter(formula=formula, every=True)))
        assert [one.status for one in found] == model.statuses, (step, who, what)
        assert [one.registered_by for one in found] == model.registrants
