"""What to say of a text that is not JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from formulary.source.mistaken import mistaken
from formulary.source.places import Fault, Refusal
from formulary.text import quoted

if TYPE_CHECKING:
    from json import JSONDecodeError

    Words = tuple[str, str]  # the message and the help

_SPACE = " \t\r\n"
_WORD = re.compile(r"[^\s{}\[\]:,\"']+")
_STRICT = "This is JSON5 or JavaScript; JSON has none."
_BY_MESSAGE: dict[str, Words] = {
    "Unterminated string": ("a quote that is never closed", 'Close it with `"`.'),
    "Invalid control character": (
        "a line break or tab inside a text",
        "Write `\\n` or `\\t`, and close every quote on its line.",
    ),
    "Invalid \\": ("an unknown escape", "Write `\\\\` for a backslash."),
}
_COMMENT = ("a comment", f"{_STRICT} Use a `notes` field, or YAML.")
_SECOND = (
    "a second document begins here",
    "For one recipe a line name the file `.ndjson`; otherwise put each recipe into a file of its own.",
)
_AFTER_THE_END: dict[str, Words] = {"{": _SECOND, "[": _SECOND, "#": _COMMENT, "/": _COMMENT}
_BY_CHARACTER: dict[str, Words] = {
    "": ("the file ends too early", "Close every `{`, `[` and quote; the file may have been cut short."),
    "#": _COMMENT,
    "/": _COMMENT,
    "'": ("single quotes", f'{_STRICT} Write `"`.'),
}
_FOREIGN_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def syntax_fault(text: str, error: JSONDecodeError) -> Fault:
    """An error of the decoder in other words, at its place."""
    if found := mistaken(text):
        return found
    for begin, words in _BY_MESSAGE.items():
        if error.msg.startswith(begin):
            return _fault(error.pos, words)
    rest = text[error.pos :].lstrip(_SPACE)
    place = len(text) - len(rest)
    before = text[:place].rstrip(_SPACE)
    if (rest[:1] in {"}", "]"} and before.endswith(",")) or error.msg.startswith("Illegal trailing comma"):
        place = place if rest.startswith(",") else len(before) - 1
        return _fault(place, ("a comma after the last entry", f"{_STRICT} Delete the comma."))
    if error.msg.startswith("Extra data"):
        after = ("text after the end of the document", "Delete it, or check the brackets before it.")
        return _fault(place, _AFTER_THE_END.get(rest[0], after))
    return _fault(place, _BY_CHARACTER.get(rest[:1]) or _missing(rest, before, error.msg))


def _fault(place: int, words: Words) -> Fault:
    return Fault(Refusal("FML003", *words), place, place + 1)


def _missing(rest: str, before: str, problem: str) -> Words:
    match = _WORD.match(rest)
    word = quoted(match[0] if match else rest[0])
    if problem.startswith("Expecting property name"):
        return f"{word} where a key in double quotes belongs", 'Write `"key": value`.'
    if problem.startswith("Expecting ':' delimiter"):
        return f"a colon is missing before {word}", 'Write `"key": value`.'
    if problem.startswith("Expecting ',' delimiter"):
        if before.endswith("0") and rest[0].isdigit():
            return "a number that begins with 0", "Write it without the 0, or as text in quotes."
        return f"a comma is missing before {word}", "Write the comma, or close the bracket before it."
    return _no_value(word, match[0] if match else "", before)


def _no_value(shown: str, word: str, before: str) -> Words:
    if word in _FOREIGN_WORDS:
        return f"{shown} is not JSON", f"Write `{_FOREIGN_WORDS[word]}`."
    if not before:
        return "this is not JSON", "JSON begins with `{`; if the file is YAML, name it `.yaml`."
    return f"{shown} is not a JSON value", "Write text in double quotes."
