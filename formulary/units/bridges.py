"""The bridges between kinds of amount: each a cited property of one ingredient, with its exact factor."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from formulary.units.exact import ONE, Exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.units.properties import Activity, Moiety, Properties

Node = tuple[str, str]
"""A kind of amount and its basis: the name of a moiety, or empty for the ingredient as named."""

_MOST_SLACK = Exact(1, 1000)
"""No rounding of a factor excuses more than this: a molar mass written `84` is careless, not lenient."""

_UNITS = (("IU", "IU"), ("USP", "USP units"))
_BASED = ("mass", "amount", "equivalents")


class Factor(NamedTuple):
    """What a value is multiplied by, how that is written, where it is from, and how far it was rounded.

    The true value is at least ``1 - slack`` of the computed one; None means that the factor is exact, or is
    to be taken as it stands.
    """

    value: Exact
    text: str
    source: str
    slack: Exact | None = None


class Bridge(NamedTuple):
    """A way between two nodes. ``factor`` is None where the property ``needs`` is not on record.

    ``because`` says then what is not known, as the end of a sentence.
    """

    start: Node
    end: Node
    factor: Factor | None
    needs: str
    because: str = ""


def slack_of(value: Exact, text: str, *, dividing: bool = False) -> Exact | None:
    """One unit of the last written digit of a rounded factor, relative to what it makes of a value.

    84.01 may have been 84.00 or 84.02: a value multiplied by it may be 1/8401 smaller, a value divided by it
    1/8402. Never more than 1/1000.
    """
    _, _, decimals = text.partition(".")
    last = Exact(1, 10 ** len(decimals))
    return min(last / (value + last) if dividing else last / value, _MOST_SLACK)


def bridges(known: Properties, bases: Iterable[str] = ()) -> list[Bridge]:
    """Every bridge that could exist for an ingredient, in both directions, missing properties included.

    ``bases`` are the moieties asked about, on record or not. A property of 0 is none.
    """
    return [
        *_both(
            ("amount", ""), ("mass", ""), _molar_mass(known), "molar mass", "its molar mass is not on record"
        ),
        *_both(
            ("equivalents", ""), ("amount", ""), _valence(known), "valence", "its valence is not on record"
        ),
        *_both(("volume", ""), ("mass", ""), _density(known), "density", "its density is not on record"),
        *_moieties(known, bases),
        *_activities(known),
    ]


_Ways = tuple[Factor, Factor] | None
"""The factor there and the factor back."""


def _both(start: Node, end: Node, ways: _Ways, needs: str, because: str = "") -> tuple[Bridge, Bridge]:
    there, back = ways or (None, None)
    return Bridge(start, end, there, needs, because), Bridge(end, start, back, needs, because)


def _molar_mass(known: Properties) -> _Ways:
    """Between mmol and mg: 1 mmol of 84.01 g/mol is 84.01 mg."""
    value, text, source = known.molar_mass, known.molar_mass_text, known.molar_mass_source
    return _rounded(value, text, f"{text} g/mol", source) if value else None


def _rounded(value: Exact, text: str, shown: str, source: str) -> tuple[Factor, Factor]:
    """A factor computed once and written to so many digits, both ways."""
    return (
        Factor(value, f"× {shown}", source, slack_of(value, text)),
        Factor(ONE / value, f"÷ {shown}", source, slack_of(value, text, dividing=True)),
    )


def _valence(known: Properties) -> _Ways:
    """Between mEq and mmol; whole numbers, so exact."""
    if not known.valence:
        return None
    shown, value = f"{known.valence} mEq/mmol", Exact(known.valence)
    return Factor(ONE / value, f"÷ {shown}", known.valence_source), Factor(
        value, f"× {shown}", known.valence_source
    )


def _density(known: Properties) -> _Ways:
    """Between mL of the pure liquid and mg. Measured, not computed, so its rounding excuses nothing."""
    if not known.density:
        return None
    text, source = known.density_text, known.density_source
    return Factor(known.density, f"× {text}", source), Factor(ONE / known.density, f"÷ {text}", source)


def _moieties(known: Properties, bases: Iterable[str]) -> Iterator[Bridge]:
    for name in dict.fromkeys([part.name for part in known.moieties] + [b for b in bases if b] + _of(known)):
        ways = _yield(known.moiety(name))
        because = f"how much {name} it yields is not on record"
        yield from _both(("mass", ""), ("mass", name), ways, "moiety factor", because)
        because = f"the molar mass of {name} is not on record"
        yield from _both(("amount", name), ("mass", name), None, "molar mass", because)
        because = f"the valence of {name} is not on record"
        yield from _both(("equivalents", name), ("amount", name), None, "valence", because)


def _yield(part: Moiety | None) -> _Ways:
    """Between the ingredient as named and a moiety of it; computed from molar masses, so rounded."""
    if part is None or not part.factor:
        return None
    return _rounded(part.factor, part.text, f"{part.text} {part.name}", part.source)


def _of(known: Properties) -> list[str]:
    return [entry.of for entry in known.activities if entry.of]


def _activities(known: Properties) -> Iterator[Bridge]:
    for kind, unit in _UNITS:
        entry = known.activity(unit)
        because = f"no mass of one {unit.removesuffix('s')} of it is on record"
        if entry is None or not entry.equals:
            yield from _both((kind, ""), ("mass", ""), None, "activity factor", because)
        else:
            ways = _mass_of_one(entry, entry.equals)
            yield from _both((kind, ""), ("mass", entry.of), ways, "activity factor")
    same = _said_equal(known)
    equal = None if same is None else Factor(ONE, "× 1 USP unit per IU", same.source)
    because = "its entry does not say that an IU of it is a USP unit"
    yield from _both(("IU", ""), ("USP", ""), equal and (equal, equal), "activity factor", because)


def _mass_of_one(entry: Activity, equals: Exact) -> tuple[Factor, Factor]:
    """By definition of the standard, so its rounding excuses nothing."""
    unit = entry.unit.removesuffix("s")
    named = f"{entry.equals_text} {f'of {entry.of} ' if entry.of else ''}per {unit} [{entry.standard}]"
    return Factor(equals, f"× {named}", entry.source), Factor(ONE / equals, f"÷ {named}", entry.source)


def _said_equal(known: Properties) -> Activity | None:
    units = {unit for _, unit in _UNITS}
    return next((entry for entry in known.activities if {entry.unit, entry.same_as} == units), None)


def node(kind: str, basis: str) -> Node:
    """The node of a kind and a basis; a volume or an activity is of the ingredient, whatever the basis."""
    return kind, basis if kind in _BASED else ""


@lru_cache(maxsize=1024)
def way(known: Properties, start: Node, end: Node) -> tuple[tuple[Node, Factor], ...] | None:
    """The shortest chain of factors on record between two nodes, each with the node it leads to; or None."""
    usable = {(bridge.start, bridge.end): bridge.factor for bridge in bridges(known) if bridge.factor}
    route = _route(list(usable), start, end)
    return None if route is None else tuple((there, usable[here, there]) for here, there in route)


def obstacle(known: Properties, start: Node, end: Node) -> Bridge | None:
    """The first bridge not on record on the shortest way; None where nothing on record could ever help."""
    every = {(bridge.start, bridge.end): bridge for bridge in bridges(known, (start[1], end[1]))}
    route = _route(list(every), start, end) or []
    return next((every[ends] for ends in route if every[ends].factor is None), None)


def _route(steps: list[tuple[Node, Node]], start: Node, end: Node) -> list[tuple[Node, Node]] | None:
    """The shortest chain of steps, breadth first; of equally short ones the one listed first."""
    reached: dict[Node, list[tuple[Node, Node]]] = {start: []}
    queue = [start]
    for here in queue:
        for step in steps:
            if step[0] == here and step[1] not in reached:
                reached[step[1]] = [*reached[here], step]
                queue.append(step[1])
    return reached.get(end)
