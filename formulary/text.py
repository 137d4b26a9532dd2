"""Text that is safe to print, and the nearest known word to a misspelt one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNPRINTABLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls (tab, LF and CR have rules of their own)
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Control, bidi and Default_Ignorable code points (Unicode 15) and surrogates, as a regex class body."""

_COMMAND = r"#(?=#[A-Za-z]*\[)|(?<!\S):(?=:[A-Za-z])"
"""What the programs that read the log of a job would obey: ``##[group]``, ``##vso[...]``, ``::error::``."""

_ESCAPED = re.compile(f"[{UNPRINTABLE}\t\n\r]|{_COMMAND}")
_SECRET = re.compile(r"(?<=:)(?!//).+(?=@)|(?<=password=)[^&\s]+", re.DOTALL)
"""What stands after a colon up to the last ``@``, whatever is in it, and the parameters of this name."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z", re.ASCII)
"""The one form in which the registry keeps times: UTC to the second."""

_AMOUNT = re.compile(
    r"(?<=\d) (?=(?:%|m?mol|mEq|mOsm|m[Ll]|mcL|[mk]?g|mcg|[uµμ]g|IU|USP|units?|mm|cm2?)(?![\w-]))"
)
"""The space between a number and a unit that is written on a label."""

_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def escape(text: str) -> str:
    """The text with all that could act on a terminal or on a runner of jobs made visible, as escapes."""
    if text.isascii() and text.isprintable() and "##" not in text and "::" not in text:
        return text
    return _ESCAPED.sub(lambda match: _visible(match[0]), text)


def _visible(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def clip(text: str, length: int = 300) -> str:
    """At most ``length`` characters, an ellipsis for what is left out."""
    return text if len(text) <= length else text[: length - 1] + "…"


def quoted(text: str) -> str:
    """A value from a file, escaped, clipped and in backticks, for use inside a message."""
    return f"`{clip(escape(text), 80)}`"


def moment(time: str) -> str:
    """A time of the registry (``2026-11-26T09:30:00Z``) as people read it: ``2026-11-26 09:30:00 UTC``."""
    return _TIME.sub(r"\1 \2 UTC", time)


def together(text: str) -> str:
    """The text with spaces between number and unit that no line ends at: half an amount misleads."""
    return _AMOUNT.sub("\u00a0", text)


def without_password(url: str) -> str:
    """The address of a database with every password in it replaced, also where it is no proper address."""
    return _SECRET.sub("***", url)


def nearest(word: str, choices: Iterable[str], count: int = 3, cutoff: float = 60) -> list[str]:
    """The known words most like ``word``, best first; none when nothing is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelling pays for it

    found = process.extract(
        word.lower()[:80],
        list(choices),
        scorer=fuzz.ratio,
        processor=str.lower,
        limit=count,
        score_cutoff=cutoff,
    )
    return [choice for choice, _, _ in found]


def did_you_mean(word: str, choices: Iterable[str], cutoff: float = 60) -> str:
    """A help sentence naming the nearest known words, or an empty string."""
    return alternatives(nearest(word, choices, cutoff=cutoff))


def alternatives(words: list[str]) -> str:
    """``Did you mean `a`, `b` or `c`?``, or an empty string for no words."""
    if not words:
        return ""
    named = [f"`{word}`" for word in words]
    return f"Did you mean {' or '.join([', '.join(named[:-1]), named[-1]] if len(named) > 1 else named)}?"


def listing(words: Iterable[str]) -> str:
    """The words joined for a sentence: ``a, b and c``."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


_WORD = re.compile(r"[^\W\d_]+")
_UNITS = frozenset(("μg", "μL", "μl", "μm", "μmol"))
_LOOK_ALIKES = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET"))


def mixed_script(text: str) -> tuple[str, str] | None:
    """The first word that mixes look-alike scripts, and their names; None where every word keeps to one."""
    import unicodedata  # noqa: PLC0415 - only a name beyond ASCII pays for it

    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or word in _UNITS:
            continue
        scripts = dict.fromkeys(unicodedata.name(char, "?").partition(" ")[0] for char in word)
        mixed = [script for script in scripts if script in _LOOK_ALIKES]
        if len(mixed) > 1:
            return word, listing([script.capitalize() for script in mixed])
    return None
