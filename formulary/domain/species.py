"""The species that formulas are for: how they are called, and the heaviest of each on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Iterable


class Species(NamedTuple):
    """One species in words, and the greatest body weight on record: in mg, in words and where that stands.

    ``light`` is the weight of a light patient that a new recipe begins with, for its author to replace.
    """

    one: str
    many: str
    light: str
    heaviest: Exact
    heaviest_text: str
    source: str


_MG_PER_KG = 1_000_000

SPECIES = {
    "human": Species(
        "person",
        "people",
        "50 kg",
        Exact.of(635 * _MG_PER_KG),
        "635 kg",
        "Guinness World Records: Jon Brower Minnoch, estimated at 1,400 lb in 1978; read at second hand",
    ),
    "equine": Species(
        "horse",
        "horses",
        "400 kg",
        Exact.of(1524 * _MG_PER_KG),
        "1524 kg",
        "Guinness World Records, 1986: Sampson, estimated at 3,360 lb in 1850; read at second hand",
    ),
}
"""By the names that files use. Both weights are estimates of a record."""


def patients(species: Iterable[str]) -> str:
    """Who is treated, for a sentence: ``people or horses``."""
    return " or ".join(SPECIES[name].many for name in species)
