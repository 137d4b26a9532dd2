"""What must be on record of a substance before one kind of its amounts can be turned into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.units.exact import Exact


class Activity(NamedTuple):
    """A standard that an ingredient's IU or USP units are units of.

    ``unit`` is `IU` or `USP units`. ``equals`` is the mass of one unit in mg, of the basis ``of`` (empty: of
    the ingredient as named), and None where no mass equivalent exists, as for hyaluronidase.
    ``equals_text`` is that mass as its source writes it. ``same_as`` names the other activity unit where the
    entry says that the two are equal for this ingredient.
    """

    unit: str
    standard: str
    equals: Exact | None = None
    equals_text: str = ""
    of: str = ""
    same_as: str = ""
    source: str = ""


class Moiety(NamedTuple):
    """A part that the ingredient yields: ``factor`` mg of it per mg of the ingredient as named."""

    name: str
    factor: Exact
    text: str
    source: str = ""


class Properties(NamedTuple):
    """What is on record for one ingredient as named: a salt's or a hydrate's, not its base's.

    ``molar_mass`` is in g/mol, and ``molar_mass_text`` is it as written, whose last digit says how far it was
    rounded. ``valence`` is equivalents per mole. ``density`` is that of the pure liquid, in mg/mL.
    """

    name: str = ""
    molar_mass: Exact | None = None
    molar_mass_text: str = ""
    molar_mass_source: str = ""
    valence: int | None = None
    valence_source: str = ""
    density: Exact | None = None
    density_text: str = ""
    density_source: str = ""
    activities: tuple[Activity, ...] = ()
    moieties: tuple[Moiety, ...] = ()

    def activity(self, unit: str) -> Activity | None:
        """The entry for `IU` or `USP units`; None means that the ingredient names no such standard."""
        return next((entry for entry in self.activities if entry.unit == unit), None)

    def moiety(self, name: str) -> Moiety | None:
        """The part of that name which the ingredient yields, if its entry has it."""
        return next((entry for entry in self.moieties if entry.name == name), None)


NOTHING_KNOWN = Properties()
"""A substance of which no property is on record."""
