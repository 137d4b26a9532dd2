"""Registering: judged documents become new versions, all of a run in one transaction or none."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import RefusedError, UsageFaultError
from formulary.registry.accounts import acting
from formulary.registry.prepare import parse, render
from formulary.store import queries
from formulary.store.images import COMPONENT_FIELDS, components_digest
from formulary.text import quoted
from formulary.validation.run import each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO, Self

    from formulary.registry.prepare import Prepared
    from formulary.store.store import Store
    from formulary.store.work import Work
    from formulary.validation.outcome import Tally
    from formulary.validation.run import Choice

_AT_ONCE = 1000
_IN_MEMORY = 1 << 25


class Stored(NamedTuple):
    """What became of one document: a new draft, or nothing because its content is there (``new`` is False).

    ``replaced`` is the number of the draft that the new one takes the place of, 0 for none.
    """

    prepared: Prepared
    number: int
    status: str
    new: bool
    replaced: int = 0

    @property
    def label(self) -> str:
        """``ID@N``."""
        return f"{self.prepared.formula}@{self.number}"


class Batch:
    """The documents of a run, judged, aside in a file where they are many; use it in a ``with`` block."""

    def __init__(self) -> None:
        self._aside: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by __exit__
            _IN_MEMORY, "w+", encoding="utf-8"
        )
        self.refused: list[Prepared] = []
        self._sources: dict[str, tuple[str, str]] = {}

    def add(self, text: str) -> None:
        """Take in one document as ``prepare.render`` made it.

        Raises:
            UsageFaultError: another document of the run has the same id and other content.
        """
        one = parse(text)
        if not one.body:
            self.refused.append(one)
            return
        known = self._sources.get(one.formula)
        if known is None:
            self._sources[one.formula] = (one.source, one.sha256)
            self._aside.write(f"{text}\n")
        elif known[1] != one.sha256:
            raise UsageFaultError(
                f"two recipes have the id `{one.formula}`, in {quoted(known[0])} and {quoted(one.source)}",
                "Nothing was stored. Give each formula an id of its own, or register one of them.",
            )

    def __iter__(self) -> Iterator[list[Prepared]]:
        self._aside.seek(0)
        some: list[Prepared] = []
        for line in self._aside:
            some.append(parse(line))
            if len(some) == _AT_ONCE:
                yield some
                some = []
        if some:
            yield some

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.close()


def judge_all(paths: list[str], choice: Choice, jobs: int, watch: Callable[[Tally], object]) -> Batch:
    """Judge every document as ``validate`` does; ``watch`` is told the counts of each piece.

    Raises:
        UsageFaultError: two different recipes have the same id.
    """
    batch = Batch()
    for done in each(paths, choice, partial(render, choice), jobs):
        for (text,) in done.texts:
            batch.add(text)
        watch(done.tally)
    return batch


def register(store: Store, batch: Batch, by: str) -> list[Stored]:
    """Store the documents of a batch, all of them or, where one is in the way, none.

    Raises:
        UsageFaultError: nobody or an unknown account registers.
        RefusedError: another version of a formula is in review.
    """
    with store.write() as work:
        account = acting(work.db, by).id
        return [stored for some in batch for stored in _store(work, some, account)]


def _store(work: Work, some: list[Prepared], by: str) -> Iterator[Stored]:
    ids = [one.formula for one in some]
    formulas = queries.formulas(work.db, ids)
    live = queries.live(work.db, list(formulas))
    contents = queries.known_contents(work.db, [one.sha256 for one in some])
    for one in some:
        there = live.get(one.formula, [])
        same = next((row for row in there if row["sha256"] == one.sha256), None)
        if same:
            yield Stored(one, same["number"], same["status"], new=False)
            continue
        if one.sha256 not in contents:
            contents.add(one.sha256)
            work.add("content", {"sha256": one.sha256, "body": one.body})
        yield _draft(work, one, formulas.get(one.formula), there, by)
    work.flush()


def _draft(
    work: Work, one: Prepared, formula: Mapping[Any, Any] | None, live: list[Mapping[Any, Any]], by: str
) -> Stored:
    """Add a new draft; an older draft gives way, a version in review does not."""
    number = formula["newest"] + 1 if formula else 1
    replaced = 0
    for row in live:
        if row["status"] == "in-review":
            raise RefusedError(
                f"{quoted(one.source)} cannot be stored: `{one.formula}@{row['number']}` is in review",
                "Nothing was stored. Have that approved or rejected first.",
            )
        if row["status"] == "draft":
            replaced = row["number"]
            key = {"formula": one.formula, "number": replaced}
            work.change("version", key, {"status": "superseded", "ended_at": work.now})
    if formula:
        work.change("formula", {"id": one.formula}, {"newest": number, "open": number})
    else:
        work.add("formula", {"id": one.formula, "newest": 1, "approved": None, "open": 1})
    _add_version(work, one, number, by)
    work.event("register", by, formula=one.formula, number=number, sha256=one.sha256)
    return Stored(one, number, "draft", new=True, replaced=replaced)


def _add_version(work: Work, one: Prepared, number: int, by: str) -> None:
    place = {"formula": one.formula, "number": number}
    rows = [place | dict(zip(COMPONENT_FIELDS, row, strict=True)) for row in one.components]
    copied = ("sha256", "title", "indication", "route", "site", "species", "author", "search")
    work.add(
        "version",
        place
        | {name: getattr(one, name) for name in copied}
        | {"status": "draft", "round": 0, "registered_by": by, "registered_at": work.now}
        | {"approved_at": "", "ended_at": "", "components_sha256": components_digest(rows)},
    )
    work.add_components(rows)
    work.add("judgement", place | {"round": 0, "judged_at": work.now} | one.judgement._asdict())
