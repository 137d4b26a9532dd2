"""Formulas from recipe files: each judged as ``validate`` judges it, and what cannot be exported by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.domain.build import build
from formulary.exports.inventory import Found, Item
from formulary.findings import Finding
from formulary.rules.case import make_case
from formulary.source.document import Document
from formulary.source.files import Kind, kind_of, open_stream, read_file
from formulary.source.ndjson import stream_lines
from formulary.source.read import read_document, syntax_of
from formulary.validation.judge import judge, judge_unread, policy_of, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.source.document import Syntax
    from formulary.validation.judge import Setting
    from formulary.validation.outcome import Outcome, Reported

_SHAPE = "FML2"  # codes below say that the document could not be read as a recipe


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
    """Every recipe of the files in order; documents of other kinds are passed over."""
    for path, name in files:
        if syntax_of(path) == "ndjson":
            yield from _lines(path, name, setting)
            continue
        raw = read_file(path)
        if isinstance(raw, bytes):
            syntax: Syntax = "json" if syntax_of(path) == "json" else "yaml"
            yield from _one(raw, name, syntax, setting)
        else:
            yield _unusable(unreadable(name, raw, setting))


def _lines(path: str, name: str, setting: Setting) -> Iterator[Item | Unusable]:
    stream = open_stream(path)
    if isinstance(stream, Finding):
        yield _unusable(unreadable(name, stream, setting))
        return
    with stream:
        for number, record in stream_lines(stream, name):
            if isinstance(record, bytes):
                yield from _one(record, name, "json", setting, number)
            else:
                yield _unusable(judge_unread(record, setting), number)


def _one(raw: bytes, name: str, syntax: Syntax, setting: Setting, line: int = 0) -> Iterator[Item | Unusable]:
    outcome = judge(raw, name, syntax, setting, line or 1)
    if any(item.finding.code < _SHAPE and item.finding.path != ("policy",) for item in outcome.reported):
        yield _unusable(outcome, line)
        return
    document = read_document(raw, name, syntax)
    data: Any = document.data if isinstance(document, Document) else {}
    if str(data.get("format", "")).partition("/")[0] != "recipe":
        return
    recipe = build(data)
    case = make_case(recipe, setting.catalogue, policy_of(recipe, setting) or setting.policy)
    found = (*map(_found, outcome.reported), *(_found(item) for item in outcome.waived))
    yield Item(data, case, found, file=_place(name, line))


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


def _unusable(outcome: Outcome, line: int = 0) -> Unusable:
    first = outcome.reported[0].finding
    return Unusable(_place(outcome.name, line), first.code, first.message)


def _place(name: str, line: int) -> str:
    return f"{name}:{line}" if line else name
