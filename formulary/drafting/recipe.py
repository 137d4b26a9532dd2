"""A new recipe as YAML: what its author chose, with a comment on each part and what is still to be said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from formulary.domain.species import SPECIES
from formulary.drafting.yaml import scalar, wrapped
from formulary.errors import UsageFaultError
from formulary.rules.profiles import NEEDLE_FREE
from formulary.text import listing, quoted
from formulary.units import Quantity, Refused, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.catalogue import Indication, Profile
    from formulary.drafting.suggest import Advice

ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
"""What an id looks like, in at most 64 characters."""

_AMOUNTS = ("mass", "IU", "USP", "amount", "equivalents")
_STATED = "Write `NAME=2 mL`, `NAME=4 mg`, `NAME=1 mg/mL`, `NAME=2 mL of 250 mg/mL` or `NAME=qs`."


class Part(NamedTuple):
    """One component: what it is, and the fields that say how much of it."""

    key: str
    name: str
    fields: tuple[tuple[str, str], ...]


class Draft(NamedTuple):
    """What the author chose. ``policy`` is empty for the default."""

    id: str
    title: str
    indication: Indication
    profile: Profile
    species: str
    route: str
    site: str
    policy: str
    volume: str
    parts: tuple[Part, ...]


def part(key: str, stated: str, catalogue: Catalogue) -> Part:
    """The component in ``NAME=AMOUNT``; ``key`` is ``ingredient`` or ``product``.

    Raises:
        UsageFaultError: there is no amount, or it cannot be read.
    """
    name, separator, amount = (piece.strip() for piece in stated.rpartition("="))
    if not separator or not name or not amount:
        raise UsageFaultError(f"{quoted(stated)} does not say how much", _STATED)
    found = catalogue.resolve(name, f"{key}s")
    if found and found.kind != "indications":
        key, name = found.kind.removesuffix("s"), found.id
    if amount.lower().replace(".", "") == "qs":
        return Part(key, name, (("qs", "true"),))
    much, _, strength = (piece.strip() for piece in amount.partition(" of "))
    fields = [(_field(quantity(much)), scalar(much))]
    if strength:
        quantity(strength)
        fields.insert(0, ("strength", scalar(strength)))
    elif key == "ingredient" and fields[0][0] != "volume":
        fields.append(("dry", "true"))
    elif key == "product" and (basis := _counted(name, quantity(much), catalogue)):
        fields.append(("as", scalar(basis)))
    return Part(key, name, tuple(fields))


def _counted(name: str, much: Quantity, catalogue: Catalogue) -> str:
    """What a mass beside this product's label counts, where the label counts a part of the substance."""
    if not much.unit.kind.startswith("mass") or name not in catalogue.ids("products"):
        return ""
    bases = {content.basis for content in catalogue.product(name).contents if content.active}
    return bases.pop() if len(bases) == 1 else ""


def quantity(text: str) -> Quantity:
    """The quantity in ``text``.

    Raises:
        UsageFaultError: it cannot be read.
    """
    value = parse(text)
    if isinstance(value, Refused):
        raise UsageFaultError(f"{quoted(text)}: {value.reason}", value.hint)
    return value


def _field(value: Quantity) -> str:
    if value.unit.kind == "volume":
        return "volume"
    return "amount" if value.unit.kind in _AMOUNTS else "concentration"


def recipe_text(draft: Draft, advice: list[Advice]) -> str:
    """The recipe as YAML; ``advice`` is what its profile asks for, with what would serve."""
    return "".join(f"{wrapped(line)}\n" for line in _lines(draft, advice))


