"""Small faults put into rules, mixture, limits and units, and whether a test finds each.

A mutant is one change of one place: a comparison flipped, a number moved, a branch, a rule or a finding
dropped; or a limit of a policy dropped, softened or moved. Nothing of the checkout is changed: the tests run
in a process of their own, whose import of the module is changed, or which reads a changed copy of the seed.

`python tests/mutation/mutants.py 180 [SEED [AT_ONCE]]` judges so many, chosen by chance, and names
those that lived; `... mutants.py MODULE NUMBER` judges one.
"""

from __future__ import annotations

import ast
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from changes import sites
from figures import changed, figures, words

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("rules", "mixture", "limits", "units")
POLICIES = "seed/policies/"
_LEFT_ALONE = ("_factors.py", "compile.py", "__init__.py")  # written by a program, or its own writer
_SECONDS = 300
_SHIPPED = ["tests/catalogue/test_shipped_recipes.py", "tests/cli/test_cli_golden.py"]
_ABOVE = [*_SHIPPED, "tests/rules", "tests/reports/test_explanation.py", "tests/validation"]


class Mutant(NamedTuple):
    """The change with this number, of all that can be made to the module, or to the policy file."""

    module: str
    number: int

    def tree(self) -> ast.Module:
        """The changed module."""
        tree = _parsed(self.module)
        _, _, change = list(sites(tree))[self.number]
        change()
        return ast.fix_missing_locations(tree)

    def policy(self) -> str:
        """The text of the changed policy."""
        path = ROOT / self.module
        return changed(path, list(figures(path))[self.number])

    def __str__(self) -> str:
        where = f"[{self.module} {self.number}]"
        if self.module.startswith(POLICIES):
            path = ROOT / self.module
            return f"{words(path, list(figures(path))[self.number])} {where}"
        line, said, _ = list(sites(_parsed(self.module)))[self.number]
        return f"{_path(self.module).relative_to(ROOT)}:{line}: {said} {where}"


UNCHANGED = Mutant("formulary.none.none", 0)
"""What must live, or the tests say nothing."""


@cache
def mutants() -> tuple[Mutant, ...]:
    """Every change that can be made."""
    files = [path for room in ROOMS for path in sorted((ROOT / "formulary" / room).glob("*.py"))]
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in files
        if path.name not in _LEFT_ALONE
    ]
    code = [Mutant(name, number) for name in names for number, _ in enumerate(sites(_parsed(name)))]
    policies = sorted((ROOT / POLICIES).glob("*.yaml"))
    rows = [
        (str(path.relative_to(ROOT)), number) for path in policies for number, _ in enumerate(figures(path))
    ]
    return (*code, *(Mutant(*row) for row in rows))


def _path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def _parsed(module: str) -> ast.Module:
    return ast.parse(_path(module).read_text("utf-8"))


# What the tests say


def survives(mutant: Mutant) -> bool:
    """Whether no test finds the change: first those nearest to it, then those of the rooms above."""
    return all(_passes(mutant, tests) for tests in _tests(mutant.module))


def _tests(module: str) -> list[list[str]]:
    """The tests in three steps: those that name the module, those of its room, those of the rooms above."""
    if module.startswith(POLICIES):
        return [["tests/catalogue/test_limits_on_record.py"], _SHIPPED]
    if module == UNCHANGED.module:
        return [
            [
                "tests/units",
                "tests/mixture",
                "tests/limits",
                "tests/catalogue/test_limits_on_record.py",
                *_ABOVE,
            ]
        ]
    room, name = module.split(".")[1:]
    if room == "rules":
        if not name.startswith("fml"):
            return [["tests/rules"], _ABOVE]
        code = name[:6].upper()
        return [["tests/rules/test_examples.py", "-k", code], _naming(room, code), _ABOVE]
    below = ["tests/limits", "tests/mixture"]
    own, higher = (["tests/units"], [*below, *_ABOVE]) if room == "units" else (below, _ABOVE)
    return [_naming(room, f".{name} import"), own, higher]


def _naming(room: str, word: str) -> list[str]:
    files = sorted((ROOT / "tests" / room).glob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in files if word in path.read_text("utf-8")]


def _passes(mutant: Mutant, tests: list[str]) -> bool:
    if not tests:
        return True
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "hook"]
    command += ["--hypothesis-profile", "mutants", *tests]
    paths = os.pathsep.join((str(Path(__file__).parent), str(ROOT)))
    env = {**os.environ, "PYTHONPATH": paths, "MUTANT": f"{mutant.module}:{mutant.number}"}
    env.pop("FORMULARY_SOAK", None)
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def sample(size: int, seed: int, at_once: int = os.cpu_count() or 1) -> tuple[list[Mutant], list[Mutant]]:
    """So many mutants chosen by chance, and those of them that lived; so many are judged at once."""
    chosen = random.Random(seed).sample(mutants(), size)  # noqa: S311 - to be made again, not to be secret
    if not survives(UNCHANGED):
        raise RuntimeError("the tests fail without any change: every mutant would count as killed")
    lived = []
    with ThreadPoolExecutor(at_once) as pool:
        for number, (mutant, alive) in enumerate(zip(chosen, pool.map(survives, chosen), strict=True), 1):
            if alive:
                lived.append(mutant)
                _say(f"lived: {mutant}")
            if number % 10 == 0:
                _say(f"{number} of {size}, {len(lived)} lived")
    return chosen, lived


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(size: int = 180, seed: int = 0, at_once: int = os.cpu_count() or 1) -> None:
    """Judge a sample and say what came of it."""
    seed = seed or random.SystemRandom().randrange(1, 10**6)
    _say(f"{size} of {len(mutants()):,} mutants, seed {seed}")
    _, lived = sample(size, seed, at_once)
    _say(f"killed {size - len(lived)} of {size}: {1 - len(lived) / size:.1%} (seed {seed})")


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        one = Mutant(sys.argv[1], int(sys.argv[2]))
        _say(f"{'lived' if survives(one) else 'killed'}: {one}")
    else:
        main(*map(int, sys.argv[1:]))
