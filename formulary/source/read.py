"""The one way from bytes to a Document, for YAML and JSON alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from formulary.source import hygiene, json_reader
from formulary.source.document import Document, Syntax, Unread
from formulary.source.limits import MAX_BYTES
from formulary.source.mistaken import lfs_pointer
from formulary.source.places import Fault, Refusal, located

if TYPE_CHECKING:
    from collections.abc import Sequence

_SYNTAXES: dict[str, Literal["yaml", "json", "ndjson"]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
}
SUFFIXES = tuple(_SYNTAXES)
"""The endings of the names of the files that can be read."""


def syntax_of(name: str) -> Literal["yaml", "json", "ndjson"] | None:
    """The syntax that a file's name promises (in lower or upper case), or None for any other name."""
    return _SYNTAXES.get(name[name.rfind(".") :].lower()) if "." in name else None


def read_document(raw: bytes, name: str, syntax: Syntax, first_line: int = 1) -> Document | Unread:
    """Read a file, or one line of NDJSON, which is JSON; ``first_line`` is the number of its first line.

    ``name`` is what reports call the file. Faults of the text come back as an Unread with 1 to 100
    located findings; nothing is raised.
    """
    if len(raw) > MAX_BYTES:
        why = Refusal("FML001", f"larger than {MAX_BYTES // 1024} KiB", "Divide the file.")
        return _unread(name, "", [Fault(why, 0, 0)], first_line)
    text = hygiene.decode(raw)
    if isinstance(text, hygiene.Dirty):
        return _unread(name, text.text, text.faults, first_line)
    if pointer := lfs_pointer(text.text):
        return _unread(name, text.text, [pointer], first_line)
    events: list[Any] = []
    if syntax == "json":
        data, faults = json_reader.read(text.text, plain_text=text.plain)
    else:
        from formulary.source import yaml_reader  # noqa: PLC0415 - importing yaml costs more than reading JSON

        data, faults, events = yaml_reader.read(text.text, plain_text=text.plain)
    if faults:
        return _unread(name, text.text, faults, first_line)
    return Document(name, text.text, data, syntax, first_line, events)


def _unread(name: str, text: str, faults: Sequence[Fault], first_line: int) -> Unread:
    return Unread(name, text, located(text, faults, first_line), first_line)
