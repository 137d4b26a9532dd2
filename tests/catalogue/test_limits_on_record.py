"""Every limit that ships, entered a second time: it is in force, it holds at its figure and not above.

``limits_on_record.csv`` says each figure again, mostly in another unit than the policies write it in. A limit
that is dropped, moved, softened or shadowed by another does not do what its line says. Whoever changes one
reads its source a second time for the line.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from formulary.catalogue.load import shipped
from formulary.findings import Severity
from formulary.resources import data_folder
from formulary.units import Quantity, parse
from formulary.validation.judge import judge
from formulary.validation.setting import Setting

if TYPE_CHECKING:
    from formulary.validation.outcome import Reported

FILE = Path(__file__).with_name("limits_on_record.csv")
RULES = {
    "concentration": "FML301",
    "per-session": "FML303",
    "per-kg": "FML304",
    "per-day": "FML303",
    "per-point": "FML303",
    "per-area": "FML303",
    "volume": "FML303",
    "points": "FML303",
    "sessions": "FML303",
    "interval": "FML303",
    "stock-strength": "FML307",
}
"""What is said where a hard limit is exceeded."""

BATCH = 10
VEHICLE = {"ingredient": "water-for-injection", "qs": True}


class Row(NamedTuple):
    """One limit as its line has it; ``with`` is `epinephrine 5 mcg/mL` where that raises it."""

    policy: str
    target: str
    on: str
    level: str
    route: str
    indication: str
    site: str
    species: str
    beside: str
    basis: str
    figure: str

    @property
    def use(self) -> tuple[str, ...]:
        """What tells this limit from every other."""
        return self[:-1]


def recorded() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        _, *lines = csv.reader(stream)
    return [Row(*line) for line in lines]


ROWS = recorded()


def of_the_seed() -> dict[tuple[str, ...], str]:
    """The figure of every limit in the policies that ship, by what tells it from every other."""
    found = {}
    for path in sorted((data_folder("seed") / "policies").glob("*.yaml")):
        policy = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for row in policy.get("limits", ()):
            beside = " ".join(row["when"].values()) if "when" in row else ""
            use = [row.get(key, "") for key in ("indication", "site", "species")]
            for level in {"hard", "soft", "min"} & set(row):
                target = row.get("ingredient") or row["group"]
                key = (policy["id"], target, row["on"], level, row["route"], *use, beside, row.get("as", ""))
                found[key] = row[level]
    return found


def base(text: str) -> object:
    read = parse(text)
    return (read.kind, read.base) if isinstance(read, Quantity) else text


def test_every_limit_agrees_with_its_record() -> None:
    seed = of_the_seed()
    assert len(ROWS) == len({row.use for row in ROWS})
    for row in ROWS:
        assert row.use in seed, row
        assert base(seed[row.use]) == base(row.figure), (row, seed[row.use])


def test_every_hard_limit_is_on_record() -> None:
    known = {row.use for row in ROWS}
    missing = [key for key in of_the_seed() if key[3] == "hard" and key not in known]
    assert missing == [], f"read the source again and add a line to {FILE.name}"


@cache
def member(target: str) -> str:
    """An ingredient that a limit on the target holds for."""
    known = shipped()
    if known.resolve(target, "ingredients"):
        return target
    ingredients = map(known.ingredient, known.ids("ingredients"))
    return next(one.id for one in ingredients if target in one.groups)


def recipe(row: Row, figure: str) -> dict[str, Any]:
    """A recipe that comes to exactly the figure: powder in saline, or a stock of that strength."""
    policy, indication = shipped().policy(row.policy), shipped().indication(row.indication or "acne")
    number, _, unit = figure.partition(" ")
    plan: dict[str, Any] = {}
    part: dict[str, Any] = {"ingredient": member(row.target), "dry": True}
    if unit == "% v/v":  # a liquid is measured
        part |= {"strength": "100 % v/v", "volume": f"{Decimal(number) * BATCH / 100:f} mL"}
        del part["dry"]
    elif row.on == "concentration":
        part["concentration"] = figure
    elif row.on == "stock-strength":
        part |= {"strength": figure, "volume": "1 mL"}
        del part["dry"]
    elif row.on in ("volume", "points", "sessions", "interval"):
        part["amount"] = "1 mg"
        plan = {"volume": {}}.get(row.on, {row.on: int(number) if not unit else figure})
    else:
        times, plan = {
            "per-kg": (20, {"patient_weight": "20 kg"}),
            "per-point": (20, {"points": 20, "volume_per_point": "0.5 mL"}),
            "per-area": (20, {"area": "20 cm2"}),
        }.get(row.on, (1, {"patient_weight": "600 kg"}))
        part["amount"] = f"{Decimal(number) * times:f} {unit.partition('/')[0]}"
    if row.basis:
        part["as"] = row.basis
    return {
        "format": "recipe/1",
        "id": "example",
        "title": "Example",
        "indication": indication.id,
        "route": policy.routes[0] if row.route == "any" else row.route,
        **({"site": row.site} if row.site else {}),
        **({"species": row.species} if row.species else {}),
        "volume": figure if row.on == "volume" else f"{BATCH} mL",
        "density": "1 g/mL",
        "components": [part, *_beside(row), VEHICLE],
        "administration": plan,
    }


def _beside(row: Row) -> list[dict[str, Any]]:
    if not row.beside:
        return []
    name, _, least = row.beside.partition(" ")
    return [{"ingredient": name, "concentration": least or "1 mcg/mL", "dry": True}]


def told(row: Row, figure: str) -> list[Reported]:
    """What is said of this very limit in a recipe that comes to the figure."""
    raw = json.dumps(recipe(row, figure)).encode()
    outcome = judge(raw, "r.json", "json", Setting(shipped(), shipped().policy(row.policy), forced=True))
    assert not [item.finding for item in outcome.reported if item.finding.code < "FML2"]
    target = member(row.target) if row.on == "stock-strength" else row.target
    code = RULES[row.on]
    if row.on != "interval":
        code = {"soft": "FML302", "min": "FML306"}.get(row.level, code)
    return [
        item
        for item in outcome.reported
        if (item.finding.code, item.finding.component) == (code, target)
        and base(f"{item.finding.limit} {item.finding.unit}".strip()) == base(row.figure)
    ]


def moved(figure: str, percent: int) -> str:
    """The figure and so much more; of a number the next one."""
    number, _, unit = figure.partition(" ")
    if not unit:
        return str(int(number) + (1 if percent > 0 else -1))
    return f"{(Decimal(number) * (100 + percent) / 100).normalize():f} {unit}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(filter(None, row[:9])).replace(" ", "_"))
def test_a_limit_holds_at_its_figure_and_not_beyond(row: Row) -> None:
    assert told(row, row.figure) == []
    beyond = told(row, moved(row.figure, -1 if row.level == "min" else 1))
    assert len(beyond) == 1
    grave = row.on == "interval" or row.level == "hard"
    grave = grave and row.on != "stock-strength"  # a stock is an error from five times on
    assert beyond[0].severity is (Severity.ERROR if grave else Severity.WARNING)
    assert not beyond[0].finding.not_checked
