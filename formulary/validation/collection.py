"""What can only be seen over many recipes: an id that is taken, a formula that is there already.

One look at each recipe, in order, and no look at any file again: of a recipe only its id, its place and its
concentrations are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Finding, Located
from formulary.text import quoted
from formulary.validation.sift import Subject, outcome

if TYPE_CHECKING:
    from formulary.validation.facts import Facts
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting

MOST_NEAR = 1_000
"""Near-duplicates that are listed in a run; more are counted, and a wall of notes helps nobody."""
_MOST = 64
"""Formulas of one kind with nearly the same first concentration that a recipe is compared with."""
_REACH = 2
"""Steps of ``_step`` that two concentrations within one percent can be apart."""
_LONGEST_PLACE = 120


class Entry(NamedTuple):
    """A recipe of the run: the file it stands in, what it tells, and whether it was found clean.

    Of a session no more than its id matters here.
    """

    file: str
    facts: Facts
    clean: bool
    is_session: bool = False


class _Place(NamedTuple):
    file: str
    line: int
    column: int


class Collection:
    """The recipes of a run so far."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._ids: dict[str, _Place] = {}
        self._sessions: dict[str, _Place] = {}
        self._formulas: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._near = 0

    def add(self, entry: Entry) -> Outcome | None:
        """Take in one recipe or session; what is to be said of it beside those before it, or None."""
        facts = entry.facts
        ids = self._sessions if entry.is_session else self._ids
        earlier = ids.setdefault(facts.id, _Place(entry.file, facts.span.line, facts.span.column))
        if earlier != (entry.file, facts.span.line, facts.span.column):
            return self._say(entry, _taken(facts.id, earlier))
        like = self._like(facts) if facts.kind else ""
        self._near += bool(like)
        return self._say(entry, _near(like, self._ids[like])) if like and self._near <= MOST_NEAR else None

    def end(self) -> Outcome | None:
        """What is left to say when every recipe was taken in: how many near-duplicates are not listed."""
        more = self._near - MOST_NEAR
        if more <= 0:
            return None
        subject = Subject("collection", "", is_recipe=False, line_text=lambda _: "")
        return outcome(subject, [Located(_more(more), None)], self._setting)

    def _like(self, facts: Facts) -> str:
        """The id of the first recipe with nearly the same formula; without one, this is remembered."""
        step = _step(facts.amounts)
        for near in range(step - _REACH, step + _REACH + 1):
            for amounts, id_ in self._formulas.get((facts.kind, near), ()):
                if alike(amounts, facts.amounts):
                    return id_
        known = self._formulas.setdefault((facts.kind, step), [])
        if len(known) < _MOST:
            known.append((facts.amounts, facts.id))
        return ""

    def _say(self, entry: Entry, finding: Finding) -> Outcome:
        facts = entry.facts
        recipe, session = ("", facts.id) if entry.is_session else (facts.id, "")
        subject = Subject(
            *(entry.file, recipe), is_recipe=False, line_text=lambda _: facts.line, session=session
        )
        return outcome(subject, [Located(finding, facts.span)], self._setting)


def alike(one: str, other: str) -> bool:
    """Whether concentrations, written ``3/2 10``, differ in pairs by at most a hundredth of the larger."""
    if one == other:
        return True
    for first, second in zip(one.split(" "), other.split(" "), strict=True):
        if first == second:
            continue
        (n, d), (m, e) = _parts(first), _parts(second)
        low, high = sorted((n * e, m * d))
        if (high - low) * 100 > high:
            return False
    return True


def _parts(number: str) -> tuple[int, int]:
    over, _, under = number.partition("/")
    return int(over), int(under or 1)


def _step(amounts: str) -> int:
    """The first concentration that is not zero on a scale of steps of about one percent."""
    first = next((number for number in amounts.split(" ") if number != "0"), "0")
    over, under = _parts(first)
    scaled = (over << 256) // under
    length = scaled.bit_length()
    return length << 6 | (scaled >> max(0, length - 7) & 63)


def _taken(id_: str, earlier: _Place) -> Finding:
    return Finding(
        "FML801",
        ("id",),
        f"the id {quoted(id_)} is taken already, by {_shown(earlier)}",
        "Give one of the two an id of its own, or delete the one that is a copy.",
    )


def _near(id_: str, earlier: _Place) -> Finding:
    return Finding(
        "FML802",
        ("id",),
        f"nearly the same formula as {quoted(id_)} in {_shown(earlier)}: the same substances "
        "for the same use, no concentration more than 1 % apart",
        "Keep one of the two, or say in `notes` why both are needed.",
    )


def _more(number: int) -> Finding:
    return Finding(
        "FML802",
        (),
        f"{number:,} more {'recipe nearly repeats' if number == 1 else 'recipes nearly repeat'} another",
        f"Only the first {MOST_NEAR:,} are listed; unify those, then check again.",
    )


def _shown(place: _Place) -> str:
    """The place; of a long name the end, which tells files apart."""
    text = f"{place.file}:{place.line}:{place.column}"
    return f"`{text}`" if len(text) <= _LONGEST_PLACE else f"`…{text[-_LONGEST_PLACE:]}`"
