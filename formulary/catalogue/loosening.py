"""What a policy of an overlay may not do to the policy it extends: allow what that one rules out.

Limits are compared in every use that tells the rows of the two policies apart, so that a more specific row
cannot slip past a general one.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.entries import quantity
from formulary.catalogue.policies import Policy, read_limits
from formulary.domain.policy import Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.policy import BeyondUse, Condition, Limit
    from formulary.findings import Path

_ADVICE = "A policy of your own may tighten this, not loosen it."


class Loosened(NamedTuple):
    """One place of a child's file where it loosens its base."""

    path: Path
    message: str
    help: str = _ADVICE


def loosened(data: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Loosened]:
    """Where the policy file ``data`` loosens the policy that it extends; both are in the catalogue."""
    base = catalogue.policy(data["extends"])
    child = catalogue.policy(data["id"])
    own: dict[str, list[dict[str, Any]]] = {}
    for target, rows in catalogue.data["policies"][child.id]["limits"].items():
        own[target] = [row for row in rows if row["stated_by"] == child.id]
    for index, row in enumerate(data["limits"]):
        target = row.get("ingredient") or row["group"]
        resolved = own[target].pop(0)
        for limit in read_limits(target, resolved, catalogue.data["sources"]):
            if limit.level == "hard" and (reason := _loosens(limit, base, child, catalogue)):
                yield Loosened(("limits", index, "hard"), reason)
    yield from _standings(data, base, catalogue)
    yield from _beyond_use(data, base)
    yield from _mixture(data, base)


def _loosens(limit: Limit, base: Policy, child: Policy, catalogue: Catalogue) -> str:
    """Why the child's hard limit allows more than the base in some use; empty if it never does."""
    rows = [
        row
        for row in (*base.limits(limit.target), *child.limits(limit.target))
        if row.on == limit.on and row.level == "hard"
    ]
    for use in _uses(rows, catalogue):
        if not limit.covers(use):
            continue
        for holding in _conditions(rows):
            before = _winner(base, limit, use, holding)
            if before is None or _winner(child, limit, use, holding) != limit:
                continue
            what = f"hard limit of {limit.text} {limit.on} for `{limit.target}`"
            theirs = f"{before.text} of policy `{base.id}`"
            if (limit.kind, limit.basis) != (before.kind, before.basis):
                return f"{what} cannot be compared with the {theirs}: state it in the same unit and basis"
            if limit.bound > before.bound:
                return f"{what} is looser than the {theirs}"
            if limit.source.evidence == "unverified" != before.source.evidence:
                return f"{what} is unverified, so that it could only warn; it would replace the {theirs}"
    return ""


def _uses(rows: Sequence[Limit], catalogue: Catalogue) -> Iterator[Use]:
    """One use for every way in which the rows can apply."""
    routes = {*(row.route for row in rows if row.route != "any"), "any other"}
    sites = {*(row.site for row in rows), ""}
    species = {row.species for row in rows}
    lineages: list[tuple[str, ...]] = [()]
    if any(row.indication for row in rows):
        lineages += [catalogue.indication(name).lineage for name in catalogue.ids("indications")]
    for lineage in lineages:
        for kind, route, site in product(sorted(species), sorted(routes), sorted(sites)):
            yield Use(kind, route, site, lineage)


def _conditions(rows: Sequence[Limit]) -> Iterator[frozenset[Condition]]:
    """Every set of conditions of the rows that can hold together: more of a substance implies less of it."""
    by_substance: dict[str, list[Condition]] = {}
    for condition in dict.fromkeys(row.when for row in rows if row.when is not None):
        by_substance.setdefault(condition.substance, []).append(condition)
    ladders = []
    for conditions in by_substance.values():
        conditions.sort(key=_threshold)
        ladders.append([conditions[:count] for count in range(len(conditions) + 1)])
    for chosen in product(*ladders):
        yield frozenset(condition for part in chosen for condition in part)


def _threshold(condition: Condition) -> Any:
    return condition.at_least.base.fraction if condition.at_least else 0


def _winner(policy: Policy, limit: Limit, use: Use, holding: frozenset[Condition]) -> Limit | None:
    for bound in policy.bounds(limit.target, use):
        if (bound.on, bound.level) == (limit.on, limit.level):
            return next((row for row in bound.candidates if row.when is None or row.when in holding), None)
    return None


_BANNED = ("prohibited", "withdrawn")
_SCOPES = ("routes", "indications", "sites", "species")


