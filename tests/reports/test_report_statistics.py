"""What a collection covers: counted alike for people and as data, on one core and on many."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import ROOT, here, on_terminal
from support import outcome_of

from formulary.catalogue.load import shipped
from formulary.validation.facts import BANDS

SEED = str(ROOT / "seed" / "recipes")


def statistics(*arguments: str) -> dict[str, dict[str, object]]:
    done = here("validate", "--statistics", "--output-format", "json", *arguments)
    data = json.loads(done.out)
    assert list(data)[-2:] == ["statistics", "summary"]
    return dict(data["statistics"])


def test_the_counts_of_the_shipped_recipes_add_up() -> None:
    data = json.loads(here("validate", "--statistics", "--output-format", "json", SEED).out)
    found, recipes = data["statistics"], data["summary"]["recipes"]
    covered, missing = found["indications"]["covered"], found["indications"]["missing"]
    assert sorted([*covered, *missing]) == shipped().ids("indications")
    assert sum(covered.values()) == recipes
    assert list(found["headroom"]) == list(BANDS)
    assert sum(found["headroom"].values()) == recipes
    assert found["ingredients"]["lidocaine-hydrochloride"] > 10
    assert sum(found["rules"].values()) == len(data["findings"])


def test_people_and_programs_read_the_same_counts() -> None:
    data = statistics(SEED)
    shown = here("validate", "--statistics", "--output-format", "concise", SEED).out
    counted = {name: int(number) for number, name in re.findall(r"^ +([0-9]+) (\S+)$", shown, re.MULTILINE)}
    indications: dict[str, int] = data["indications"]["covered"]  # type: ignore[assignment]
    assert counted == indications | data["ingredients"]
    assert f"Indications: {len(indications)} of " in shown
    by_rule = dict(re.findall(r"^ +[0-9]+ (FML[0-9]{3}) (\S+)$", shown, re.MULTILINE))
    assert by_rule.keys() == data["rules"].keys()


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    recipe = Path(SEED, "lidocaine-1-percent-infiltration.yaml").read_text("utf-8")
    (tmp_path / "one.yaml").write_text(recipe, "utf-8")
    assert statistics(str(tmp_path))["indications"]["covered"] == {"local-anesthesia": 1}
    shown = here("validate", "--statistics", "-q", str(tmp_path)).out
    assert re.search(r"no recipe for: .*\bacne\b", shown)


def test_bars_fit_a_narrow_terminal() -> None:
    for columns in (40, 60, 200):
        lines = on_terminal("validate", "--statistics", "--select", "FML8", SEED, columns=columns).out.split(
            "\n"
        )
        bars = [line for line in lines if "█" in line]
        assert len(bars) == 7
        assert all(re.search(r"[0-9] .*[a-z] +█+$", line) and len(line) <= columns for line in bars)


def test_without_the_option_there_are_none() -> None:
    assert "statistics" not in json.loads(here("validate", "--output-format", "json", SEED).out)
    assert "Indications:" not in here("validate", SEED).out


LIDOCAINE = """\
    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 100 mL
    components:
      - {product: lidocaine-1-percent, volume: %s}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 100 kg, volume_per_session: 100 mL}
"""


@pytest.mark.parametrize(
    ("volume", "band"),
    [
        ("31 mL", "over"),  # the limit is 300 mg in a session
        ("30 mL", "0-10"),
        ("27 mL", "0-10"),
        ("26.9 mL", "10-25"),
        ("22.5 mL", "10-25"),
        ("22.4 mL", "25-50"),
        ("15 mL", "25-50"),
        ("14.9 mL", "50-75"),
        ("7.5 mL", "50-75"),
        ("7.4 mL", "75-100"),
    ],
)
def test_the_nearest_limit_says_how_much_room_is_left(volume: str, band: str) -> None:
    facts = outcome_of(LIDOCAINE % volume).facts
    assert facts
    assert facts.headroom == band
