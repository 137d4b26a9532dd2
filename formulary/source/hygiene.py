"""Text that may be read at all: UTF-8 without hidden characters, its strings in Unicode form NFC."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from formulary.source.limits import MAX_FINDINGS, MAX_MARKS
from formulary.source.places import Fault, Refusal
from formulary.text import UNPRINTABLE

HIDDEN = re.compile(f"[{UNPRINTABLE}]+")
"""A run of code points that no file of ours may hold, raw or escaped."""

_CONTROL_BYTES = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\r")
_ASCII_BYTES = bytes(range(0x80))
# Letters and signs that are in form NFC whatever stands beside them: Latin, Greek, Cyrillic, punctuation,
# sub- and superscripts, arrows, mathematics.
_SETTLED = re.compile("[\x80-\u02ff\u038e-\u0482\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2190-\u22ff]*")
_LONG_TAIL = re.compile(f"[^\x00-\u02ff]{{{MAX_MARKS + 1},}}")
_MARKS_WITHOUT_CLASS = "\u0f73\u0f75\u0f81"  # class 0, but they decompose into combining marks
_SAVE = "Save the file as UTF-8 without a byte order mark."
_UTF_16 = Refusal("FML002", "the file is UTF-16 text, not UTF-8", _SAVE)
_BINARY = Refusal("FML002", "a NUL character, as in binary files", "Check that this is a text file.")
_BOM = Refusal("FML002", "the file begins with a byte order mark", _SAVE)


class Clean(NamedTuple):
    """A text free of hidden characters; ``plain`` when every part of it is known to be in form NFC."""

    text: str
    plain: bool


class Dirty(NamedTuple):
    """A text that must not be read, what can be shown of it, and why."""

    text: str
    faults: list[Fault]


def decode(raw: bytes) -> Clean | Dirty:
    """The bytes as text, or what makes them unreadable (FML002)."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(raw, error)
    if len(raw.translate(None, _CONTROL_BYTES)) != len(raw):
        return _hidden(text)
    if len(text) == len(raw):
        return Clean(text, plain=True)
    rare = raw.translate(None, _ASCII_BYTES).decode("utf-8")
    if HIDDEN.search(rare):
        return _hidden(text)
    if _SETTLED.fullmatch(rare):
        return Clean(text, plain=True)
    return Clean(text, plain=not too_many_marks(text) and unicodedata.is_normalized("NFC", text))


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> Dirty:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Dirty("", [Fault(_UTF_16, 0, 0)])
    place = len(raw[: error.start].decode("utf-8"))
    shown = "".join(f"\\x{byte:02x}" for byte in raw[error.start : error.end][:4])
    why = Refusal(
        "FML002",
        f"byte {error.start + 1} of the file, `{shown}`, is not UTF-8",
        "Save the file as UTF-8; an editor may call its present encoding Windows-1252 or Latin-1.",
    )
    return Dirty(raw.decode("utf-8", "replace"), [Fault(why, place, place + 1)])


def _hidden(text: str) -> Dirty:
    if "\0" in text:
        place = text.index("\0")
        why = _UTF_16 if text.count("\0") * 3 > len(text) else _BINARY
        return Dirty(text, [Fault(why, place, place + 1)])
    faults = []
    for run in islice(HIDDEN.finditer(text), MAX_FINDINGS):
        if run.start() == 0 and run[0] == "\ufeff":
            faults.append(Fault(_BOM, 0, 1))
        else:
            why = Refusal("FML002", f"hidden character {names(run[0])}", "Delete it.")
            faults.append(Fault(why, *run.span()))
    return Dirty(text, faults)


def names(run: str) -> str:
    """The code points of a run of hidden characters with their names, the first three of them."""
    shown = [f"U+{ord(char):04X}{_name(char)}" for char in run[:3]]
    return ", ".join(shown) + (f" and {len(run) - 3} more" if len(run) > 3 else "")


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f" ({name.lower()})" if name else ""


def refusal(value: str) -> Refusal | None:
    """Why a string may not stand in the data (an escape can hide what the text does not show), or None."""
    if value.isascii() and value.isprintable():
        return None
    if run := HIDDEN.search(value):
        return Refusal("FML002", f"an escape for the hidden character {names(run[0])}", "Delete it.")
    if too_many_marks(value):
        message = f"more than {MAX_MARKS} combining marks in a row"
        return Refusal("FML002", message, "Write text that a person can read.")
    return None


def nfc(value: str) -> str:
    """The string in form NFC; a string with too many combining marks, which is refused, as it is."""
    if value.isascii() or too_many_marks(value):
        return value
    return unicodedata.normalize("NFC", value)


def too_many_marks(text: str) -> bool:
    """Whether combining marks follow one another in a run that normalization must not be given."""
    for tail in _LONG_TAIL.finditer(text):
        run = 0
        for char in tail[0]:
            run = run + 1 if unicodedata.combining(char) or char in _MARKS_WITHOUT_CLASS else 0
            if run > MAX_MARKS:
                return True
    return False