def _standings(data: Mapping[str, Any], base: Policy, catalogue: Catalogue) -> Iterator[Loosened]:
    below = catalogue.data["policies"][base.id]["standings"]
    for index, row in enumerate(data["standings"]):
        target = row.get("ingredient") or row["group"]
        for name, entry in catalogue.data["ingredients"].items():
            groups = entry.get("groups", ())
            if target != name and target not in groups:
                continue
            ban = _lifted(
                row, below.get(name, ()), [other for group in groups for other in below.get(group, ())]
            )
            if ban:
                whole = "" if target == name else f", which is one of `{target}`"
                yield Loosened(
                    ("standings", index, "standing"),
                    f"`{row['standing']}` for `{name}`{whole} is looser than"
                    f" `{ban['standing']}` of policy `{base.id}`",
                )
                break


def _lifted(
    row: Mapping[str, Any], own: Sequence[Mapping[str, Any]], shared: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The ban that ``row`` lifts; ``own`` are the base's rows on the ingredient, ``shared`` on its groups."""
    for made_from in ("product", "bulk"):
        if row.get("for", made_from) != made_from:
            continue
        holding = [other for other in own if other.get("for", made_from) == made_from]
        from_groups = not holding
        if holding and "group" in row:
            continue  # a row on a group says nothing of an ingredient with rows of its own
        if from_groups:
            holding = [other for other in shared if other.get("for", made_from) == made_from]
        for ban in holding:
            if ban["standing"] not in _BANNED:
                continue
            hides = from_groups and "ingredient" in row
            if row["standing"] in _BANNED:
                if hides and not _within(ban, row):
                    return ban
            elif hides or _overlap(ban, row):
                return ban
    return None


def _scope(row: Mapping[str, Any], key: str) -> set[str]:
    return set(row.get(key) or (("human",) if key == "species" else ()))


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether some use is covered by both rows."""
    pairs = [(_scope(one, key), _scope(other, key)) for key in _SCOPES]
    return all(not left or not right or left & right for left, right in pairs)


def _within(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Whether every use that the inner row covers is covered by the outer one."""
    pairs = [(_scope(inner, key), _scope(outer, key)) for key in _SCOPES]
    return all(not right or (bool(left) and left <= right) for left, right in pairs)


def _beyond_use(data: Mapping[str, Any], base: Policy) -> Iterator[Loosened]:
    for index, row in enumerate(data.get("beyond_use", ())):
        for below in base.beyond_use:
            if not _answers(row, below, base):
                continue
            here: Path = ("beyond_use", index)
            if quantity(row["limit"]).base > below.limit.base:
                message = f"{row['limit']} for {below.setting} is longer than the {below.limit.text}"
                yield Loosened((*here, "limit"), f"{message} of policy `{base.id}`")
            most = row.get("max_products")
            if below.max_products is not None and (most is None or most > below.max_products):
                message = f"{most or 'no limit'} sterile products for {below.setting} are more than the"
                yield Loosened(here, f"{message} {below.max_products} of policy `{base.id}`")


def _answers(row: Mapping[str, Any], below: BeyondUse, base: Policy) -> bool:
    """Whether a row of the table of beyond-use times replaces one of the base, or goes before it."""
    stated = (row["setting"], row.get("storage", ""), row.get("sterilization", ""))
    ways = (below.setting, below.storage, below.sterilization)
    if row.get("sterility_test", False) == below.tested:
        return stated == ways
    # a time for what is tested goes before the others; where the base knows none, its others bound it
    known = any(other.tested and other.setting == below.setting for other in base.beyond_use)
    alike = all(not one or not other or one == other for one, other in zip(stated, ways, strict=True))
    return alike and not below.tested and not known


def _mixture(data: Mapping[str, Any], base: Policy) -> Iterator[Loosened]:
    """What holds for a mixture as a whole: how many active components, and how concentrated."""
    most = data.get("max_actives")
    if most and base.max_actives and most["value"] > base.max_actives.value:
        message = f"{most['value']} active components are more than the {base.max_actives.value}"
        yield Loosened(("max_actives", "value"), f"{message} of policy `{base.id}`")
    for index, row in enumerate(data.get("osmolality", ())):
        for below in base.osmolality:
            if set(below.routes) & set(row["routes"]) and quantity(row["high"]).base > below.high.base:
                message = f"{row['high']} is looser than the {below.high.text} of policy `{base.id}`"
                yield Loosened(("osmolality", index, "high"), message)
