"""Waivers at work: which findings of one recipe they let through, and what became of each waiver there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.people import same_person
from formulary.source.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulary.domain.waiver import Waiver
    from formulary.findings import Located

USED = "used"
UNUSED = "unused"
OTHER_CONTENT = "other-content"
NO_CONTENT = "no-content"
SELF_APPROVED = "self-approved"
TOO_BROAD = "too-broad"


class Met(NamedTuple):
    """What became of a waiver at a recipe that it names.

    ``number`` is its place in the file, ``detail`` the SHA-256 of the recipe's content, or what its rule is
    about there, divided by commas, or the name of the author.
    """

    number: int
    verdict: str
    detail: str = ""


class Waived(NamedTuple):
    """For each finding the waiver that lets it through, or None; and what became of the waivers."""

    by: tuple[Waiver | None, ...]
    met: tuple[Met, ...] = ()


def by_recipe(waivers: Sequence[Waiver]) -> Mapping[str, tuple[Waiver, ...]]:
    """The waivers by the id of the recipe that they are for."""
    found: dict[str, tuple[Waiver, ...]] = {}
    for waiver in waivers:
        found[waiver.recipe] = (*found.get(waiver.recipe, ()), waiver)
    return found


def content_of(data: Any) -> str:
    """The SHA-256 of a recipe's content: that which the registry keeps it by."""
    return hashlib.sha256(canonical_bytes(data)).hexdigest()


def waive(data: Mapping[str, Any], found: Sequence[Located], waivers: Sequence[Waiver]) -> Waived:
    """What the waivers for a recipe let through of all that was found in it."""
    content = content_of(data)
    author = data.get("author", {}).get("name", "")
    by: list[Waiver | None] = [None] * len(found)
    met = []
    for waiver in waivers:
        barred = _barred(waiver, content, author)
        if barred:
            met.append(barred)
            continue
        covered = [
            at for at, (finding, _) in enumerate(found) if _covers(waiver, finding.code, finding.component)
        ]
        for at in covered:
            by[at] = by[at] or waiver
        met.append(Met(waiver.number, USED) if covered else _needless(waiver, found))
    return Waived(tuple(by), tuple(met))


def _barred(waiver: Waiver, content: str, author: str) -> Met | None:
    """Why a waiver does not hold for this content of this author, or None."""
    if not waiver.sha256:
        return Met(waiver.number, NO_CONTENT, content)
    if same_person(author, waiver.approved_by):
        return Met(waiver.number, SELF_APPROVED, author)
    return Met(waiver.number, OTHER_CONTENT, content) if waiver.sha256 != content else None


def _covers(waiver: Waiver, code: str, component: str) -> bool:
    """Whether a finding is of the rule and about the component that are waived; no component is not any."""
    return waiver.rule == code and waiver.component.casefold() == component.casefold()


def _needless(waiver: Waiver, found: Sequence[Located]) -> Met:
    about = {finding.component: None for finding, _ in found if finding.code == waiver.rule}
    named = ",".join(name for name in about if name)
    return Met(waiver.number, TOO_BROAD if named and not waiver.component else UNUSED, named)
