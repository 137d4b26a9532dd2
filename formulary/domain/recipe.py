"""A recipe as its author wrote it, every quantity exact or refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.findings import Path
    from formulary.units import Quantity, Refused


class RefusedAt(NamedTuple):
    """A quantity that could not be read, and where it stands."""

    path: Path
    refused: Refused


class Component(NamedTuple):
    """One line of a recipe: what is added and how its amount is stated.

    ``number`` is its place, from 0. ``key`` is ``ingredient`` or ``product``, as written; ``how`` is one of
    ``volume``, ``amount``, ``concentration`` and ``qs``. ``stated`` is the quantity under that key, None for
    q.s. ``basis`` is the moiety of ``as:``, empty for the ingredient as named. ``place`` is where it stands
    if not in the list of components: a part of a sitting is a recipe, and ``key`` is then ``recipe``.
    """

    number: int
    key: str
    name: str
    how: str
    stated: Quantity | Refused | None
    strength: Quantity | Refused | None
    displacement: Quantity | Refused | None
    dry: bool
    basis: str
    place: Path = ()

    @property
    def path(self) -> Path:
        """The place of the component in the document; what numbs beside the formula has the number -1."""
        if self.place:
            return self.place
        return ("components", self.number) if self.number >= 0 else ("administration", "numbing")


class Numbing(NamedTuple):
    """How the skin is numbed: in the formula, apart from it, or not at all (with a reason)."""

    how: str
    reason: str
    product: str
    amount: Quantity | Refused | None
    area: Quantity | Refused | None
    duration: Quantity | Refused | None


class Administration(NamedTuple):
    """How the finished cocktail is given."""

    technique: str = ""
    needle_length: Quantity | Refused | None = None
    gauge: int | None = None
    points: int | None = None
    volume_per_point: Quantity | Refused | None = None
    volume_per_session: Quantity | Refused | None = None
    area: Quantity | Refused | None = None
    sessions: int | None = None
    interval: Quantity | Refused | None = None
    duration: Quantity | Refused | None = None
    numbing: Numbing | None = None
    patient_weight: Quantity | Refused | None = None


class Preparation(NamedTuple):
    """How the cocktail is made and kept. ``filled`` are the fields of the record that say something."""

    setting: str = ""
    beyond_use: Quantity | Refused | None = None
    temperature: str = ""
    sterilization: str = ""
    checks: tuple[tuple[str, str], ...] = ()  # what is tested, and what is expected
    filled: frozenset[str] = frozenset()


class Recipe(NamedTuple):
    """One formula. Names are as written; what they mean is the catalogue's to say.

    ``warned_of`` are the allergens, contraindications and interactions that the patient is told about;
    None where the recipe has no `patient` part.
    """

    id: str
    title: str
    indication: str
    profile: str
    species: str
    route: str
    site: str
    policy: str
    volume: Quantity | Refused
    density: Quantity | Refused | None
    components: tuple[Component, ...]
    administration: Administration
    preparation: Preparation
    warned_of: frozenset[str] | None
    refused: tuple[RefusedAt, ...]
