"""The gravest of many entries, where a report has room for some only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = {severity: severity.value[0] for severity in Severity}
_ORDER = tuple(_MARKS.values())


class Kept(NamedTuple):
    """What there was room for, in the order in which it came, and how many entries were left out."""

    entries: tuple[str, ...]
    left_out: int


def marked(entries: Iterable[tuple[Severity, str]]) -> str:
    """Entries as one text, a line each, for ``Gravest.add``; no entry may hold a line break."""
    return "\n".join(_MARKS[severity] + entry for severity, entry in entries)


class Gravest:
    """Keeps errors before warnings before notes, and of each the first; memory stays level.

    ``room`` is the sum of the sizes of what is kept, ``size`` that of one entry.
    """

    def __init__(self, room: int, *, by_length: bool = False) -> None:
        self._room = room
        self._by_length = by_length
        self._held: dict[str, list[tuple[int, str]]] = {mark: [] for mark in _ORDER}
        self._used = dict.fromkeys(_ORDER, 0)
        self._seen = 0

    def add(self, text: str) -> None:
        """Take the entries of one document."""
        for line in text.split("\n"):
            mark, entry = line[0], line[1:]
            self._seen += 1
            size = self._size(entry)
            if self._used[mark] + size <= self._room:
                self._used[mark] += size
                self._held[mark].append((self._seen, entry))

    def kept(self) -> Kept:
        """The entries to report."""
        chosen = sorted(self._chosen())
        return Kept(tuple(entry for _, entry in chosen), self._seen - len(chosen))

    def _chosen(self) -> Iterator[tuple[int, str]]:
        room = self._room
        for mark in _ORDER:
            for at, entry in self._held[mark]:
                room -= self._size(entry)
                if room < 0:
                    return
                yield at, entry

    def _size(self, entry: str) -> int:
        return len(entry) if self._by_length else 1
