"""TOML, in which people configure: its data, and the line on which something stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.source import hygiene
from formulary.source.places import flat, span

if TYPE_CHECKING:
    from formulary.findings import Path

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_PARTS = re.compile(_PART)
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_DEEP = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*\.[ \t]*){{32}}")
_FAULT = re.compile(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)")


class Unsound(NamedTuple):
    """Why a text is no TOML, with the number of the line, 0 for none."""

    message: str
    help: str
    line: int


class Toml(NamedTuple):
    """A TOML text and its data; ``NaN``, dates and numbers with decimals are in it as they were read."""

    text: str
    data: dict[str, Any]

    def line(self, path: Path) -> int:
        """The number of the line that is nearest to the value at ``path``.

        TOML's reader keeps no places. This one looks for headers of tables and for keys at the beginning of
        a line, which is how people write them; inside an inline table or a list it finds the key above.
        """
        best, deepest = 1, 0
        for number, where in _places(self.text):
            depth = _shared(where, path)
            if depth > deepest:
                best, deepest = number, depth
        return best


def read_toml(raw: bytes) -> Toml | Unsound:
    """The data in the bytes of a TOML file, or why there is none."""
    import tomllib  # noqa: PLC0415 - only a project that configures something pays for it

    decoded = hygiene.decode(raw)
    if isinstance(decoded, hygiene.Dirty):
        fault = decoded.faults[0]
        place = span(flat(decoded.text), fault.start, fault.end)
        return Unsound(fault.why.message, fault.why.help, place.line)
    if deep := _DEEP.search(decoded.text):  # the standard reader's time grows with the square of the depth
        return Unsound(_TOO_DEEP, "Write it flatter.", decoded.text.count("\n", 0, deep.start()) + 1)
    try:
        return Toml(decoded.text, tomllib.loads(decoded.text))
    except tomllib.TOMLDecodeError as error:
        told = _FAULT.fullmatch(str(error))
        message, line = (told[1], told[2]) if told else (str(error), None)
        last = decoded.text.count("\n") + 1
        return Unsound(f"not TOML: {message[:1].lower()}{message[1:]}", _HELP, int(line or last))
    except RecursionError:
        return Unsound(_TOO_DEEP, "Write it flatter.", 0)


_TOO_DEEP = "lists or tables too deep inside one another"
_HELP = 'Texts stand in quotes, lists in brackets, and yes is `true`: `select = ["FML3"]`.'


def _places(text: str) -> list[tuple[int, Path]]:
    """The paths of the tables and keys that begin a line, with the numbers of the lines."""
    found: list[tuple[int, Path]] = []
    table: Path = ()
    entries: dict[Path, int] = {}
    for number, line in enumerate(flat(text).split("\n"), 1):
        if header := _TABLE.match(line):
            table = _inside(_names(header[2]), entries)
            if header[1] == "[[":
                entries[table] = entries.get(table, -1) + 1
                table = (*table, entries[table])
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, table + _names(key[1])))
    return found


def _inside(names: Path, entries: dict[Path, int]) -> Path:
    """The path of a table, whose parents may be the last entries of lists of tables."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        path = (*path, entries[path]) if path in entries else path
    return (*path, *names[-1:])


def _names(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PARTS.findall(dotted))


def _shared(one: Path, other: Path) -> int:
    """How many steps two paths have in common."""
    depth = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        depth += 1
    return depth
