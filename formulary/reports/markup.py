"""Text from files inside Markdown: nothing in it becomes a link, a mention, an image or markup."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([\\`*_\[\]<>|~&$])")
_RUN = re.compile("`+")
_LINKED = re.compile(r"\S*(?:@|://|www\.|(?<!\w)[#!$~%&^]\w)\S*", re.IGNORECASE)
"""Words that a forge would turn into a link, a mention or a reference; inside code it does not."""


def code(text: str) -> str:
    """The text as code in a cell of a table, whatever it holds."""
    if not text.strip():
        return prose(text)
    fence = "`" * (1 + max(map(len, _RUN.findall(text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def prose(text: str) -> str:
    """The text as words; what stands between two backticks is code, as it is in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(_words(part) if at % 2 == 0 else code(part) for at, part in enumerate(parts))


def _words(text: str) -> str:
    pieces = []
    end = 0
    for match in _LINKED.finditer(text):
        pieces += [_PUNCTUATION.sub(r"\\\1", text[end : match.start()]), code(match[0])]
        end = match.end()
    return "".join([*pieces, _PUNCTUATION.sub(r"\\\1", text[end:])])
