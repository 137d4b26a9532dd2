"""Formulas from recipe files: each judged as ``validate`` judges it, and what cannot be exported by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from formulary.exports.inventory import Found, Item, granted
from formulary.findings import Finding
from formulary.source.files import Kind, kind_of, open_stream, read_file
from formulary.source.ndjson import stream_lines
from formulary.source.read import syntax_of
from formulary.text import escape
from formulary.validation.judge import examine, judge_unread, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.rules.case import Case
    from formulary.source.document import Syntax
    from formulary.validation.judge import Setting
    from formulary.validation.outcome import Outcome, Reported


class Named(NamedTuple):
    """A file to read and what the export calls it: its place below the folder that was given."""

    path: str
    name: str


class Unusable(NamedTuple):
    """What cannot be exported, and the first reason."""

    where: str
    code: str
    message: str


def below(given: str, files: Iterable[str]) -> list[Named]:
    """Files found below a given path, named from there on, so that the export is the same from anywhere."""
    start = given if kind_of(given) is Kind.FOLDER else os.path.dirname(given)  # noqa: PTH120
    return [Named(path, os.path.relpath(path, start or ".").replace(os.sep, "/")) for path in files]


def items(files: Iterable[Named], setting: Setting) -> Iterator[Item | Unusable]:
    """Every recipe of the files in order, each id once; documents of other kinds are passed over."""
    seen: dict[str, str] = {}
    for one in _read(files, setting):
        if isinstance(one, Item):
            name = one.case.recipe.id
            if name in seen:
                yield Unusable(one.file, "FML801", f"the id `{name}` is that of {escape(seen[name])}")
                continue
            seen[name] = one.file
        yield one


def _read(files: Iterable[Named], setting: Setting) -> Iterator[Item | Unusable]:
    for path, name in files:
        if syntax_of(path) == "ndjson":
            yield from _lines(path, name, setting)
            continue
        raw = read_file(path)
        if isinstance(raw, bytes):
            syntax: Syntax = "json" if syntax_of(path) == "json" else "yaml"
            yield from _one(*examine(raw, path, syntax, setting), name)
        else:
            yield _unusable(unreadable(path, raw, setting), name)


def _lines(path: str, name: str, setting: Setting) -> Iterator[Item | Unusable]:
    stream = open_stream(path)
    if isinstance(stream, Finding):
        yield _unusable(unreadable(path, stream, setting), name)
        return
    with stream:
        for number, record in stream_lines(stream, path):
            place = f"{name}:{number}"
            if isinstance(record, bytes):
                yield from _one(*examine(record, path, "json", setting, number), place)
            else:
                yield _unusable(judge_unread(record, setting), place)


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
