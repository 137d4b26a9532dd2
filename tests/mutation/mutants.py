"""Small faults put into rules, mixture, limits and units, and whether a test finds each.

A mutant is one change of one place: a comparison flipped, a number moved, a branch or a finding dropped. It
is never written to disk: the tests run in a process of their own, whose import of the module is changed.

`python tests/mutation/mutants.py 180 [SEED [AT_ONCE]]` judges so many, chosen by chance, and names
those that lived.
"""

from __future__ import annotations

import ast
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Site = tuple[int, str, Callable[[], object]]

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("rules", "mixture", "limits", "units")
_LEFT_ALONE = ("_factors.py", "compile.py", "__init__.py")  # written by a program, or its own writer
_SECONDS = 300
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}


_SHIPPED = ["tests/catalogue/test_shipped_recipes.py", "tests/cli/test_cli_golden.py"]
_ABOVE = [*_SHIPPED, "tests/rules", "tests/validation"]  # the quickest first


class Mutant(NamedTuple):
    """The change with this number, of all that can be made to the module."""

    module: str
    number: int

    def tree(self) -> ast.Module:
        """The changed module."""
        tree = _parsed(self.module)
        _, _, change = list(sites(tree))[self.number]
        change()
        return ast.fix_missing_locations(tree)

    def __str__(self) -> str:
        line, words, _ = list(sites(_parsed(self.module)))[self.number]
        return f"{_path(self.module).relative_to(ROOT)}:{line}: {words} [{self.module}:{self.number}]"


UNCHANGED = Mutant("formulary.none.none", 0)
"""What must live, or the tests say nothing."""


def mutants() -> list[Mutant]:
    """Every change that can be made."""
    files = [path for room in ROOMS for path in sorted((ROOT / "formulary" / room).glob("*.py"))]
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in files
        if path.name not in _LEFT_ALONE
    ]
    return [Mutant(name, number) for name in names for number, _ in enumerate(sites(_parsed(name)))]


def sites(tree: ast.Module) -> Iterator[Site]:
    """Each place that can be changed: its line, the change in words, and what makes it."""
    said = {id(inner) for node in ast.walk(tree) for outer in _said(node) for inner in ast.walk(outer)}
    for node in ast.walk(tree):
        if id(node) not in said:
            for words, change in _variants(node):
                yield getattr(node, "lineno", 0), words, change


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """What is not run but only said: types and the texts of messages."""
    for field in ("annotation", "returns"):
        if isinstance(part := getattr(node, field, None), ast.AST):
            yield part
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield node


def _variants(node: ast.AST) -> Iterator[tuple[str, Callable[[], object]]]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARED[type(operator)]:
                words = f"{type(operator).__name__} becomes {other.__name__}"
                yield words, lambda at=at, other=other: node.ops.__setitem__(at, other())
    elif isinstance(node, (ast.BoolOp, ast.BinOp, ast.UnaryOp)):
        yield from _operators(node)
    elif isinstance(node, ast.Constant):
        yield from _numbers(node)
    elif isinstance(node, (ast.If, ast.IfExp)):
        for value in (True, False):
            yield f"the condition is {value}", lambda value=value: setattr(node, "test", ast.Constant(value))
    elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        nothing = ast.YieldFrom(ast.Tuple([], ast.Load()))
        yield "nothing is yielded", lambda: setattr(node, "value", nothing)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "the call is dropped", lambda: setattr(node, "value", ast.Constant(None))


def _operators(node: ast.BoolOp | ast.BinOp | ast.UnaryOp) -> Iterator[tuple[str, Callable[[], object]]]:
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"becomes {other.__name__}", lambda: setattr(node, "op", other())
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        counted = _COUNTED[type(node.op)]
        yield f"becomes {counted.__name__}", lambda: setattr(node, "op", counted())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        twice = ast.UnaryOp(ast.Not(), node.operand)
        yield "Not is dropped", lambda: setattr(node, "operand", twice)


def _numbers(node: ast.Constant) -> Iterator[tuple[str, Callable[[], object]]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} becomes {not value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield f"{value} becomes {value + 1}", lambda: setattr(node, "value", value + 1)
    elif isinstance(value, str) and _NUMBER.fullmatch(value):
        more = str(Decimal(value) + 1)
        yield f"{value!r} becomes {more!r}", lambda: setattr(node, "value", more)


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
    if module == UNCHANGED.module:
        return [["tests/units", "tests/mixture", "tests/limits", *_ABOVE]]
    room, name = module.split(".")[1:]
    if room == "rules":
        if not name.startswith("fml"):
            return [["tests/rules"], _ABOVE]
        code = name[:6].upper()
        return [["tests/rules/test_examples.py", "-k", code], _naming("rules", code), _ABOVE]
    below = ["tests/mixture", "tests/limits"]
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
    main(*map(int, sys.argv[1:]))
