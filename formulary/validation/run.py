"""Many documents, in order, on all cores: small pieces of work out, rendered text and counts back."""

from __future__ import annotations

import gc
import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulary.catalogue.load import catalogue_with
from formulary.findings import Finding, Severity
from formulary.source.files import open_stream, read_file
from formulary.source.ndjson import stream_lines
from formulary.source.read import syntax_of
from formulary.validation.collection import Collection, Entry
from formulary.validation.judge import PathPolicies, Setting, judge, judge_unread, unreadable
from formulary.validation.outcome import Outcome, Tally
from formulary.validation.staleness import stale, today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from formulary.source.document import Unread

    Render = Callable[[Outcome], tuple[str, ...]]  # one text for each report that is made of the run

_FILES_A_PIECE = 16
_BYTES_A_PIECE = 1 << 18
_PARALLEL_FROM_FILES = 48
_PARALLEL_FROM_BYTES = 1 << 20


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
            {code: Severity(level) for code, level in self.severity},
            PathPolicies(self.root, () if self.forced else self.per_path),
        )


class Piece(NamedTuple):
    """Some work: files to open, or lines of a stream that were read already."""

    files: tuple[str, ...] = ()
    stream: str = ""
    records: tuple[tuple[int, bytes | Unread], ...] = ()
    new_file: bool = False


class Done(NamedTuple):
    """A piece of work, judged and rendered: the texts of each document, and the recipes for a look at all."""

    texts: tuple[tuple[str, ...], ...]
    tally: Tally
    entries: tuple[Entry, ...] = ()


def pieces(paths: list[str]) -> Iterator[Piece]:
    """The work that a list of files makes; NDJSON files are cut into runs of lines as they are read."""
    batch: list[str] = []
    for path in paths:
        if syntax_of(path) == "ndjson":
            if batch:
                yield Piece(files=tuple(batch))
                batch = []
            yield from _stream_pieces(path)
        else:
            batch.append(path)
            if len(batch) == _FILES_A_PIECE:
                yield Piece(files=tuple(batch))
                batch = []
    if batch:
        yield Piece(files=tuple(batch))


def _stream_pieces(path: str) -> Iterator[Piece]:
    stream = open_stream(path)
    if isinstance(stream, Finding):
        yield Piece(files=(path,))  # opening it again says why it cannot be read
        return
    records: list[tuple[int, bytes | Unread]] = []
    size, new_file = 0, True
    with stream:
        for number, record in stream_lines(stream, path):
            records.append((number, record))
            size += len(record) if isinstance(record, bytes) else 0
            if size >= _BYTES_A_PIECE:
                yield Piece(stream=path, records=tuple(records), new_file=new_file)
                records, size, new_file = [], 0, False
    if records or new_file:
        yield Piece(stream=path, records=tuple(records), new_file=new_file)


def work(piece: Piece, setting: Setting, render: Render) -> Done:
    """Judge and render one piece of work."""
    texts: list[tuple[str, ...]] = []
    entries: list[Entry] = []
    tally = Tally(files=len(piece.files) + piece.new_file)
    for outcome in _outcomes(piece, setting):
        tally.add(outcome)
        rendered = render(outcome)
        if any(rendered):
            texts.append(rendered)
        if outcome.facts:
            entries.append(Entry(outcome.name, outcome.facts, outcome.clean))
    return Done(tuple(texts), tally, tuple(entries))


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


def _outcomes(piece: Piece, setting: Setting) -> Iterator[Outcome]:
    for path in piece.files:
        raw = read_file(path)
        if isinstance(raw, bytes):
            syntax = syntax_of(path)
            yield judge(raw, path, "json" if syntax == "json" else "yaml", setting)
        else:
            yield unreadable(path, raw, setting)
    for number, record in piece.records:
        if isinstance(record, bytes):
            yield judge(record, piece.stream, "json", setting, number)
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


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def preface(choice: Choice, render: Render) -> Iterator[Done]:
    """What is to be said of the run as a whole, before any file: a policy that is due for review."""
    found = stale(choice.setting(), today())
    if found and found.reported:
        tally = Tally()
        tally.add(found)
        yield Done((render(found),), tally)


def run(paths: list[str], choice: Choice, render: Render, jobs: int) -> Iterator[Done]:
    """Every piece of work in order. ``render`` must be importable by name, so that processes can share it.

    At most a few pieces are under way at once, so memory stays level however long the input is.
    """
    yield from _together(each(paths, choice, render, jobs), choice.setting(), render)


def each(paths: list[str], choice: Choice, render: Render, jobs: int) -> Iterator[Done]:
    """As ``run``, but every document by itself, without a look at the others."""
    if is_large(paths):
        gc.freeze()  # what the start has made stays, and need not be looked at again
        gc.enable()
    if jobs <= 1 or not is_large(paths):
        setting = choice.setting()
        yield from (work(piece, setting, render) for piece in pieces(paths))
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - costs 15 ms, and a file does not need it

    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(choice, render)) as pool:
        waiting: deque[Future[Done]] = deque()
        for piece in pieces(paths):
            waiting.append(pool.submit(_work, piece))
            if len(waiting) > 3 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_shared: list[tuple[Setting, Render]] = []


def _start(choice: Choice, render: Render) -> None:
    _shared[:] = [(choice.setting(), render)]


def _work(piece: Piece) -> Done:
    setting, render = _shared[0]
    return work(piece, setting, render)
