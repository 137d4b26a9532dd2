"""Fields that contradict each other: what a schema could only say in messages that nobody understands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.findings import Finding
from formulary.text import listing

if TYPE_CHECKING:
    from formulary.findings import Path

_STATED = ("volume", "amount", "concentration", "qs")
_BOUNDS = ("hard", "soft", "min")


class _Clash(NamedTuple):
    """What is wrong with the keys of one entry; ``key`` is the superfluous one, if there is one."""

    key: str
    message: str
    help: str


def conflicts(kind: str, data: dict[str, Any]) -> list[Finding]:
    """The contradictions (FML105) in a document that satisfies its schema."""
    if kind == "recipe":
        numbing = data.get("administration", {}).get("numbing")
        return [*_recipe(data["components"]), *_numbing(numbing, ("administration", "numbing"))]
    if kind == "session":
        beside = enumerate(data.get("anesthesia", ()))
        return [found for number, one in beside for found in _numbing(one, ("anesthesia", number))]
    if kind == "policy":
        return [*_rows("standings", data["standings"]), *_rows("limits", data["limits"])]
    return []


def _numbing(numbing: dict[str, Any] | None, place: Path) -> list[Finding]:
    """A dose beside the formula, where nothing is said to be given beside it."""
    if not numbing or numbing["how"] in ("separate-injection", "topical"):
        return []
    beside = [key for key in ("product", "amount", "area") if key in numbing]
    if not beside:
        return []
    return [
        Finding(
            "FML105",
            (*place, beside[0]),
            f"`{beside[0]}` states something given apart, and `how: {numbing['how']}` says that nothing is",
            "Write `how: separate-injection` or `how: topical`, or leave it out.",
            on_key=True,
        )
    ]


def _recipe(components: list[dict[str, Any]]) -> list[Finding]:
    """At most one finding a component, and one for each q.s. after the first."""
    found: list[Finding] = []
    filler = -1
    for index, part in enumerate(components):
        clash = _component(tuple(part))
        if clash is None and "qs" in part:  # a q.s. that is itself superfluous fills nothing up
            clash = _second_filler(filler) if filler >= 0 else None
            filler = index if filler < 0 else filler
        if clash is not None:
            name = str(part.get("ingredient") or part.get("product") or "")
            found.append(_finding(clash, ("components", index), name))
    return found


def _second_filler(first: int) -> _Clash:
    return _Clash(
        "qs",
        f"a second component is q.s.; component {first + 1} already fills the mixture up",
        "Keep `qs: true` on one component and give the others a `volume`.",
    )


@lru_cache(maxsize=1024)
def _component(keys: tuple[str, ...]) -> _Clash | None:
    """What the keys of a component contradict, the most telling first. The values do not matter."""
    return _named(keys) or _powder(keys) or _stated(keys) or _qualified(keys)


def _named(keys: tuple[str, ...]) -> _Clash | None:
    if "ingredient" in keys and "product" in keys:
        return _Clash(
            "product",
            "the component names both an ingredient and a product",
            "Keep `product` for a stock preparation of the catalogue, "
            "or `ingredient` with the `strength` of the stock.",
        )
    if "ingredient" not in keys and "product" not in keys:
        return _Clash(
            "",
            "the component names neither an ingredient nor a product",
            "Add `ingredient` (a substance) or `product` (a stock preparation of the catalogue).",
        )
    return None


def _stated(keys: tuple[str, ...]) -> _Clash | None:
    stated = [key for key in keys if key in _STATED]
    if len(stated) == 1:
        return None
    if not stated:
        return _Clash(
            "",
            "the component does not say how much of it is added",
            "Add one of `volume`, `amount`, `concentration` or `qs: true`.",
        )
    advice = f"Keep one of {listing(f'`{key}`' for key in stated)}."
    if {*stated} == {"volume", "concentration"} and "ingredient" in keys and "strength" not in keys:
        advice += " `concentration` is that of the finished mixture; the stock's own goes under `strength`."
    ways = {2: "two ways", 3: "three ways"}.get(len(stated), "four ways")
    return _Clash(
        stated[1], f"the component is stated in {ways}: {listing(f'`{key}`' for key in stated)}", advice
    )


def _qualified(keys: tuple[str, ...]) -> _Clash | None:
    if "strength" in keys and "product" in keys:
        return _Clash(
            "strength",
            "`strength` is given for a product, which brings its own",
            "Leave `strength` out, or name the `ingredient` instead of the product.",
        )
    if "displacement" in keys and "dry" not in keys:
        return _Clash(
            "displacement",
            "`displacement` is given for a component that is not weighed in dry",
            "Leave `displacement` out, or add `dry: true` if the substance is weighed in as powder.",
        )
    return None


def _powder(keys: tuple[str, ...]) -> _Clash | None:
    """What has no meaning for a powder; said first, because it explains a second way of stating it too."""
    key = next((key for key in ("volume", "qs", "strength") if key in keys), "") if "dry" in keys else ""
    if not key:
        return None
    return _Clash(
        key,
        f"`{key}` is given for a component that is weighed in dry",
        "State a powder by `amount` or `concentration`, or leave `dry` out if a liquid stock is drawn up.",
    )


def _rows(table: str, rows: list[dict[str, Any]]) -> list[Finding]:
    found: list[Finding] = []
    for index, row in enumerate(rows):
        clash = _row(tuple(row))
        if clash is not None:
            found.append(_finding(clash, (table, index), ""))
    return found


@lru_cache(maxsize=1024)
def _row(keys: tuple[str, ...]) -> _Clash | None:
    """What the keys of a standing or a limit of a policy contradict."""
    if "ingredient" in keys and "group" in keys:
        return _Clash(
            "group", "the row is about both an ingredient and a group", "Write two rows, one for each."
        )
    if "ingredient" not in keys and "group" not in keys:
        return _Clash(
            "", "the row is about neither an ingredient nor a group", "Add `ingredient` or `group`."
        )
    if "on" in keys and not any(bound in keys for bound in _BOUNDS):
        return _Clash("", "the limit has no figure", "Add `hard`, `soft` or `min`.")
    return None


def _finding(clash: _Clash, place: Path, component: str) -> Finding:
    return Finding(
        "FML105",
        (*place, clash.key) if clash.key else place,
        clash.message[0].upper() + clash.message[1:],
        clash.help,
        component=component,
        on_key=bool(clash.key),
    )
