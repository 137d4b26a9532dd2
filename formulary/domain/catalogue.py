"""The entries of the catalogue: ingredients, stock products and indications, each with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.units import Exact, Properties, Quantity


class Source(NamedTuple):
    """Where a figure or a statement comes from, and how sound it is."""

    title: str
    where: str
    read: str
    evidence: str = ""

    def __str__(self) -> str:
        return f"{self.title}, {self.where}"


NO_SOURCE = Source("", "", "")


class Dilution(NamedTuple):
    """A stock that must not be given undiluted; ``to`` is the strongest mixture its label allows."""

    to: Quantity | None
    note: str
    source: Source


class Ingredient(NamedTuple):
    """One substance of the catalogue. A salt and its base are different substances."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    category: str
    kind: str  # the key `class` of the file
    groups: frozenset[str]
    properties: Properties
    activity_units: frozenset[str]  # kinds of unit ("IU", "USP") that the entry names a standard for
    ratio_strength: bool
    warnings: frozenset[str]  # the ids of its allergens and of what it interacts with
    solubility: Quantity | None
    dilution: Dilution | None

    def answers_to(self, name: str) -> bool:
        """Whether ``name`` is this ingredient, its category or one of its groups."""
        return name in (self.id, self.category) or name in self.groups


UNMEASURED = ("undeclared", "trace", "homeopathic", "isotonic")
"""What stands for a strength that a label gives no figure of; isotonic is as much as makes the stock so."""


class Content(NamedTuple):
    """One substance in one mL of a stock (reconstituted, where it is a powder).

    ``per_ml`` is in the base unit of ``kind`` (mg, IU, USP units, mmol, mEq or mL), None where the label does
    not say: ``state`` is then one of ``UNMEASURED``. ``text`` is the strength as it is printed.
    """

    ingredient: str
    basis: str
    kind: str
    per_ml: Exact | None
    state: str
    active: bool
    text: str


class Acidity(NamedTuple):
    """The range of pH that a label states, and the middle of it."""

    low: Exact
    high: Exact
    middle: Exact
    text: str


class InUse(NamedTuple):
    """How long a product keeps once it is opened or made up."""

    time: Quantity
    source: Source


class Exclusion(NamedTuple):
    """Routes that the label of a product rules out."""

    routes: tuple[str, ...]
    note: str
    source: Source


class Product(NamedTuple):
    """A stock preparation as marketed. ``contents`` counts excipients and the diluent of a powder too."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    form: str
    contents: tuple[Content, ...]
    partial: bool
    container: str
    dilution: Dilution | None
    in_use: InUse | None
    not_for: Exclusion | None
    species: tuple[str, ...]  # the animals that it is a drug for; empty for what is one for people
    ph: Acidity | None
    osmolality: Quantity | None
    reconstitution: str  # how a powder becomes a solution, in words; empty for others
    source: Source
    substances: tuple[str, ...]  # every ingredient that it holds, excipients too
    actives: tuple[str, ...]  # the ingredients that it is for, without its excipients


class Requirement(NamedTuple):
    """At least so many substances out of categories, groups or ingredients."""

    any_of: tuple[str, ...]
    at_least: int
    why: str


class Profile(NamedTuple):
    """What a recipe of one kind for one indication must, should and must not contain."""

    id: str
    name: str
    requires: tuple[Requirement, ...]
    expects: tuple[Requirement, ...]
    forbids: tuple[str, ...]


class Range(NamedTuple):
    """What is usual, in the base unit of its kind (or a count); None where an end is open."""

    low: Exact | None
    high: Exact | None
    text: str
    source: Source


class Indication(NamedTuple):
    """What a recipe is for. ``lineage`` is its id and those of the indications it is a kind of."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    species: tuple[str, ...]
    sites: tuple[str, ...]
    profiles: tuple[Profile, ...]
    lineage: tuple[str, ...]
    ranges: dict[str, Range]  # by `needle`, `sessions`, `interval`, `volume`
    source: Source


class Incompatibility(NamedTuple):
    """Two ingredients or groups that must not meet. ``together`` is ``syringe`` or ``session``.

    ``after`` is how long after mixing it happens, None for at once; ``conditions`` says when, in words.
    """

    id: str
    between: tuple[str, str]
    together: str
    after: Quantity | None
    conditions: str
    effect: str
    advice: str
    level: str
    source: Source

    def sides(self, ingredient: Ingredient) -> tuple[int, ...]:
        """Which of the two names mean the ingredient: 0, 1, both or neither."""
        first, second = self.between
        return (
            *((0,) if ingredient.answers_to(first) else ()),
            *((1,) if _answers(ingredient, second) else ()),
        )


def _answers(ingredient: Ingredient, name: str) -> bool:
    """Whether a name means the ingredient; ``any`` means every one that is not a vehicle."""
    return ingredient.category != "vehicle" if name == "any" else ingredient.answers_to(name)