def _lines(draft: Draft, advice: list[Advice]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=recipe.schema.json"
    yield "# `formulary schema recipe -o recipe.schema.json` writes the schema beside this file, for editors."
    yield "# `formulary validate` checks it; `formulary explain` shows its arithmetic."
    yield "format: recipe/1"
    yield "# The name by which other files know it; it never changes."
    yield f"id: {scalar(draft.id)}"
    yield f"title: {scalar(draft.title)}"
    yield ""
    yield f"# WHAT FOR, AND WHERE IT GOES. {draft.indication.name}; {draft.profile.name}."
    yield "# What is approved and how much is safe depend on the route and the site."
    yield f"indication: {scalar(draft.indication.id)}"
    yield f"profile: {scalar(draft.profile.id)}"
    yield f"species: {draft.species}"
    yield f"route: {draft.route}"
    if draft.site:
        yield f"site: {scalar(draft.site)}"
    if draft.policy:
        yield f"policy: {scalar(draft.policy)}"
    yield ""
    yield "# HOW MUCH is made in all; the parts below must come to it."
    yield f"volume: {scalar(draft.volume)}"
    if draft.route == NEEDLE_FREE:
        yield "# What one mL weighs, as measured (water: 1.00 g): limits on the skin are by weight."
        yield "# density: 1.00 g/mL"
    yield ""
    yield from _components(draft, advice)
    yield ""
    yield from _still_to_say(draft)


def _components(draft: Draft, advice: list[Advice]) -> Iterator[str]:
    yield "# WHAT IS IN IT. A part is a `product` of the catalogue, an `ingredient` with the `strength` of"
    yield "# its stock, or a powder (`dry: true`), stated by volume, amount or concentration in the mixture."
    yield "# `qs: true` fills up to the volume. What would serve is no advice: in brackets stand what the"
    yield "# policy says of it and its limits in this use."
    for item in advice:
        yield f"# {item.demand}"
        for choice in item.choices:
            yield f"# - {choice.name} [{choice.words}]"
    if draft.profile.forbids:
        yield f"# Never: {listing(draft.profile.forbids)}."
    yield "components:"
    for one in draft.parts:
        yield f"  - {one.key}: {scalar(one.name)}"
        for field, value in one.fields:
            yield f"    {field}: {value}"


def _sessions(indication: Indication) -> int:
    """A number of sessions to begin with, within what is usual."""
    usual = indication.ranges.get("sessions")
    return min(6, int(usual.high.fraction)) if usual and usual.high else 6


def _still_to_say(draft: Draft) -> Iterator[str]:
    ranges = {name: f" # usual: {found.text}" for name, found in draft.indication.ranges.items()}
    yield "# HOW IT IS GIVEN. Doses per session, point and kg are computed from this: put in your own figures"
    yield "# and delete the `#` before them. The weight is that of the lightest patient it is for."
    yield "# administration:"
    yield from _technique(draft.route, ranges)
    yield f"#   volume_per_session: 2.5 mL{ranges.get('volume', '')}"
    yield f"#   sessions: {_sessions(draft.indication)}{ranges.get('sessions', '')}"
    yield f"#   interval: 2 weeks{ranges.get('interval', '')}"
    yield f"#   patient_weight: {SPECIES[draft.species].light}"
    if draft.route != NEEDLE_FREE:
        ways = "# or separate-injection, topical, cooling; or none, with a `reason`"
        yield f"#   numbing: {{how: in-formula}} {ways}"
    yield ""
    yield "# HOW IT IS MADE: setting, container, equipment, steps, appearance, storage, beyond_use with its"
    yield "# source, labelling, quality_control, sterilization."
    yield "# preparation:"
    yield "#   setting: immediate-use"
    yield "#   beyond_use: 4 h"
    yield ""
    yield "# WHAT THE PATIENT IS TOLD, and what it all rests on: patient, references, author, notes."


def _technique(route: str, ranges: dict[str, str]) -> Iterator[str]:
    if route == NEEDLE_FREE:
        yield "#   technique: needle-free-ultrasound"
        return
    yield "#   technique: point-by-point"
    yield f"#   needle: {{length: 4 mm, gauge: 30}}{ranges.get('needle', '')}"
    yield "#   points: 50"
    yield "#   volume_per_point: 0.05 mL"
