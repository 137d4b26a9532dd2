"""A fault anywhere in rules, mixture, limits or units is found by a test: 95 of 100, measured on a sample."""

from __future__ import annotations

import ast
import json
import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from changes import sites
from figures import changed as changed_policy
from figures import figures, words
from mutants import mutants, sample

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
        ("a and b", ["a or b", "b and b", "a and a"]),
        ("[a for a in b if a if c]", ["[a for a in b if c]", "[a for a in b if a]"]),
        ("x = min(a)", ["x = max(a)"]),
        ("LEVEL = Severity.ERROR", ["LEVEL = Severity.WARNING"]),
        ("check_session = check", ["_dropped = check"]),
        ("T = frozenset(('p', 'q'))", ["T = frozenset(('q',))", "T = frozenset(('p',))"]),
        ("T = tuple['P', 'Q']", []),
        (
            "if a is None:\n    a = m[k] = f()",  # to work it out again comes to the same
            ["if False:\n    a = m[k] = f()", "if a is not None:\n    a = m[k] = f()"],
        ),
        ("T = {'p': a, 'q': b}", ["T = {'q': b}", "T = {'p': a}"]),
        ("@lru_cache(maxsize=9)\ndef f():\n    return a", []),
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


def test_a_rule_is_dropped_whole() -> None:
    dropped, nothing = changed("def check(case):\n    yield a")
    assert dropped == "def check(case):\n    return\n    yield"
    assert nothing == "def check(case):\n    yield from ()"


def test_a_limit_is_dropped_moved_or_softened(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = "limits:\n- {ingredient: a, on: x, hard: 0.25 mg}\n- {group: b, on: y, soft: '30', min: 5 mg/mL}\n"
    path.write_text(text.replace("on:", "'on':"), "utf-8")
    made = [
        (words(path, change), json.loads(changed_policy(path, change))["limits"]) for change in figures(path)
    ]
    second = {"group": "b", "on": "y", "soft": "30", "min": "5 mg/mL"}
    first = {"ingredient": "a", "on": "x"}
    assert made[:3] == [
        ("a, hard limit x: 0.25 mg is dropped", [second]),
        ("a, hard limit x: 0.25 mg is ten times as high", [first | {"hard": "2.5 mg"}, second]),
        ("a, hard limit x: 0.25 mg is soft", [first | {"soft": "0.25 mg"}, second]),
    ]
    assert [said for said, _ in made[3:]] == [
        "b, soft limit y: 30 is dropped",
        "b, soft limit y: 30 is ten times as high",
        "b, min limit y: 5 mg/mL is dropped",
        "b, min limit y: 5 mg/mL is ten times as high",
    ]
    assert [rows[1].get("soft") for _, rows in made[3:]] == [None, "300", "30", "30"]
    assert [rows[1].get("min") for _, rows in made[3:]] == ["5 mg/mL", "5 mg/mL", None, "50 mg/mL"]


def test_every_room_has_its_mutants_and_every_limit_too() -> None:
    found = mutants()
    code = [mutant for mutant in found if not mutant.module.startswith("seed/")]
    assert len(code) > 3_000
    assert len(found) - len(code) > 400
    assert {mutant.module.split(".")[1] for mutant in code} == {"rules", "mixture", "limits", "units"}
    first = next(mutant for mutant in found if mutant.module == "formulary.limits.compare")
    assert str(first).startswith("formulary/limits/compare.py:")


@pytest.mark.skipif("FORMULARY_SOAK" not in os.environ, reason="runs the tests for each mutant")
def test_nearly_every_mutant_is_killed() -> None:
    chosen, lived = sample(SIZE, SEED)
    assert len(lived) <= 0.05 * len(chosen), f"seed {SEED}: {', '.join(map(str, lived))}"
