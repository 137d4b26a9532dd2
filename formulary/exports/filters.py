"""Which formulas an export holds: every filter that is given must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.text import alternatives, did_you_mean, quoted

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.exports.inventory import Item

STATUSES = ("draft", "in-review", "approved", "superseded", "retired")


class Wanted(NamedTuple):
    """Ids to select by, empty for any. An indication holds those that are a kind of it."""

    status: tuple[str, ...] = ()
    indication: str = ""
    ingredient: str = ""
    group: str = ""
    jurisdiction: str = ""

    def asked(self) -> dict[str, str]:
        """The filters that are given, by name, as text."""
        given = {
            name: " ".join(value) if name == "status" else value for name, value in self._asdict().items()
        }
        return {name: value for name, value in given.items() if value}

    def keep(self, item: Item) -> bool:
        """Whether a formula is asked for; an ingredient counts through products and as an excipient too."""
        case = item.case
        if self.status and (item.version is None or item.version.status not in self.status):
            return False
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
) -> Wanted:
    """The filters with every name resolved to its id.

    Raises:
        UsageFaultError: the catalogue does not know a name.
    """
    if indication:
        indication = _known(catalogue, indication, "indications")
    if ingredient:
        ingredient = _known(catalogue, ingredient, "ingredients")
    groups = {one for entry in catalogue.data["ingredients"].values() for one in entry.get("groups", ())}
    _among(group, groups, "group")
    _among(jurisdiction, {one["jurisdiction"] for one in catalogue.data["policies"].values()}, "jurisdiction")
    return Wanted(status, indication, ingredient, group, jurisdiction)


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
