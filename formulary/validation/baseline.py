"""The file of a baseline: read strictly, and written again without what is no longer found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError
from formulary.findings import Finding
from formulary.rules.firm import grave
from formulary.shape.check import check, kind_of
from formulary.source.document import Unread
from formulary.source.files import open_stream
from formulary.source.ndjson import stream_lines
from formulary.source.read import read_document
from formulary.validation.debts import HELD, JUDGED, Baseline, Debt, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from formulary.findings import Located

_FORMAT = "baseline/1"


class Entry(NamedTuple):
    """A debt, and how many findings are alike."""

    debt: Debt
    times: int


def read_baseline(path: str) -> tuple[Entry, ...]:
    """The entries of a baseline.

    Raises:
        UsageFaultError: it cannot be read or is no baseline, with its line.
    """
    stream = open_stream(path)
    if isinstance(stream, Finding):
        raise UsageFaultError(f"{path}: {stream.message}", f"{stream.help} `--write-baseline` makes one.")
    entries = []
    with stream:
        for number, raw in stream_lines(stream, path):
            if isinstance(raw, Unread):
                if raw.found[0].finding.code == "FML003":  # an empty file: every debt is paid
                    continue
                raise _refused(path, raw.found[0])
            entries.append(_entry(raw, path, number))
    return tuple(entries)


def _entry(raw: bytes, path: str, number: int) -> Entry:
    document = read_document(raw, path, "json", number)
    if isinstance(document, Unread):
        raise _refused(path, document.found[0])
    data: Any = document.data
    kind = kind_of(data)
    if kind != "baseline" and isinstance(kind, str):
        message = f"{path}:{number}: `format: {kind}/1` is no entry of a baseline"
        raise UsageFaultError(message, "A baseline is what `--write-baseline` makes.")
    for finding in [kind] if isinstance(kind, Finding) else check("baseline", data):
        raise UsageFaultError(f"{path}:{number}: {finding.message}", finding.help)
    stated = {name: value for name, value in data.items() if name in Debt._fields}
    return Entry(Debt(**stated), data["count"])


def _refused(path: str, found: Located) -> UsageFaultError:
    line = f":{found.span.line}:{found.span.column}" if found.span else ""
    return UsageFaultError(f"{path}{line}: {found.finding.message}", found.finding.help)


def in_force(entries: Iterable[Entry], root: str) -> Baseline:
    """The entries as a run needs them."""
    counts: Counter[str] = Counter()
    names: dict[str, None] = {}
    for debt, count in entries:
        counts[debt.key] += count
        names |= {debt.recipe: None, debt.path: None}
    names.pop("", None)
    return Baseline(root, dict(counts), names)


def made(known: Mapping[str, int]) -> list[Entry]:
    """The entries of a new baseline, of all that a run has found."""
    return sorted(Entry(Debt(*json.loads(text)), count) for text, count in known.items())


class Review(NamedTuple):
    """A baseline after a run: the entries that remain, and how many findings of it are gone."""

    remaining: list[Entry]
    gone: int


def review(
    entries: Iterable[Entry], known: Mapping[str, int], looked: Mapping[str, int], covered: Sequence[str]
) -> Review:
    """What is left of a baseline; of documents that the run has not looked at everything is.

    ``known`` counts the debts that were found again, ``looked`` says which documents were judged or could not
    be; ``covered`` are the files and folders of the run, as paths from the folder of the baseline.
    """
    left = Counter(known)
    remaining, gone = [], 0
    for debt, count in entries:
        found = min(count, left[debt.key])
        left[debt.key] -= found
        kept = found if _looked_for(debt, looked, covered) else count
        gone += count - kept
        if kept:
            remaining.append(Entry(debt, kept))
    return Review(remaining, gone)


def _looked_for(debt: Debt, looked: Mapping[str, int], covered: Sequence[str]) -> bool:
    """Whether a run would have found a debt if it were still there."""
    names = [name for name in (debt.recipe, debt.path) if name]
    judged = any(JUDGED + name in looked for name in names)
    if not judged and any(HELD + name in looked for name in names):
        return False
    folders = [one for one in covered if _inside(debt.path, one, itself=not debt.rule.startswith("FML8"))]
    # what only shows beside other files was looked for where a folder was
    return bool(folders) or (judged and not debt.rule.startswith("FML8"))


def _inside(path: str, folder: str, *, itself: bool) -> bool:
    """Whether a file is in a folder, or is that file."""
    if folder == ".":
        return not path.startswith("../")
    return (itself and path == folder) or PurePosixPath(folder) in PurePosixPath(path).parents


def covered_by(paths: Iterable[str], root: str) -> list[str]:
    """The files and folders of a run as a baseline names files."""
    return [path_of(path, root) for path in paths]


def grave_ones(entries: Iterable[Entry]) -> int:
    """How many findings of a baseline are over a hard limit or prohibited."""
    return sum(count for debt, count in entries if grave(debt.rule))


def text_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The lines of a baseline, in the order of the files: a debt that is paid is a line that goes."""
    for debt, count in sorted(entries, key=lambda one: (one.debt.path, one.debt)):
        stated = {name: value for name, value in debt._asdict().items() if value}
        yield f"{json.dumps({'format': _FORMAT, **stated, 'count': count}, ensure_ascii=False)}\n"
