"""Help texts: quick, complete, and as wide as a terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest
from command import ROOT, here, on_terminal

from formulary.cli.main import COMMANDS, module_of

_PARTS = ("list", "search", "show")
_COMMANDS = [[], *([name] for name in COMMANDS), *(["catalogue", part] for part in _PARTS)]
_LOADED = """
import sys
from formulary.cli.main import run
try:
    run(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def _modules(*arguments: str) -> set[str]:
    """What is imported when the command line ran with these arguments."""
    command = [sys.executable, "-c", _LOADED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["-h"]])
def test_help_imports_no_command_and_nothing_slow(arguments: list[str]) -> None:
    loaded = _modules(*arguments)
    assert {name for name in loaded if name.startswith("formulary.")} == {
        "formulary.cli",
        "formulary.cli.group",
        "formulary.cli.main",
        "formulary.cli.streams",
    }
    assert not loaded & {
        "yaml",
        "jsonschema",
        "jsonschema_rs",
        "pint",
        "rapidfuzz",
        "json.decoder",
        "asyncio",
    }


@pytest.mark.parametrize("command", ["validate", "explain"])
def test_a_check_never_loads_pint(command: str) -> None:
    loaded = _modules(command, "seed/recipes/hair-density-panthenol.yaml")
    assert not loaded & {"pint", "jsonschema", "rapidfuzz", "concurrent.futures", "asyncio"}


def test_every_command_stands_in_the_table_with_its_file() -> None:
    files = {path.stem for path in (ROOT / "formulary/cli").glob("*.py")}
    assert {module_of(name).removeprefix("formulary.cli.") for name in COMMANDS} <= files
    shown = here("--help").out
    for name, help_ in COMMANDS.items():
        assert f"  {name}" in shown
        assert help_ in " ".join(shown.split())


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_help_says_what_each_argument_is(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = here(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(['formulary', *command])} [OPTIONS]")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "..." not in done.out.replace("PATH...", "").replace("[ARGS]...", "")  # nothing is cut short


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_help_keeps_to_the_terminal(columns: int) -> None:
    shown = on_terminal("validate", "--help", columns=columns).out
    assert max(map(len, shown.splitlines())) <= max(columns, 50)


def test_no_command_shows_the_help_and_is_wrong_use() -> None:
    done = here()
    assert (done.code, done.out, done.err) == (2, "", here("--help").out)


@pytest.mark.parametrize(
    ("arguments", "message", "advice"),
    [
        (["valdate"], "there is no command `valdate`", "Did you mean `validate`"),
        (["xyzzy"], "there is no command `xyzzy`", "`formulary --help` lists the commands."),
        (["\x1b[31m"], "there is no command `\\x1b[31m`", ""),
        (
            ["rules", "--color", "never"],
            "no such option",
            "before the command: `formulary --color ...`.",
        ),
        (["rules", "--\x1b[31m"], "no such option", "`formulary rules --help` shows what it takes."),
        (["schema", "recip"], "invalid value for 'KIND'", "Did you mean `recipe`?"),
        (["show", "a.yaml"], "a.yaml is a recipe file", "`formulary explain a.yaml`"),
        (["import", "gone.csv"], "gone.csv: no such file", "Check the spelling"),
        (["schema"], "missing argument 'KIND'", "`formulary schema --help` shows what it takes."),
        (["rules", "FML3O1"], "there is no rule `FML3O1`", "Did you mean `FML301`"),
        (["rules", "over-hard"], "there is no rule `over-hard`", "Did you mean `over-hard-limit`?"),
        (["catalogue", "show", "litocaine"], "there is no entry `litocaine`", "`lidocaine-hydrochloride`"),
        (["--policy", "su", "validate", "seed"], "there is no policy `su`", "us"),
        (["validate"], "nothing to check: no path given", "Name a file or a folder"),
        (["validate", "gone.yaml"], "gone.yaml: no such file or folder", "Check the spelling"),
        (
            ["validate", "README.md"],
            "README.md: the name says neither YAML nor JSON",
            ".yaml, .yml, .json or .ndjson",
        ),
    ],
)
def test_wrong_use_is_said_in_one_voice(
    arguments: list[str], message: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    done = here(*arguments)
    first, *rest = done.err.splitlines()
    assert done.code == 2
    assert first.startswith(f"error: {message}")
    assert rest[0].startswith("help: ")
    assert advice in rest[0]
    assert done.err.isprintable() or set(done.err) - set("\n") == {c for c in done.err if c.isprintable()}


def test_the_options_of_the_group_are_taken_after_the_command_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    recipe = "seed/recipes/teaching-two-anesthetics.yaml"
    assert here("-q", "validate", recipe).out == here("validate", recipe, "-q").out
    assert "\x1b[" in here("validate", recipe, "--color", "always").out
    assert "\x1b[" not in here("--color", "always", "validate", recipe, "--color", "never").out
    assert here("validate", recipe, "--policy", "nowhere").code == 2
