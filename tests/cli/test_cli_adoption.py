"""A collection of 200 recipes, 30 of them failing, adopts the checker with three commands of the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command import CLEAN, here

if TYPE_CHECKING:
    from pathlib import Path

QUICK = ("--jobs", "1", "--no-cache")
"""Two cores and a cache are for collections of thousands."""

SLIPS = [
    ("lidocaine-1-percent", "lidocaine-9-percent"),  # no such product
    ("volume: 10 mL}", "volume: 90 mL}"),  # more than the batch
    ("title: Example", "titel: Example"),
    ("route: infiltration", "route: epidural"),
    ("volume: 10 mL\n", "volume: 10 ml/L\n"),
    ("{product: lidocaine-1-percent,", "{ingredient: lidocaine, strength: 200 mg/mL,"),
    ("10 mL", "80 mL"),  # over the dose of a session
    ("patient_weight: 70 kg", "patient_weight: 5 kg"),  # over the dose per kg
    ("components:", "components: ["),  # torn
    (
        "{product: lidocaine-1-percent, volume: 10 mL}",
        "{ingredient: liquid-silicone, strength: 1 mg/mL, volume: 10 mL}",
    ),
]
"""Thirty recipes fail, three of each kind."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The collection; nothing of the checker is there yet."""
    monkeypatch.chdir(tmp_path)
    for number in range(200):
        old, new = SLIPS[number // 3] if number < 3 * len(SLIPS) else ("", "")
        text = CLEAN.replace("id: example", f"id: recipe-{number:03}")
        assert old in text
        path = tmp_path / "recipes" / f"group-{number % 7}" / f"recipe-{number:03}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new) if old else text)
    return tmp_path


def test_it_is_green_at_once_and_red_at_the_right_line_of_the_next_bad_change(project: Path) -> None:
    failing = here("validate", "recipes", "--output-format", "concise", "--ignore", "FML8", *QUICK)
    assert failing.code == 1
    assert len({line.split(":")[0] for line in failing.out.splitlines() if " error FML" in line}) == 30

    (project / "formulary.toml").write_text('paths = ["recipes"]\nbaseline = "baseline.ndjson"\n')
    made = here("validate", "--write-baseline", *QUICK)
    assert made.code == 0
    assert made.err.startswith("note: baseline.ndjson: ")
    assert "over a hard limit or prohibited" in made.err

    green = here("validate", "--output-format", "concise", *QUICK)
    assert (green.code, green.err) == (0, "")
    assert " error FML" not in green.out
    assert "Passed: 200 recipes, 170 clean" in green.out

    for name, line, old, new in (
        ("group-3/recipe-101.yaml", 9, "lidocaine-1-percent", "lidocaine-8-percent"),  # one that was clean
        ("group-4/recipe-018.yaml", 9, "80 mL}", "81 mL}"),  # one with an old fault, which grows worse
    ):
        path = project / "recipes" / name
        before = path.read_text()
        path.write_text(before.replace(old, new))
        red = here("validate", "--output-format", "concise", *QUICK)
        assert red.code == 1
        errors = [text for text in red.out.splitlines() if " error FML" in text]
        assert {text.split(":")[0] for text in errors} == {f"recipes/{name}"}
        assert f"recipes/{name}:{line}:" in "\n".join(errors)
        path.write_text(before)
    assert here("validate", *QUICK).code == 0

    mended = project / "recipes" / "group-0" / "recipe-000.yaml"
    mended.write_text(mended.read_text().replace("lidocaine-9-percent", "lidocaine-1-percent"))
    assert "no longer found" in here("validate", *QUICK).err
    assert "taken off" in here("validate", "--write-baseline", *QUICK).err
    mended.write_text(mended.read_text().replace("lidocaine-1-percent", "lidocaine-9-percent"))
    assert here("validate", *QUICK).code == 1
