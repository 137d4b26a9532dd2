"""Where the values of a YAML text stand, by the events that it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from formulary.source.hygiene import nfc
from formulary.source.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.findings import Path

_BLOCK_STYLES = ("|", ">")


def index(text: str, events: Iterable[Any], until: Path | None = None) -> dict[Path, Place]:
    """The place of every value of a text that was read without a fault, or of those ``until`` one is found.

    A block mapping or list has no end worth showing (libyaml's runs past comments): it stands at its key,
    else at its own first key or dash. An empty value stands at its key too.
    """
    found = _Index(text)
    for event in events:
        kind = type(event)
        if kind is ScalarEvent:
            found.scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            found.open(event, mapping=kind is MappingStartEvent)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            found.close(event)
        if until in found.known:
            break
    return found.known


class _Index:
    """The places so far, and the path of the value that comes next."""

    __slots__ = ("fresh", "key", "known", "opened", "path", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[Path, Place] = {}
        self.path: list[str | int] = []
        self.opened: list[tuple[bool, bool]] = []  # of each open container: a mapping? in flow style?
        self.key: tuple[int, int] | None = None
        self.fresh: Path | None = None  # a mapping without a key of its own, until its first key is seen

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if self.key is None and self.opened and self.opened[-1][0]:
            self.key = (start, end)
            self.path[-1] = nfc(event.value)
            if self.fresh is not None:
                self.known[self.fresh] = Place(0, 0, start, end)
                self.fresh = None
            return
        if event.style in _BLOCK_STYLES:
            end = start + len(self.text[start:end].rstrip())
        if start == end and self.key is not None:
            start, end = self.key
        self.note(start, end)
        self.advance()

    def open(self, event: Any, *, mapping: bool) -> None:
        start = event.start_mark.index
        if event.flow_style or self.key is None:
            self.note(start, start + 1)
        else:
            self.note(*self.key)
        self.fresh = tuple(self.path) if mapping and self.key is None and not event.flow_style else None
        self.opened.append((mapping, event.flow_style))
        self.path.append("" if mapping else 0)
        self.key = None

    def close(self, event: Any) -> None:
        self.path.pop()
        path = tuple(self.path)
        if self.opened.pop()[1]:
            self.known[path] = self.known[path]._replace(end=event.end_mark.index)
        self.advance()

    def note(self, start: int, end: int) -> None:
        self.known[tuple(self.path)] = Place(*(self.key or (0, 0)), start, end)

    def advance(self) -> None:
        """The value is complete; in a list, the next one has the next number."""
        self.key = None
        if self.opened and not self.opened[-1][0]:
            self.path[-1] = int(self.path[-1]) + 1
