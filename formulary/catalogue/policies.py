"""One policy, ready to be asked: which standing an ingredient has and which limits hold for a use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.entries import quantity, source
from formulary.domain.policy import BeyondUse, Combined, Condition, Limit, Most, Standing, Tonicity
from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.domain.policy import Use

_LEVELS = ("hard", "soft", "min")


class Bound(NamedTuple):
    """What bounds one quantity at one level: the first candidate whose condition holds is the limit."""

    on: str
    level: str
    candidates: tuple[Limit, ...]


class Policy:
    """The rows of one policy by target, built as they are asked for.

    ``lineage`` is its id after those of the policies that it extends, the first of them first. ``combined``
    are the groups whose doses are judged together, as sums of fractions.
    """

    def __init__(self, data: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> None:
        self.id: str = data["id"]
        self.name: str = data["name"]
        self.jurisdiction: str = data["jurisdiction"]
        self.routes: tuple[str, ...] = tuple(data["routes"])
        self.species: tuple[str, ...] = tuple(data.get("species", ("human",)))
        self.effective: str = data["effective"]
        self.review_by: str = data["review_by"]
        self.beyond_use = tuple(_beyond_use(row, sources) for row in data.get("beyond_use", ()))
        self.sha256: str = data["sha256"]
        self.combined = tuple(
            Combined(row["group"], row.get("note", ""), source(row, sources))
            for row in data.get("combined", ())
        )
        self.max_actives = _most(data.get("max_actives"), sources)
        self.osmolality = tuple(_tonicity(row, sources) for row in data.get("osmolality", ()))
        self.lineage: tuple[str, ...] = tuple(data.get("lineage", (self.id,)))
        self._data = data
        self._sources = sources
        self._standings: dict[str, tuple[Standing, ...]] = {}
        self._bounds: dict[Use, dict[str, tuple[Bound, ...]]] = {}
        self._limits: dict[str, tuple[Limit, ...]] = {}

    def standings(self, target: str) -> tuple[Standing, ...]:
        """Every standing of one ingredient or group, whatever the use."""
        found = self._standings.get(target)
        if found is None:
            rows = self._data["standings"].get(target, ())
            found = self._standings[target] = tuple(
                _standing(target, row, self._sources, self._layer(row)) for row in rows
            )
        return found

    def _layer(self, row: Mapping[str, Any]) -> int:
        """How many policies the one that states the row extends."""
        return self.lineage.index(row["stated_by"]) if "stated_by" in row else 0

    def limits(self, target: str) -> tuple[Limit, ...]:
        """Every limit of one ingredient or group, whatever the use."""
        found = self._limits.get(target)
        if found is None:
            rows = self._data["limits"].get(target, ())
            found = self._limits[target] = tuple(
                limit for row in rows for limit in read_limits(target, row, self._sources)
            )
        return found

    def bounds(self, target: str, use: Use) -> tuple[Bound, ...]:
        """What bounds a target in this use: per ``on`` and level the most specific rows, in order."""
        table = self._bounds.setdefault(use, {})
        found = table.get(target)
        if found is None:
            found = table[target] = _bounds(self.limits(target), use)
        return found


def _beyond_use(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> BeyondUse:
    return BeyondUse(
        setting=row["setting"],
        storage=row.get("storage", ""),
        sterilization=row.get("sterilization", ""),
        tested=row.get("sterility_test", False),
        limit=quantity(row["limit"]),
        max_products=row.get("max_products"),
        note=row.get("note", ""),
        source=source(row, sources),
    )


def _most(data: Mapping[str, Any] | None, sources: Mapping[str, Mapping[str, str]]) -> Most | None:
    return Most(data["value"], data.get("note", ""), source(data, sources)) if data else None


def _tonicity(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Tonicity:
    return Tonicity(tuple(row["routes"]), quantity(row["high"]), row.get("note", ""), source(row, sources))


def _standing(
    target: str, row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]], layer: int
) -> Standing:
    return Standing(
        target=target,
        standing=row["standing"],
        made_from=row.get("for", ""),
        routes=tuple(row.get("routes", ())),
        indications=tuple(row.get("indications", ())),
        sites=tuple(row.get("sites", ())),
        species=tuple(row.get("species", ())),
        discontinued=bool(row.get("discontinued", False)),
        note=row.get("note", ""),
        source=source(row, sources),
        layer=layer,
    )


def read_limits(target: str, row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> list[Limit]:
    """The one to three limits that a row of a policy states: hard, soft and min."""
    when = row.get("when")
    condition = None
    if when:
        condition = Condition(when["with"], quantity(when["at_least"]) if "at_least" in when else None)
    made = []
    for level in _LEVELS:
        if level not in row:
            continue
        kind, bound = _bound(row["on"], str(row[level]))
        made.append(
            Limit(
                target=target,
                on=row["on"],
                level=level,
                kind=kind,
                bound=bound,
                text=str(row[level]),
                basis=row.get("as", ""),
                route=row.get("route", ""),
                site=row.get("site", ""),
                indication=row.get("indication", ""),
                species=row.get("species", "human"),
                when=condition,
                note=row.get("note", ""),
                source=source(row, sources),
            )
        )
    return made


def _bound(on: str, text: str) -> tuple[str, Exact]:
    if on in ("points", "sessions"):
        return "count", Exact.of(int(text))
    value = quantity(text)
    return value.unit.kind, value.base


def _bounds(limits: tuple[Limit, ...], use: Use) -> tuple[Bound, ...]:
    found: dict[tuple[str, str], list[Limit]] = {}
    for limit in limits:
        if limit.covers(use):
            found.setdefault((limit.on, limit.level), []).append(limit)
    return tuple(
        Bound(on, level, tuple(sorted(rows, key=lambda row: _specificity(row, use), reverse=True)))
        for (on, level), rows in found.items()
    )


def _specificity(limit: Limit, use: Use) -> tuple[bool, bool, int, bool]:
    """Route before site before indication (the nearer in its lineage the better) before condition."""
    route, site, indication, when = limit.specificity
    nearness = len(use.indications) - use.indications.index(limit.indication) if indication else 0
    return route, site, nearness, when
