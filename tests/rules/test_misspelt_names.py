"""A misspelt ingredient is found again: the right one is among the three that are suggested."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from support import formula, outcome_of

from formulary.catalogue.load import shipped
from formulary.catalogue.names import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = 20261126
_NEIGHBOURS = {
    row[at]: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at in range(len(row))
}
_SOUNDS = (("i", "y"), ("y", "i"), ("ph", "f"), ("c", "k"), ("ae", "e"), ("x", "ks"), ("th", "t"), ("e", "a"))


def _left_out(name: str, at: int, _: random.Random) -> str:
    return name[:at] + name[at + 1 :]


def _doubled(name: str, at: int, _: random.Random) -> str:
    return name[:at] + name[at] + name[at:]


def _swapped(name: str, at: int, _: random.Random) -> str:
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def _beside(name: str, at: int, chance: random.Random) -> str:
    near = _NEIGHBOURS.get(name[at].lower(), "")
    return name[:at] + chance.choice(near) + name[at + 1 :] if near else name


def _by_ear(name: str, at: int, chance: random.Random) -> str:
    fitting = [(old, new) for old, new in _SOUNDS if old in name[1:]]
    if not fitting:
        return _left_out(name, at, chance)
    old, new = chance.choice(fitting)
    return name[0] + name[1:].replace(old, new, 1)


def _cut_short(name: str, *_: object) -> str:
    return name[:-1]


SLIPS: tuple[Callable[[str, int, random.Random], str], ...] = (
    *(_left_out, _doubled, _swapped, _beside, _by_ear, _cut_short),
)
"""What fingers and ears do to a name."""


def misspelt() -> Iterator[tuple[str, str]]:
    """Names of ingredients with one slip, and the ingredient that each is meant for."""
    catalogue = shipped()
    chance = random.Random(SEED)  # noqa: S311 - no secret: the same words on every run
    for id_ in catalogue.ids("ingredients"):
        entry = catalogue.ingredient(id_)
        for name in dict.fromkeys((entry.name, *entry.synonyms)):
            if len(name) < 5 or not name.isascii():
                continue
            slip = chance.choice(SLIPS)
            word = slip(name, chance.randrange(1, len(name)), chance)
            if normal(word) not in catalogue.data["names"]:
                yield word, id_


def test_the_right_one_is_among_three_suggestions() -> None:
    catalogue = shipped()
    words = list(misspelt())
    assert len(words) >= 200
    missed = [
        (word, id_) for word, id_ in words if id_ not in catalogue.nearest(word, "ingredients", "products")
    ]
    share = 1 - len(missed) / len(words)
    assert share >= 0.95, f"{share:.1%} of {len(words)}; missed: {missed}"


def test_two_slips_in_one_name() -> None:
    catalogue = shipped()
    chance = random.Random(SEED)  # noqa: S311
    words = [
        (chance.choice(SLIPS)(word, chance.randrange(1, len(word)), chance), id_)
        for word, id_ in misspelt()
        if len(word) >= 8
    ]
    found = sum(id_ in catalogue.nearest(word, "ingredients", "products") for word, id_ in words)
    assert len(words) >= 150
    assert found / len(words) >= 0.9, f"{found} of {len(words)}"


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("lidocane", "lidocaine-hydrochloride"),
        ("lignocain", "lidocaine-hydrochloride"),
        ("hialuronidase", "hyaluronidase"),
        ("dexpantenol", "dexpanthenol"),
        ("ascorbik acid", "ascorbic-acid"),
        ("tranexemic acid", "tranexamic-acid"),
        ("cyanocobalmin", "cyanocobalamin"),
        ("triamcinalone", "triamcinolone-acetonide"),
    ],
)
def test_what_people_write(word: str, id_: str) -> None:
    outcome = outcome_of(formula(f"ingredient: {word}, strength: 1 mg/mL, volume: 10 mL"))
    (finding,) = [item.finding for item in outcome.reported if item.finding.code == "FML201"]
    assert f"`{id_}`" in finding.help
