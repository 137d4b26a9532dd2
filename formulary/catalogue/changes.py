"""What changes between two policies: standings, limits and dates, each with both values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.catalogue.extending import limit_key
from formulary.catalogue.policies import Policy, read_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.policy import BeyondUse, Limit

_SCOPES = ("routes", "indications", "sites", "species")


class Change(NamedTuple):
    """One thing that two policies say differently; what only one of them says is empty for the other.

    ``part`` is ``policy``, ``standing`` or ``limit``; ``what`` says which of them in words. ``effect`` is
    ``added``, ``removed``, ``changed``, ``tighter`` or ``looser``: what B is compared with A.
    """

    part: str
    target: str
    what: str
    effect: str
    before: str
    after: str
    source_before: str = ""
    source_after: str = ""


def changes(before: Policy, after: Policy, catalogue: Catalogue) -> list[Change]:
    """What B (``after``) says otherwise than A (``before``): of itself, then by target."""
    first, second = (catalogue.data["policies"][policy.id] for policy in (before, after))
    sources = catalogue.data["sources"]
    found = [*_standings(first, second, catalogue), *_limits(first, second, sources)]
    found.sort(key=lambda change: (change.target, change.part != "standing", change.what))
    tables = (*_beyond_use(before, after), *_combined(before, after), *_mixture(before, after))
    return [*_head(first, second), *tables, *found]


def _head(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Change]:
    for key in ("jurisdiction", "routes", "species", "effective", "review_by"):
        before, after = (_text(policy.get(key, "")) for policy in (first, second))
        if before != after:
            yield Change("policy", "", key.replace("_", " "), "changed", before, after)


def _beyond_use(before: Policy, after: Policy) -> Iterator[Change]:
    """The table of beyond-use times, by setting, storage and way of making; the shortest of each counts."""
    old, new = (
        {
            (row.setting, row.storage, row.sterilization, "sterility tested" if row.tested else ""): row
            for row in sorted(policy.beyond_use, key=lambda row: row.limit.base)[::-1]
        }
        for policy in (before, after)
    )
    for key in sorted({**old, **new}):
        left, right = old.get(key), new.get(key)
        if left and right and (left.limit.base, left.max_products) == (right.limit.base, right.max_products):
            continue
        effect = "added" if left is None else "removed" if right is None else "changed"
        if left and right and left.limit.base != right.limit.base:
            effect = "tighter" if right.limit.base < left.limit.base else "looser"
        yield Change(
            "policy", "", f"beyond use, {' '.join(filter(None, key))}", effect, _time(left), _time(right)
        )


def _time(row: BeyondUse | None) -> str:
    if row is None:
        return ""
    return row.limit.text if row.max_products is None else f"{row.limit.text}, {row.max_products} products"


def _combined(before: Policy, after: Policy) -> Iterator[Change]:
    """The groups whose doses are judged together."""
    old, new = ({row.group: str(row.source) for row in policy.combined} for policy in (before, after))
    for group in sorted(old.keys() ^ new.keys()):
        effect, sign = ("removed", (group, "")) if group in old else ("added", ("", group))
        yield Change(
            "policy", "", "doses judged together", effect, *sign, old.get(group, ""), new.get(group, "")
        )


def _mixture(before: Policy, after: Policy) -> Iterator[Change]:
    """What holds for a mixture as a whole: the most active components, the osmolality by route."""
    most = [policy.max_actives for policy in (before, after)]
    counts = [str(one.value) if one else "" for one in most]
    if counts[0] != counts[1]:
        effect = "removed" if not counts[1] else "added"
        if all(counts):
            effect = "tighter" if int(counts[1]) < int(counts[0]) else "looser"
        origins = [str(one.source) if one else "" for one in most]
        yield Change("policy", "", "most active components", effect, *counts, *origins)
    yield from _osmolality(before, after)


def _osmolality(before: Policy, after: Policy) -> Iterator[Change]:
    old, new = (
        {route: row for row in policy.osmolality for route in row.routes} for policy in (before, after)
    )
    for route in sorted({**old, **new}):
        left, right = old.get(route), new.get(route)
        if left and right and left.high.base == right.high.base:
            continue
        effect = "added" if left is None else "removed" if right is None else "changed"
        if left and right:
            effect = "tighter" if right.high.base < left.high.base else "looser"
        words = [row.high.text if row else "" for row in (left, right)]
        origins = [str(row.source) if row else "" for row in (left, right)]
        yield Change("policy", "", f"highest osmolality, {route}", effect, *words, *origins)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _standings(first: Mapping[str, Any], second: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Change]:
    for target in {*first["standings"], *second["standings"]}:
        for made_from in ("", "product", "bulk"):
            before, after = (
                _said(policy["standings"].get(target, ()), made_from, catalogue) for policy in (first, second)
            )
            what = "standing" + {"product": " of a product", "bulk": " of powder", "": ""}[made_from]
            yield from _paired("standing", target, what, before, after)


def _said(rows: Iterable[Mapping[str, Any]], made_from: str, catalogue: Catalogue) -> dict[str, str]:
    """The standings in words, those of the policy itself before those it builds on, with their sources."""
    said: dict[str, str] = {}
    for row in rows:
        if row.get("for", "") == made_from:
            uses = [", ".join(row[key]) for key in _SCOPES if row.get(key)]
            words = f"{row['standing']} for {'; '.join(uses)}" if uses else str(row["standing"])
            said.setdefault(words, catalogue.source(row))
    return said


def _paired(
    part: str, target: str, what: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    """What is only on one side; one on each side are one change."""
    gone = [words for words in before if words not in after]
    new = [words for words in after if words not in before]
    if gone and new:
        left, right = " / ".join(gone), " / ".join(new)
        yield Change(part, target, what, "changed", left, right, before[gone[0]], after[new[0]])
        return
    for words in gone:
        yield Change(part, target, what, "removed", words, "", before[words])
    for words in new:
        yield Change(part, target, what, "added", "", words, "", after[words])


def _limits(first: Mapping[str, Any], second: Mapping[str, Any], sources: Any) -> Iterator[Change]:
    before, after = _by_key(first, sources), _by_key(second, sources)
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        limit = new or old
        if limit is None or (old and new and _same(old, new)):
            continue
        yield Change(
            "limit",
            limit.target,
            _what(limit),
            _effect(old, new),
            _bound(old),
            _bound(new),
            str(old.source) if old else "",
            str(new.source) if new else "",
        )


def _by_key(policy: Mapping[str, Any], sources: Any) -> dict[tuple[Any, ...], Limit]:
    return {
        (limit_key(row), limit.level): limit
        for target, rows in policy["limits"].items()
        for row in rows
        for limit in read_limits(target, row, sources)
    }


def _same(old: Limit, new: Limit) -> bool:
    return (old.kind, old.basis, old.bound) == (new.kind, new.basis, new.bound)


def _effect(old: Limit | None, new: Limit | None) -> str:
    if old is None or new is None:
        return "removed" if new is None else "added"
    if (old.kind, old.basis) != (new.kind, new.basis):
        return "changed"
    lower = new.bound < old.bound
    return "tighter" if lower != (new.level == "min") else "looser"


def _bound(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return f"{limit.text} as {limit.basis}" if limit.basis else limit.text


def _what(limit: Limit) -> str:
    """The limit in words, without its value: ``hard limit per-session, any route``."""
    uses = ["any route" if limit.route == "any" else f"{limit.route} route"]
    uses += [word for word in (limit.site, limit.indication) if word]
    uses += [limit.species] if limit.species != "human" else []
    if limit.when:
        least = f" of at least {limit.when.at_least.text}" if limit.when.at_least else ""
        uses.append(f"with {limit.when.substance}{least}")
    return f"{limit.level} limit {limit.on}, {', '.join(uses)}"
