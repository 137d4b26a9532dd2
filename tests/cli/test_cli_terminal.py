"""On a terminal: colours when they are wanted, lines that keep to its width, progress without a trace."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from command import RECIPES, ROOT, formulary, here, on_terminal

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = f"{RECIPES}/teaching-two-anesthetics.yaml"
_AT_ONCE = """
import sys
from formulary.cli import main, progress
progress._AFTER = progress._EVERY = 0
sys.exit(main.run())
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": ""}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"FORCE_COLOR": "1"}, True),
        ([], {"FORMULARY_COLOR": "always"}, True),
    ],
)
@pytest.mark.parametrize("command", [["validate", RECIPE], ["explain", RECIPE], ["rules", "FML301"]])
def test_colours_through_a_pipe(
    command: list[str],
    options: list[str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    coloured: bool,
) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    plain = here(*command).out
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = here(*options, *command)
    assert bool(COLOUR.search(done.out)) is coloured
    assert COLOUR.sub("", done.out) == plain


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [([], {}, True), ([], {"NO_COLOR": "1"}, False), (["--color", "never"], {}, False)],
)
def test_colours_on_a_terminal(options: list[str], environment: dict[str, str], *, coloured: bool) -> None:
    assert bool(COLOUR.search(on_terminal(*options, "validate", RECIPE, **environment).out)) is coloured


def test_json_is_never_coloured() -> None:
    assert json.loads(formulary("--color", "always", "validate", "--output-format", "json", RECIPE).out)


@pytest.mark.parametrize("columns", [60, 120])
@pytest.mark.parametrize(
    "command",
    [
        ["validate", RECIPE],
        ["explain", RECIPE],
        ["rules"],
        ["rules", "FML301"],
        ["catalogue", "show", "lidocaine"],
    ],
    ids=" ".join,
)
def test_lines_keep_to_the_terminal(
    command: list[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wide, narrow = here(*command).out, COLOUR.sub("", on_terminal(*command, columns=columns).out)
    long = [line for line in narrow.splitlines() if len(line) > columns]
    assert [line for line in long if " " in line.strip()] == []  # a word alone may be longer
    assert narrow.split() == wide.split()  # and nothing is lost by breaking lines


def test_a_long_source_line_is_cut_around_the_value(tmp_path: Path) -> None:
    recipe = yaml.safe_load((ROOT / RECIPE).read_text("utf-8"))
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps(recipe, default=str))
    for columns in (50, 120):
        lines = COLOUR.sub("", on_terminal("validate", str(path), columns=columns).out).splitlines()
        carets = [at for at, line in enumerate(lines) if "^" in line]
        assert carets
        for at in carets:
            start, end = lines[at].index("^"), lines[at].rindex("^") + 1
            assert max(len(lines[at - 1]), end) <= columns
            marked = lines[at - 1][start:end].rstrip("…")
            assert marked
            assert marked in json.dumps(recipe, default=str)


@pytest.mark.parametrize(
    ("environment", "options", "seen"),
    [({}, [], True), ({"TERM": "dumb"}, [], False), ({}, ["-q"], False)],
)
def test_progress_is_shown_on_long_runs_and_erased(
    environment: dict[str, str], options: list[str], tmp_path: Path, *, seen: bool
) -> None:
    recipe = yaml.safe_load((ROOT / RECIPES / "lidocaine-1-percent-infiltration.yaml").read_text("utf-8"))
    line = json.dumps(recipe, default=str) + "\n"
    stream, report = tmp_path / "many.ndjson", tmp_path / "report.json"
    stream.write_text(line * 600)
    run = ("validate", "--output-format", "json", "-o", str(report), "--jobs", "1", str(stream))
    shown = on_terminal(*options, *run, program=_AT_ONCE, **environment).out
    assert ("recipes checked" in shown) is seen
    assert shown.rpartition("\x1b[K")[2] == ""  # the last that is written erases the line
    assert json.loads(report.read_text())["summary"]["recipes"] == 600


def test_no_progress_through_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "many.ndjson").write_text('{"format": "recipe/1"}\n' * 3000)
    assert formulary("validate", "many.ndjson", "--select", "FML409", cwd=tmp_path).err == ""


def test_what_cannot_be_shown_has_a_plain_form(tmp_path: Path) -> None:
    recipe = tmp_path / "mine.yaml"
    recipe.write_text((ROOT / RECIPE).read_text("utf-8").replace("title: ", "title: Crème ×, "), "utf-8")
    done = formulary("explain", str(recipe), PYTHONIOENCODING="ascii")
    assert done.out.startswith("Cr\\xe8me x, ")
    assert re.search(r"\n  #{10}\.{10}    50 %  ", done.out)
    assert "\\u" not in done.out


@pytest.mark.parametrize("arguments", [["schema", "recipe"], ["rules", "--output-format", "markdown"]])
def test_what_programs_read_is_utf_8_in_every_locale(arguments: list[str]) -> None:
    assert formulary(*arguments, PYTHONIOENCODING="ascii").out == formulary(*arguments).out


def test_a_fault_keeps_to_the_width_of_the_terminal() -> None:
    done = on_terminal("--db", "sqlite:////nowhere/x.db", "list", columns=50)
    assert done.code == 2
    assert done.out.splitlines() == [
        "error: there is no registry at /nowhere/x.db",
        "help: Name another with `--db`; `formulary account",
        "      add` or `formulary register` begins a new",
        "      one.",
    ]
