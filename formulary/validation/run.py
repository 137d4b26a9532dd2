"""Many documents, in order, on all cores: small pieces of work out, rendered text and counts back."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulary.catalogue.load import catalogue_with
from formulary.findings import Severity
from formulary.processes import in_order
from formulary.source.files import read_file
from formulary.source.read import syntax_of
from formulary.validation.collection import Collection, Entry
from formulary.validation.judge import Text, examine, judge_unread, unreadable
from formulary.validation.outcome import Outcome, Tally
from formulary.validation.pieces import Done, Piece, pieces
from formulary.validation.setting import PathPolicies, Setting
from formulary.validation.staleness import others_untimely, stale, today
from formulary.validation.waiving import by_recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulary.domain.waiver import Waiver
    from formulary.findings import Finding
    from formulary.rules.case import Case
    from formulary.validation.cache import Cache
    from formulary.validation.debts import Baseline
    from formulary.validation.waivers import WaiverFile

    Render = Callable[[Outcome], tuple[str, ...]]  # one text for each report that is made of the run

_PARALLEL_FROM_FILES = 48
_PARALLEL_FROM_BYTES = 1 << 20
_TOGETHER = 24
_BYTES_TOGETHER = 1 << 17
"""How many documents are judged together, rule by rule: a few, so that large ones do not fill the memory."""


class Choice(NamedTuple):
    """What the user chose; plain text, so that it can be sent to another process.

    ``catalogue`` is the folder that is laid on top of the shipped catalogue, empty for none. ``allowed`` are
    the policies that recipes may name, None for those that build on the run's. ``per_path`` are patterns,
    meant from the folder ``root``, with the policies of the files that match. ``severity`` are codes with
    levels.
    """

    policy: str
    forced: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    catalogue: str = ""
    allowed: tuple[str, ...] | None = None
    root: str = "."
    per_path: tuple[tuple[str, str], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None

    def setting(self) -> Setting:
        """The choice with the catalogue and the policy that it names."""
        catalogue = catalogue_with(self.catalogue)
        return Setting(
            catalogue,
            catalogue.policy(self.policy),
            self.forced,
            self.select,
            self.ignore,
            self.allowed,
            others_untimely(catalogue, self.policy, today()),
            {code: Severity(level) for code, level in self.severity},
            PathPolicies(self.root, () if self.forced else self.per_path),
            by_recipe(self.waivers),
            self.baseline,
        )


def work(piece: Piece, setting: Setting, render: Render, cache: Cache | None = None) -> Done:
    """Judge and render one piece of work, or say what the cache knows of it."""
    raws = opened(piece)
    key = cache.key(_contents(piece, raws)) if cache and _all_read(piece, raws) else b""
    known = cache.get(key) if cache and key else None
    if known:
        return known
    done = _judged(piece, raws, setting, render)
    if cache and key and done.lasting:
        cache.put(key, done)
    return done


def recall(piece: Piece, cache: Cache) -> Done | None:
    """What the cache knows of a piece of work; None where it must be judged."""
    raws = opened(piece)
    return cache.get(cache.key(_contents(piece, raws))) if _all_read(piece, raws) else None


def opened(piece: Piece) -> list[bytes | Finding]:
    """The bytes of each file of a piece, or why it cannot be read."""
    return [read_file(path) for path in piece.files]


def _all_read(piece: Piece, raws: list[bytes | Finding]) -> bool:
    return all(isinstance(raw, bytes) for raw in (*raws, *(record for _, record in piece.records)))


def _contents(piece: Piece, raws: list[bytes | Finding]) -> Iterator[bytes]:
    """Everything that sets one piece of work apart from another."""
    yield b"first" if piece.new_file else b"later"
    for path, raw in (*zip(piece.files, raws, strict=True), *piece.records):
        yield (f"{piece.stream}:{path}" if piece.stream else str(path)).encode("utf-8", "surrogateescape")
        yield raw if isinstance(raw, bytes) else b""


def _judged(piece: Piece, raws: list[bytes | Finding], setting: Setting, render: Render) -> Done:
    texts: list[tuple[str, ...]] = []
    entries: list[Entry] = []
    tally = Tally(files=len(piece.files) + piece.new_file)
    lasting = True
    for outcome, _ in examined(piece, raws, setting):
        tally.add(outcome)
        rendered = render(outcome)
        if any(rendered):
            texts.append(rendered)
        if outcome.facts:
            clean = outcome.clean and outcome.is_recipe
            entries.append(Entry(outcome.name, outcome.facts, clean, outcome.is_session))
        lasting = lasting and not outcome.is_session
    return Done(tuple(texts), tally, tuple(entries), lasting)


def _together(done: Iterable[Done], setting: Setting, render: Render) -> Iterator[Done]:
    """The work, and after each piece what is to be said of its recipes beside those of the pieces before."""
    collection = Collection(setting)
    for piece in done:
        texts, tally = list(piece.texts), piece.tally
        for entry in piece.entries:
            found = collection.add(entry)
            if found:
                tally.add(found)
                tally.clean -= entry.clean and not found.clean
                texts.append(render(found))
        yield Done(tuple(filter(any, texts)), tally)
    if last := collection.end():
        tally = Tally()
        tally.add(last)
        yield Done(tuple(filter(any, [render(last)])), tally)


def examined(
    piece: Piece, raws: list[bytes | Finding], setting: Setting
) -> Iterator[tuple[Outcome, Case | None]]:
    """The outcome of each document of a piece, in order, with what the rules looked at in a sound recipe."""
    few: list[Text] = []
    for one in _documents(piece, raws, setting):
        if isinstance(one, Outcome):
            yield from examine(few, setting)
            few = []
            yield one, None
            continue
        few.append(one)
        if len(few) == _TOGETHER or sum(len(text.raw) for text in few) > _BYTES_TOGETHER:
            yield from examine(few, setting)
            few = []
    yield from examine(few, setting)


def _documents(piece: Piece, raws: list[bytes | Finding], setting: Setting) -> Iterator[Text | Outcome]:
    """What is to be judged, and the outcome of what could not be read."""
    for path, raw in zip(piece.files, raws, strict=True):
        if isinstance(raw, bytes):
            yield Text(raw, path, "json" if syntax_of(path) == "json" else "yaml")
        else:
            yield unreadable(path, raw, setting)
    for number, record in piece.records:
        if isinstance(record, bytes):
            yield Text(record, piece.stream, "json", number)
        else:
            yield judge_unread(record, setting)


def is_large(paths: list[str]) -> bool:
    """Whether more than one process is worth its start."""
    if len(paths) >= _PARALLEL_FROM_FILES:
        return True
    streams = [Path(path) for path in paths if syntax_of(path) == "ndjson"]
    try:
        return sum(path.stat().st_size for path in streams) >= _PARALLEL_FROM_BYTES
    except OSError:
        return False


def preface(choice: Choice, render: Render) -> Iterator[Done]:
    """What is to be said of the run as a whole, before any file: a policy that is due for review."""
    found = stale(choice.setting(), today())
    if found and found.reported:
        tally = Tally()
        tally.add(found)
        yield Done((render(found),), tally)


def after_run(file: WaiverFile | None, tally: Tally, setting: Setting, render: Render) -> Iterator[Done]:
    """What is to be said of the waivers when all files are judged: by then ``tally`` counts all of them."""
    if file is None:
        return
    from formulary.validation.waivers_met import outcome_of  # noqa: PLC0415 - only who has waivers pays for it

    found = outcome_of(file, tally.met, setting)
    if found.reported or found.left_out:
        own = Tally()
        own.add(found)
        rendered = render(found)
        yield Done((rendered,) if any(rendered) else (), own)


def run(
    paths: list[str], choice: Choice, render: Render, jobs: int, cache: Cache | None = None
) -> Iterator[Done]:
    """Every piece of work in order. ``render`` must be importable by name, so that processes can share it.

    At most a few pieces are under way at once, so memory stays level however long the input is.
    """
    yield from _together(each(paths, choice, render, jobs, cache), choice.setting(), render)


def each(
    paths: list[str], choice: Choice, render: Render, jobs: int, cache: Cache | None = None
) -> Iterator[Done]:
    """As ``run``, but every document by itself, without a look at the others."""
    if is_large(paths):
        gc.freeze()  # what the start has made stays, and need not be looked at again
        gc.enable()
    known = partial(recall, cache=cache) if cache else None
    worker = partial(_worker, choice, render, cache)
    yield from in_order(worker, pieces(paths), jobs if is_large(paths) else 1, known)


def _worker(choice: Choice, render: Render, cache: Cache | None) -> Callable[[Piece], Done]:
    return partial(work, setting=choice.setting(), render=render, cache=cache)
