"""The commands that GitHub's runner obeys, parsed as the runner parses them, not as we write them."""

from __future__ import annotations

from typing import NamedTuple

_NAMES = {
    *("error", "warning", "notice", "debug", "group", "endgroup", "echo", "stop-commands", "add-mask"),
    *("add-path", "set-env", "set-output", "save-state", "add-matcher", "remove-matcher"),
}
_OLD = "##["
_MARK = "::"


class Command(NamedTuple):
    """A command that the runner obeys."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Every line of a log that the runner takes for a command, in the new form or in the old."""
    lines = log.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [command for line in lines if (command := _new(line) or _old(line))]


def _new(line: str) -> Command | None:
    """``::name key=value,key=value::data`` at the beginning of a line."""
    line = line.lstrip()
    end = line.find(_MARK, len(_MARK))
    if not line.startswith(_MARK) or end < 0:
        return None
    name, _, rest = line[len(_MARK) : end].partition(" ")
    if name.lower() not in _NAMES:
        return None
    pairs = (part.partition("=") for part in rest.strip().split(",") if part)
    return Command(
        name, {key: _plain(value, ":,") for key, _, value in pairs}, _plain(line[end + len(_MARK) :])
    )


def _old(line: str) -> Command | None:
    """``##[name key=value;key=value]data`` anywhere in a line."""
    start = line.find(_OLD)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, rest = line[start + len(_OLD) : end].partition(" ")
    if name.lower() not in _NAMES:
        return None
    pairs = (part.partition("=") for part in rest.split(";") if part)
    return Command(name, {key: _plain(value, ";]") for key, _, value in pairs}, _plain(line[end + 1 :], ";]"))


def _plain(text: str, also: str = "") -> str:
    for char in "\r\n" + also:
        text = text.replace(f"%{ord(char):02X}", char)
    return text.replace("%25", "%")
