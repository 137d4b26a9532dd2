"""A fault anywhere in rules, mixture, limits or units is found by a test: 95 of 100, measured on a sample."""

from __future__ import annotations

import ast
import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from mutants import mutants, sample, sites

SEED = int(os.environ.get("FORMULARY_MUTANTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SIZE = 180


def changed(text: str) -> list[str]:
    """The text with each change that can be made to it."""
    made = []
    for number, _ in enumerate(sites(ast.parse(text))):
        tree = ast.parse(text)
        list(sites(tree))[number][2]()
        made.append(ast.unparse(ast.fix_missing_locations(tree)))
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", ["a <= b", "a > b"]),
        ("a is b", ["a is not b"]),
        ("a and b", ["a or b"]),
        ("a + 1", ["a - 1", "a + 2"]),
        ("not a", ["not not a"]),
        ("a if b else c", ["a if True else c", "a if False else c"]),
        ("x = '0.98'", ["x = '1.98'"]),
        ("x = True", ["x = False"]),
        ("f(a)", ["None"]),
        ("x: Literal[3] = a", []),
        ("x = f'{a} of 3'", []),
        ("if TYPE_CHECKING:\n    a = 1", []),
    ],
)
def test_what_is_changed(text: str, expected: list[str]) -> None:
    assert changed(text) == expected


def test_a_yield_is_dropped_and_its_function_still_yields() -> None:
    assert changed("def f():\n    yield a") == ["def f():\n    yield from ()"]


def test_every_room_has_its_mutants() -> None:
    found = mutants()
    assert len(found) > 1_000
    assert {mutant.module.split(".")[1] for mutant in found} == {"rules", "mixture", "limits", "units"}
    first = next(mutant for mutant in found if mutant.module == "formulary.limits.compare")
    assert str(first).startswith("formulary/limits/compare.py:")


@pytest.mark.skipif("FORMULARY_SOAK" not in os.environ, reason="runs the tests for each mutant")
def test_nearly_every_mutant_is_killed() -> None:
    chosen, lived = sample(SIZE, SEED)
    assert len(lived) <= 0.05 * len(chosen), f"seed {SEED}: {', '.join(map(str, lived))}"
