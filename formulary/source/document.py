"""A file that was read, which knows its places only when asked, and one that could not be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from formulary.source import json_places
from formulary.source.places import flat, line_of, span

if TYPE_CHECKING:
    from formulary.findings import Located, Path, Span
    from formulary.source.places import Place

Syntax = Literal["yaml", "json"]
_BRACKETS = ("{", "[")
_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and its data: mappings, lists, text in form NFC, integers, booleans and null.

    ``first_line`` is the number of the text's first line in its file: other than 1 for a line of NDJSON.
    ``events`` are those of a YAML text, by which places are found.
    """

    name: str
    text: str
    data: object
    syntax: Syntax
    first_line: int = 1
    events: list[Any] = field(default_factory=list, repr=False, compare=False)
    _places: dict[Path, Place] = field(default_factory=dict, repr=False, compare=False)

    def locate(self, path: Path, on_key: bool = False) -> Span:  # noqa: FBT001, FBT002
        """Where a value stands, or its key; what does not exist stands at its nearest ancestor."""
        places = self._places
        if self.syntax == "json":
            json_places.find(self.text, path, places)
        elif not places:
            from formulary.source import yaml_places  # noqa: PLC0415 - imports yaml

            places.update(yaml_places.index(self.text, self.events))
        return self._span(path, places, on_key)

    def glance(self, path: Path) -> Span:
        """Where a value stands that comes early in the text: as ``locate``, but without reading on."""
        if self._places or self.syntax == "json":
            return self.locate(path)
        from formulary.source import yaml_places  # noqa: PLC0415 - imports yaml

        return self._span(path, yaml_places.index(self.text, self.events, until=path), on_key=False)

    def _span(self, path: Path, places: dict[Path, Place], on_key: bool) -> Span:  # noqa: FBT001
        known = path
        while known and known not in places:
            known = known[:-1]
        place = places[known]
        if on_key and known == path and place.key_end:
            start, end = place.key_start, place.key_end
        else:
            start, end = self._extent(place)
        return span(flat(self.text), start, end, self.first_line)

    def _extent(self, place: Place) -> tuple[int, int]:
        """The value's offsets; those of its key, or of its bracket, for a container of several lines."""
        _, _, start, end = place
        if self.text[start : start + 1] in _BRACKETS and _BREAK.search(self.text, start, end):
            return (place.key_start, place.key_end) if place.key_end else (start, start + 1)
        return start, end

    def line_text(self, number: int) -> str:
        """The line of that number in the file, without its line break; empty when there is none."""
        return line_of(self.text, number - self.first_line + 1)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: what can be shown of its text, and at least one finding."""

    name: str
    text: str
    found: tuple[Located, ...]
    first_line: int = 1

    def line_text(self, number: int) -> str:
        """The line of that number in the file, without its line break; empty when there is none."""
        return line_of(self.text, number - self.first_line + 1)
