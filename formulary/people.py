"""Spellings of a person: when two names, however written, may be those of one and the same."""

from __future__ import annotations

import re
import unicodedata

from formulary.errors import UsageFaultError
from formulary.text import quoted

_ID = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}", re.ASCII)
_WORD = re.compile(r"[^\W_]+")
_TITLES = frozenset(
    ("dr", "prof", "mr", "mrs", "ms", "mx", "md", "dvm", "vmd", "phd", "pharmd", "rph", "rn", "mag")
)
# Letters of other scripts, and digits, that look like Latin ones, as in Unicode's table of confusables.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("абвеёгикмнорстуххіїјѕԁԛԝһӏєъь", "a6beerukmhopctyxxiijsdqwhlebb", strict=True)),
        **dict(zip("αβγεηικλνορςστυχω", "abyenikavopcotuxw", strict=True)),
        **dict(zip("0135|!ıłøđħæßþ", "olesllilodhabp", strict=True)),
    }
)


def account_id(given: str) -> str:
    """The id of an account as it is kept, however it was typed: lower case, without spaces around it.

    Raises:
        UsageFaultError: it cannot be an id.
    """
    text = unicodedata.normalize("NFKC", given).strip().casefold()
    if not _ID.fullmatch(text):
        raise UsageFaultError(
            f"{quoted(given)} cannot be an account",
            "An account is 1 to 64 of the letters a to z, digits and . _ @ + -, such as `mira.lang`.",
        )
    return text


def skeleton(name: str) -> str:
    """What is left of a name without case, accents, order, titles, spaces and look-alike letters."""
    return "".join(sorted(_words(name)))


def same_person(name: str, *others: str) -> bool:
    """Whether a name may be meant for the same person as one of the others, be it among several people."""
    wanted, words = _forms(name), set(_words(name))
    whole = [found for other in others if len(found := _words(other)) > 1]  # one word may be a first name
    return any(words.issuperset(one) for one in whole) or any(
        not wanted.isdisjoint(_forms(other)) for other in others
    )


def _forms(name: str) -> set[str]:
    words = _words(name)
    return {form for form in ("".join(words), "".join(sorted(words))) if form}


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char) and char.isprintable())
    words = [word for word in _WORD.findall(bare) if word not in _TITLES]
    return [_flat(word) for word in words or _WORD.findall(bare)]


def _flat(word: str) -> str:
    """One letter for all that look like it; `rn` passes for `m`, and i, l and 1 for one another."""
    return word.translate(_LOOK_ALIKES).replace("i", "l").replace("rn", "m").replace("vv", "w")
