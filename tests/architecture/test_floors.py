"""The house stands: nobody calls upstairs, heavy libraries keep to one room, fast commands stay fast."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "formulary"
SEED = PACKAGE.parent / "seed"
FLOORS = {
    0: ("findings", "errors", "text", "people", "resources", "extras", "processes", "__init__"),
    1: ("units", "source"),
    2: ("shape", "domain"),
    3: ("catalogue",),
    4: ("mixture", "limits"),
    5: ("rules",),
    6: ("validation", "store", "signing"),
    7: ("registry", "audit", "reports", "exports", "imports", "worksheet", "config", "drafting"),
    8: ("cli", "__main__"),
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def imported(path: Path) -> set[str]:
    """Every module that a file imports, at its top, inside a function or for its types only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_floor_and_lower_ones(path: Path) -> None:
    own = FLOOR[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    for module in imported(path):
        if module.split(".")[0] == "formulary" and (floor := FLOOR.get(room(module))) is not None:
            assert floor <= own, f"{path.name} on floor {own} imports {module} on floor {floor}"


@pytest.mark.parametrize(
    ("library", "home"),
    [("pint", {"units/compile.py"}), ("sqlalchemy", {"store"}), ("alembic", {"store"}), ("yaml", {"source"})],
)
def test_a_heavy_library_lives_in_one_room(library: str, home: set[str]) -> None:
    for path in MODULES:
        if any(name.split(".")[0] == library for name in imported(path)):
            where = path.relative_to(PACKAGE)
            assert not home.isdisjoint((where.parts[0], where.as_posix())), f"{where} imports {library}"


def loaded(*arguments: str) -> set[str]:
    """The modules that one run of the command line loads."""
    code = f"import sys; from formulary.__main__ import main; sys.argv[1:] = {list(arguments)}\n"
    code += "try: main()\nexcept SystemExit as end: assert not end.code, end\n"
    code += "print('|'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split("|"))


def test_checking_one_sound_file_loads_nothing_heavy() -> None:
    recipe = str(SEED / "recipes" / "lidocaine-1-percent-infiltration.yaml")
    loaded("validate", recipe)  # a new checkout compiles its catalogue once
    modules = loaded("validate", recipe)
    assert "formulary.validation.judge" in modules
    for heavy in ("pint", "sqlalchemy", "jsonschema", "referencing", "rapidfuzz", "concurrent.futures"):
        assert heavy not in modules
    assert {"platformdirs", "formulary.validation.cache"}.isdisjoint(modules), "one file needs no cache"
    assert "formulary.units.compile" not in modules
    assert "formulary.catalogue.crosscheck" not in modules, "the compiled catalogue was not used"


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        first = (ast.get_docstring(tree) or "").split("\n\n")[0]
        assert first.rstrip('"').endswith((".", "?")), path
