"""Which formulas an export holds: every filter that is given must hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.text import alternatives, did_you_mean, quoted

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.exports.inventory import Item

STATUSES = ("draft", "in-review", "approved", "superseded", "retired")


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_TIME = re.compile(rf"{_DAY.pattern}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)


def moment(text: str) -> str:
    """The UTC time that a day (to its end) or a time names, in the form of the registry; empty for empty.

    Raises:
        UsageFaultError: it is neither.
    """
    if not text or _TIME.fullmatch(text):
        return text
    if _DAY.fullmatch(text):
        return f"{text}T23:59:59Z"
    raise UsageFaultError(
        f"{quoted(text)} is no day", "Write it as 2026-11-26, or a UTC time as 2026-11-26T09:30:00Z."
    )


class Wanted(NamedTuple):
    """Ids to select by, empty for any. An indication holds those that are a kind of it.

    ``as_of`` is a UTC time: what was approved then. ``every``: not only the current version of each formula.
    """

    status: tuple[str, ...] = ()
    indication: str = ""
    ingredient: str = ""
    group: str = ""
    jurisdiction: str = ""
    as_of: str = ""
    every: bool = False

    def asked(self) -> dict[str, str]:
        """The filters that are given, by name, as text."""
        words = {"status": " ".join(self.status), "every": "yes" if self.every else ""}
        given: dict[str, str] = self._asdict() | words
        return {name: value for name, value in given.items() if value}

    def keep(self, item: Item) -> bool:
        """Whether a formula is asked for; an ingredient counts through products and as an excipient too."""
        case = item.case
        if self.indication and self.indication not in case.use.indications:
            return False
        if self.jurisdiction and case.policy.jurisdiction != self.jurisdiction:
            return False
        held = _held(item)
        if self.ingredient and self.ingredient not in held:
            return False
        return not self.group or any(
            self.group in case.catalogue.ingredient(name).groups for name in held if name
        )


def _held(item: Item) -> set[str]:
    """The substances of a formula, those of unknown strength too, and the products that bring them."""
    held: set[str] = set()
    for portion in item.case.mixture.portions:
        if portion.resolved:
            held.update(portion.product.substances if portion.product else portion.actives)
    return held


def wanted(
    catalogue: Catalogue,
    status: tuple[str, ...] = (),
    indication: str = "",
    ingredient: str = "",
    group: str = "",
    jurisdiction: str = "",
    as_of: str = "",
    *,
    every: bool = False,
) -> Wanted:
    """The filters with every name resolved to its id, and a day to its last second.

    Raises:
        UsageFaultError: the catalogue does not know a name, or two filters contradict each other.
    """
    if as_of and (status or every):
        raise UsageFaultError(
            "`--as-of` asks for what was approved then, whatever it is now",
            "Leave `--status` and `--all` out beside it.",
        )
    if indication:
        indication = _known(catalogue, indication, "indications")
    if ingredient:
        ingredient = _known(catalogue, ingredient, "ingredients")
    groups = {one for entry in catalogue.data["ingredients"].values() for one in entry.get("groups", ())}
    _among(group, groups, "group")
    _among(jurisdiction, {one["jurisdiction"] for one in catalogue.data["policies"].values()}, "jurisdiction")
    return Wanted(status, indication, ingredient, group, jurisdiction, moment(as_of), every)


def _known(catalogue: Catalogue, name: str, kind: str) -> str:
    resolved = catalogue.resolve(name, kind)
    if resolved is None or resolved.kind != kind:
        near = alternatives(catalogue.nearest(name, kind))
        word = kind.removesuffix("s")
        raise UsageFaultError(
            f"there is no {word} {quoted(name)}", near or f"`formulary catalogue list {kind}` names them."
        )
    return resolved.id


def _among(name: str, known: set[str], word: str) -> None:
    if name and name not in known:
        raise UsageFaultError(
            f"there is no {word} {quoted(name)}",
            did_you_mean(name, sorted(known)) or f"On record: {', '.join(sorted(known))}.",
        )
