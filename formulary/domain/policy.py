"""A policy: what one jurisdiction says of ingredients from a date on, and how much of them it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.domain.catalogue import Source
    from formulary.units import Exact, Quantity


class Use(NamedTuple):
    """What a formula is used for, resolved to ids; what standings and limits depend on."""

    species: str
    route: str
    site: str
    indications: tuple[str, ...]  # the indication and those it is a kind of


class Standing(NamedTuple):
    """What the policy says of an ingredient or group, and for which use; a higher layer is asked first."""

    target: str
    standing: str
    made_from: str  # "product", "bulk" or "" for both
    routes: tuple[str, ...]
    indications: tuple[str, ...]
    sites: tuple[str, ...]
    species: tuple[str, ...]
    discontinued: bool
    note: str
    source: Source
    layer: int = 0  # how many policies it stands on top of

    def covers(self, use: Use) -> bool:
        """Whether the use is among the routes, sites, indications and species of this row.

        A site that nobody stated may be among those approved, but is not one to which a row restricts.
        """
        return (
            (not self.routes or use.route in self.routes)
            and (not self.sites or use.site in self.sites or (not use.site and self.standing != "restricted"))
            and (not self.indications or self.is_about(use))
            and use.species in (self.species or ("human",))
        )

    def is_about(self, use: Use) -> bool:
        """Whether the row names what the formula is for."""
        return any(item in self.indications for item in use.indications)

    @property
    def specificity(self) -> int:
        """How many ways the row is narrowed down."""
        return sum(1 for scope in (self.routes, self.sites, self.indications, self.species) if scope)


class Condition(NamedTuple):
    """Holds when another substance is in the mixture at no less than a concentration."""

    substance: str
    at_least: Quantity | None


class Limit(NamedTuple):
    """One bound of one row: ``bound`` is in the base unit of ``kind``, ``text`` as the source writes it.

    ``level`` is ``hard``, ``soft`` or ``min``; ``on`` says what is bounded: ``concentration``,
    ``per-session`` and so on. ``count`` limits (points, sessions) have the kind ``count``.
    """

    target: str
    on: str
    level: str
    kind: str
    bound: Exact
    text: str
    basis: str
    route: str
    site: str
    indication: str
    species: str
    when: Condition | None
    note: str
    source: Source

    @property
    def specificity(self) -> tuple[bool, bool, bool, bool]:
        """Route before site before indication before condition."""
        return (self.route != "any", bool(self.site), bool(self.indication), self.when is not None)

    def covers(self, use: Use) -> bool:
        """Whether the row is for this route, site, indication and species."""
        return (
            self.route in ("any", use.route)
            and self.site in ("", use.site)
            and (not self.indication or self.indication in use.indications)
            and self.species == use.species
        )


class BeyondUse(NamedTuple):
    """How long a preparation of one setting may be used, kept at one temperature (empty: at any).

    ``sterilization`` is ``aseptic``, ``aseptic-from-nonsterile`` or ``terminal``, empty for any;
    a row that is ``tested`` holds only for what passes a sterility test.
    """

    setting: str
    storage: str
    sterilization: str
    tested: bool
    limit: Quantity
    max_products: int | None
    note: str
    source: Source


class Combined(NamedTuple):
    """A group whose members' fractions of their own session and weight limits must not exceed 1 together."""

    group: str
    note: str
    source: Source


class Most(NamedTuple):
    """How many stocks that are more than vehicle one mixture may hold."""

    value: int
    note: str
    source: Source


class Tonicity(NamedTuple):
    """The highest osmolality that a mixture for these routes should have."""

    routes: tuple[str, ...]
    high: Quantity
    note: str
    source: Source
