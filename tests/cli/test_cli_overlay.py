"""`--catalogue DIR`: a folder of one's own for every command, and its check."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, formulary, here

if TYPE_CHECKING:
    from pathlib import Path

OWN = """\
format: ingredients/1
sources: {c: {title: Clinic, where: page 1, read: 2026-11-22}}
ingredients:
  - id: clinic-vitamin
    name: clinic vitamin
    category: vitamin
    class: drug
    molar_mass: {value: "100", source: c, evidence: register}
"""
POLICY = """\
format: policy/1
id: clinic
name: Clinic
jurisdiction: US
extends: us
routes: [intradermal, infiltration]
species: [human]
effective: 2026-11-02
review_by: 2027-01-01
sources: {c: {title: Clinic, where: page 1, read: 2026-11-22}}
standings: []
limits:
  - {ingredient: lidocaine, "on": per-session, route: any, hard: 50 mg, source: c, evidence: expert}
""".replace("lidocaine,", "lidocaine-hydrochloride,")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "all" / "own"
    folder.mkdir(parents=True)
    (folder / "ingredients.yaml").write_text(OWN, "utf-8")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder.parent / "recipe.yaml").write_text(CLEAN, "utf-8")
    return folder


def test_a_policy_of_the_overlay_judges(overlay: Path) -> None:
    recipe = str(overlay.parent / "recipe.yaml")
    assert here("validate", recipe).code == 0
    judged = here("--catalogue", str(overlay), "--policy", "clinic", "validate", recipe)
    assert judged.code == 1
    assert "50 mg" in judged.out
    assert "FML303" in judged.out
    after = here("validate", recipe, "--policy", "clinic", "--catalogue", str(overlay))
    assert after == judged
    assert "50 mg" in here("explain", recipe, "--policy", "clinic", "--catalogue", str(overlay)).out


def test_the_folder_may_come_from_the_environment(overlay: Path) -> None:
    shown = formulary("catalogue", "show", "clinic vitamin", FORMULARY_CATALOGUE=str(overlay))
    assert (shown.code, shown.out.splitlines()[0]) == (0, "clinic vitamin (clinic-vitamin)")
    assert formulary("catalogue", "show", "clinic vitamin").code == 2


def test_convert_reads_it(overlay: Path) -> None:
    done = here("--catalogue", str(overlay), "convert", "2 mmol", "mg", "--ingredient", "clinic vitamin")
    assert done.out.splitlines()[-1] == "200 mg"


def test_its_files_are_left_out_of_a_folder_that_is_checked(overlay: Path) -> None:
    everything = here("validate", str(overlay.parent))
    assert "3 files" in everything.out
    own = here("--catalogue", str(overlay), "validate", str(overlay.parent))
    assert "in 3 files" not in own.out
    assert "1 recipe" in own.out
    assert here("--catalogue", str(overlay), "validate", str(overlay)).code == 2
    named = here("--catalogue", str(overlay), "validate", str(overlay / "policy.yaml"))
    assert named.code == 0


def test_every_process_reads_it(overlay: Path) -> None:
    many = overlay.parent / "many"
    many.mkdir()
    for number in range(60):
        shutil.copy(overlay.parent / "recipe.yaml", many / f"{number}.yaml")
    arguments = ("--catalogue", str(overlay), "--policy", "clinic", "validate", str(many))
    alone = formulary(*arguments, "--jobs", "1", "--output-format", "concise")
    assert alone.out.count("FML303") == 60
    assert formulary(*arguments, "--jobs", "2", "--output-format", "concise") == alone


@pytest.mark.parametrize("command", [["validate", "x.yaml"], ["catalogue", "list"], ["catalogue", "check"]])
def test_a_folder_that_is_missing_or_empty_is_wrong_use(command: list[str], tmp_path: Path) -> None:
    assert here("--catalogue", str(tmp_path / "none"), *command).code == 2
    assert here("--catalogue", str(tmp_path), *command).code == 2


def test_check_reports_every_fault_with_its_place(overlay: Path) -> None:
    sound = here("catalogue", "check", str(overlay))
    assert sound.code == 0
    assert sound.out == f"Sound: {overlay} adds 1 ingredient and 1 policy to the shipped catalogue.\n"
    (overlay / "policy.yaml").write_text(POLICY.replace("50 mg", "500 mg"), "utf-8")
    (overlay / "ingredients.yaml").write_text(OWN.replace("category: vitamin", "category: pill"), "utf-8")
    faulty = here("--catalogue", str(overlay), "catalogue", "check")
    assert faulty.code == 1
    assert f"{overlay}/ingredients.yaml:6:15: " in faulty.out
    assert f"{overlay}/policy.yaml:13:80: hard limit of 500 mg" in faulty.out
    assert faulty.out.endswith(f"2 faults: {overlay} cannot be used as it is.\n")
    assert here("--catalogue", str(overlay), "validate", str(overlay.parent / "recipe.yaml")).code == 2


def test_check_needs_a_folder() -> None:
    assert here("catalogue", "check").code == 2
