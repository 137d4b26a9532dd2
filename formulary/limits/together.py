"""Members of a group that add up: how much of its own dose limit each uses, and all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.policy import Combined
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Mixture

_DOSES = ("per-session", "per-kg")


class Together(NamedTuple):
    """A group with several members given at once, in the mixture or beside it, or one of unknown dose.

    ``fractions`` say how much of its hardest dose limit each member uses, as far as that limit rests on a
    source that was read. The dose or the limit of the ``unknown`` members is not on record.
    """

    combined: Combined
    members: tuple[str, ...]
    fractions: dict[str, Exact]
    unknown: tuple[str, ...]

    @property
    def total(self) -> Exact:
        """The fractions of all members: above 1 they are too much together."""
        return sum(self.fractions.values(), Exact.of(0))


def together(
    mixture: Mixture, comparisons: Iterable[Comparison], groups: Iterable[Combined], catalogue: Catalogue
) -> Iterator[Together]:
    """Every group of ``groups`` of which more than one member is given, or one in an unknown amount too."""
    comparisons = tuple(comparisons)
    loose = mixture.unquantified
    for combined in groups:
        members = _members(mixture, combined.group, catalogue)
        if len(members) < 2 and not (members and loose):
            continue
        fractions = _fractions(comparisons, members)
        unknown = dict.fromkeys(name for name in members if name not in fractions or name in loose)
        yield Together(combined, tuple(members), fractions, tuple(unknown))


def _members(mixture: Mixture, group: str, catalogue: Catalogue) -> list[str]:
    """The members of a group that are given in this session, in the formula or beside it.

    One that is given both in a known and in an unknown amount stands twice.
    """
    known = dict.fromkeys([*mixture.by_ingredient, *(share.ingredient for share in mixture.extra)])
    given = [*known, *mixture.unquantified]
    return [name for name in given if group in catalogue.ingredient(name).groups]


def _fractions(comparisons: Iterable[Comparison], members: list[str]) -> dict[str, Exact]:
    fractions: dict[str, Exact] = {}
    for found in comparisons:
        limit, part = found.limit, found.fraction
        counts = found.verified and limit.on in _DOSES and limit.level == "hard"
        if counts and part is not None and limit.target in members:
            fractions[limit.target] = max(part, fractions.get(limit.target, part))
    return fractions
