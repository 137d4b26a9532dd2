"""Formulas from recipe files: each judged as ``validate`` judges it, and what cannot be exported by name."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from formulary.exports.inventory import Found, Item, granted
from formulary.source.files import Kind, kind_of
from formulary.validation.pieces import Piece, pieces
from formulary.validation.run import examined, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.rules.case import Case
    from formulary.validation.outcome import Outcome, Reported
    from formulary.validation.setting import Setting


class Named(NamedTuple):
    """A file to read and what the export calls it: its place below the folder that was given."""

    path: str
    name: str


class Batch(NamedTuple):
    """A piece of work, with the names of its files."""

    piece: Piece
    names: tuple[str, ...]


class Unusable(NamedTuple):
    """What cannot be exported, and the first reason."""

    where: str
    code: str
    message: str


def below(given: str, files: Iterable[str]) -> list[Named]:
    """Files found below a given path, named from there on, so that the export is the same from anywhere."""
    start = given if kind_of(given) is Kind.FOLDER else os.path.dirname(given)  # noqa: PTH120
    return [Named(path, os.path.relpath(path, start or ".").replace(os.sep, "/")) for path in files]


def batches(files: list[Named]) -> Iterator[Batch]:
    """The files in small pieces of work, in order."""
    names = (name for _, name in files)
    name = ""
    for piece in pieces([path for path, _ in files]):
        if piece.stream:
            name = next(names) if piece.new_file else name
            yield Batch(piece, (name,))
        else:
            yield Batch(piece, tuple(islice(names, len(piece.files))))


def items(batch: Batch, setting: Setting) -> Iterator[Item | Unusable]:
    """Every recipe of a piece of work; documents of other kinds are passed over."""
    piece, names = batch
    places = (f"{names[0]}:{number}" for number, _ in piece.records) if piece.stream else names
    for (outcome, case), place in zip(examined(piece, opened(piece), setting), places, strict=True):
        yield from _one(outcome, case, place)


def _one(outcome: Outcome, case: Case | None, place: str) -> Iterator[Item | Unusable]:
    if outcome.data is None or case is None:
        if outcome.is_recipe:
            yield _unusable(outcome, place)
        return
    found = tuple(map(_found, (*outcome.reported, *outcome.waived)))
    waivers = dict.fromkeys(item.waiver for item in outcome.waived if item.waiver)
    yield Item(outcome.data, case, found, tuple(granted(one._asdict()) for one in waivers), place)


def _found(item: Reported) -> Found:
    finding = item.finding
    return Found(
        finding.code,
        item.name,
        item.severity.value,
        finding.message,
        finding.component,
        finding.not_checked,
        item.waiver is not None,
    )


def _unusable(outcome: Outcome, place: str) -> Unusable:
    first = outcome.reported[0].finding
    return Unusable(place, first.code, first.message)
