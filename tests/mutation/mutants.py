"""Small faults put into rules, mixture, limits and units, and whether a test finds each.

A mutant is one change of one place: a comparison flipped, a number moved, a branch, a rule or a finding
dropped; or a limit of a policy dropped, softened or moved. Nothing of the checkout is changed. First many are
judged by forks of one process that has the tests in memory; what they leave alive is judged again, by more
tests, in a process of its own that imports the changed module, or reads a changed copy of the seed.

`python tests/mutation/mutants.py 180 [SEED [AT_ONCE]]` judges so many, chosen by chance, and names
those that lived; `... mutants.py MODULE NUMBER` judges one.
"""

from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from changes import sites
from figures import changed, figures, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("rules", "mixture", "limits", "units")
POLICIES = "seed/policies/"
_LEFT_ALONE = ("_factors.py", "compile.py", "__init__.py")  # written by a program, or its own writer
_SHIPPED = ["tests/catalogue/test_shipped_recipes.py", "tests/cli/test_cli_golden.py"]
_RECORD = "tests/catalogue/test_limits_on_record.py"
_ABOVE = [*_SHIPPED, "tests/rules", "tests/reports/test_explanation.py", _RECORD, "tests/validation"]
_SITTINGS = ["tests/validation/test_sessions.py", "tests/validation/test_session_arithmetic.py"]
_SLOW = ("tests/mixture/test_fhir_against_bench.py", "tests/units/test_compile.py")
_IN_MEMORY = ["tests/units", "tests/limits", "tests/mixture", *_ABOVE[:-1], *_SITTINGS]
_IN_MEMORY += [f"--ignore={file}" for file in _SLOW]
_BATCH = 20


class Mutant(NamedTuple):
    """The change with this number, of all that can be made to the module, or to the policy file."""

    module: str
    number: int

    def tree(self) -> ast.Module:
        """The changed module."""
        tree = unchanged(self.module)
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
        line, said, _ = list(sites(unchanged(self.module)))[self.number]
        return f"{_path(self.module).relative_to(ROOT)}:{line}: {said} {where}"


UNCHANGED = Mutant("formulary.none.none", 0)
"""What must live, or the tests say nothing."""

FAR = 3
"""What is that far away is left to the second look."""


@cache
def modules() -> tuple[str, ...]:
    """The names of the modules that can be changed."""
    files = [path for room in ROOMS for path in sorted((ROOT / "formulary" / room).glob("*.py"))]
    kept = [path for path in files if path.name not in _LEFT_ALONE]
    return tuple(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in kept)


@cache
def mutants() -> tuple[Mutant, ...]:
    """Every change that can be made."""
    code = [Mutant(name, number) for name in modules() for number, _ in enumerate(sites(unchanged(name)))]
    policies = sorted((ROOT / POLICIES).glob("*.yaml"))
    rows = [
        Mutant(str(path.relative_to(ROOT)), number)
        for path in policies
        for number, _ in enumerate(figures(path))
    ]
    return (*code, *rows)


def _path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def unchanged(module: str) -> ast.Module:
    """The module as it is."""
    return ast.parse(_path(module).read_text("utf-8"))


# What the tests say


def survives(mutant: Mutant) -> bool:
    """Whether no test finds the change: first those nearest to it, then those of the rooms above."""
    return all(_passes(mutant, tests) for tests in _tests(mutant.module))


def _tests(module: str) -> list[list[str]]:
    """The tests in three steps: those that name the module, those of its room, those of the rooms above."""
    if module.startswith(POLICIES):
        return [[_RECORD], _SHIPPED]
    if module == UNCHANGED.module:
        return [["tests/units", "tests/mixture", "tests/limits", *_ABOVE]]
    room, name = module.split(".")[1:]
    if room == "rules":
        if not name.startswith("fml"):
            return [["tests/rules"], _ABOVE]
        code = name[:6].upper()
        return [["tests/rules/test_examples.py", "-k", code], _naming(room, code), _ABOVE]
    below = ["tests/limits", "tests/mixture"]
    own, higher = (["tests/units"], [*below, *_ABOVE]) if room == "units" else (below, _ABOVE)
    return [_naming(room, f".{name} import"), own, higher]


def nearness(module: str) -> Callable[[pytest.Item], int]:
    """How far a test is from a module: 0 where it names it, 1 in its room, 2 on all that ships, or FAR."""
    first, *more = _tests(module)
    codes = [word for word in first if word.startswith("FML")]
    room = f"tests/{module.split('.')[1]}/"
    named = {file for step in (first, *more[:1]) for file in step if file.endswith(".py")}

    def distance(item: pytest.Item) -> int:
        if any(code in item.name for code in codes) or (not codes and item.nodeid.split("::")[0] in named):
            return 0
        if item.nodeid.startswith(room):
            return 1
        return 2 if item.nodeid.startswith("tests/c") else FAR

    return distance


def _naming(room: str, word: str) -> list[str]:
    files = sorted((ROOT / "tests" / room).glob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in files if word in path.read_text("utf-8")]


def _passes(mutant: Mutant, tests: list[str]) -> bool:
    return not tests or _run("hook", tests, MUTANT=f"{mutant.module}:{mutant.number}") == 0


def _run(plugin: str, tests: list[str], **more: str) -> int:
    """The exit code of pytest over some tests, with a plugin that stands here."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", plugin]
    command += ["--hypothesis-profile", "mutants", *tests]
    paths = os.pathsep.join((str(Path(__file__).parent), str(ROOT)))
    env = {**os.environ, "PYTHONPATH": paths, **more}
    env.pop("FORMULARY_SOAK", None)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False).returncode


def found_in_memory(some: list[Mutant]) -> list[bool]:
    """Of each whether a fork of one process found it; of the others nothing is known."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "mutants.json"), Path(folder, "killed.json")
        asked.write_text(json.dumps(some), "utf-8")
        code = _run("forks", _IN_MEMORY, MUTANTS=str(asked), KILLED=str(answered))
        if not answered.exists():
            raise RuntimeError(f"the tests could not be collected: pytest ended with {code}")
        return [bool(killed) for killed in json.loads(answered.read_text("utf-8"))]


def judge(chosen: list[Mutant], at_once: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant with whether it lives, in no order, as soon as that is known."""
    code = [mutant for mutant in chosen if not mutant.module.startswith(POLICIES)]
    batches = [code[start : start + _BATCH] for start in range(0, len(code), _BATCH)]
    left = [mutant for mutant in chosen if mutant.module.startswith(POLICIES)]
    with ThreadPoolExecutor(at_once) as pool:
        for batch, found in zip(batches, pool.map(found_in_memory, batches), strict=True):
            yield from ((mutant, False) for mutant, killed in zip(batch, found, strict=True) if killed)
            left += [mutant for mutant, killed in zip(batch, found, strict=True) if not killed]
        yield from zip(left, pool.map(survives, left), strict=True)


def sample(size: int, seed: int, at_once: int = os.cpu_count() or 1) -> tuple[list[Mutant], list[Mutant]]:
    """So many mutants chosen by chance, and those of them that lived; so many are judged at once."""
    chosen = random.Random(seed).sample(mutants(), size)  # noqa: S311 - to be made again, not to be secret
    if any(found_in_memory([UNCHANGED])) or not survives(UNCHANGED):
        raise RuntimeError("the tests fail without any change: every mutant would count as killed")
    lived = []
    for number, (mutant, alive) in enumerate(judge(chosen, at_once), 1):
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
