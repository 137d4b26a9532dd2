"""What `make demo` shows: which recipes fail and why, how one is approved, what leaves on paper."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from demo_registry import registry_lines

from formulary.cli.streams import abandon
from formulary.reports.layout import Line, lay
from formulary.rules import rule
from formulary.rules.pages import page
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent
_RECIPES = "seed/recipes"
_PAPERS = "build/demo"
_WORKSHEET = f"{_RECIPES}/reference-hair-dexpanthenol-zinc.yaml"
_LABELS = ("-o", f"{_PAPERS}/labels.pdf")
_OPEN = (
    (
        (
            "export",
            "--quiet",
            "--from-files",
            "--format",
            "html",
            "-o",
            f"{_PAPERS}/inventory.html",
            _RECIPES,
        ),
        "the inventory of these recipes as one page: search, sort, filter, print, offline",
    ),
    (
        ("worksheet", "--from-file", _WORKSHEET, "--sessions", "4", "-o", f"{_PAPERS}/worksheet.pdf"),
        "a worksheet for four sessions of one of them; marked as a draft, since nobody has approved it",
    ),
    (
        ("worksheet", "--from-file", _WORKSHEET, "--sessions", "4", "-o", f"{_PAPERS}/worksheet.html"),
        "the same for a browser",
    ),
    (
        ("worksheet", "--from-file", _WORKSHEET, "--sessions", "4", "--label", "syringe", *_LABELS),
        "the labels of its syringes",
    ),
)
_NEXT = (
    ("formulary validate seed/recipes", "the same check in full, warnings and notes too"),
    (
        "formulary explain seed/recipes/teaching-two-anesthetics.yaml",
        "the arithmetic, step by step",
    ),
    ("formulary explain seed/sessions/teaching-lidocaine-adds-up.yaml", "the doses of a whole sitting"),
    ("formulary rules FML305", "one rule: why there is such a rule, its source, examples"),
    ("formulary catalogue show lidocaine", "what is on record of an ingredient, with the sources"),
    ("formulary register --help", "a registry of your own; docs/registry.md takes two people through it"),
    ("formulary --help", "everything else"),
)


def main() -> None:
    """Print the demonstration; the findings are those of the command itself."""
    colour = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 110)
    try:
        for line in _lines(_report()):
            print(lay(line, width, colour=colour, whole=True))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        abandon(sys.stdout)


def _report() -> dict[str, Any]:
    """The JSON report of the recipes; each is judged by the policy that it names, else by `us`."""
    command = [sys.executable, "-m", "formulary", "validate", "--output-format", "json", _RECIPES]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def _lines(report: dict[str, Any]) -> Iterator[Line]:
    failing = {
        path: errors
        for path, found in groupby(report["findings"], lambda item: item["path"])
        if (errors := [item for item in found if item["severity"] == "error"])
    }
    recipes, clean = report["summary"]["recipes"], report["summary"]["clean"]
    policies = report["policies"]
    dated = listing(f"`{policy['id']}` of {policy['effective']}" for policy in policies)
    yield Line(f"formulary checks the {recipes} recipes that ship with it, in {_RECIPES}/", "bold")
    yield Line("")
    yield Line(
        f"They are judged by the polic{'y' if len(policies) == 1 else 'ies'} {dated}. {clean} are clean, "
        f"{recipes - clean - len(failing)} pass with warnings or notes, {len(failing)} fail. "
        "Most come from labels and publications, and what is practised is not always permitted; those called "
        "`teaching` were written to fail. Here is what is wrong with each that fails, and why it matters."
    )
    explained: set[str] = set()
    simplest_first = sorted(failing.items(), key=lambda item: ("teaching" not in _title(item[0]), item[0]))
    for number, (path, errors) in enumerate(simplest_first, 1):
        yield from _recipe(number, path, errors, explained)
    yield Line("")
    yield from registry_lines(_RECIPES)
    yield Line("")
    yield Line("Open", "bold")
    yield Line("")
    yield from _papers()
    yield Line("")
    yield Line("Go on with", "bold")
    yield Line("")
    for command, what in _NEXT:
        yield Line(f".venv/bin/{command}", "cyan", 2)
        yield Line(what, "", 6)
    yield Line("")
    yield Line("No medical advice: limits are cited reference data that a pharmacist must review.", "dim")


def _papers() -> Iterator[Line]:
    """What leaves the building: each document is written by the command itself, then named."""
    (_ROOT / _PAPERS).mkdir(parents=True, exist_ok=True)
    for arguments, what in _OPEN:
        command = [sys.executable, "-m", "formulary", *arguments]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)
        path = arguments[arguments.index("-o") + 1]
        yield Line(str(_ROOT / path), "cyan", 2)
        yield Line(what, "", 6)


def _title(path: str) -> str:
    return str(yaml.safe_load((_ROOT / path).read_text("utf-8"))["title"])


def _recipe(number: int, path: str, errors: list[dict[str, Any]], explained: set[str]) -> Iterator[Line]:
    recipe = yaml.safe_load((_ROOT / path).read_text("utf-8"))
    yield Line("")
    yield Line(recipe["title"], "bold", 0, f"{number}.", "bold")
    yield Line(path, "dim", 3)
    for error in errors:
        source = (_ROOT / path).read_text("utf-8").splitlines()[error["line"] - 1].strip()
        yield Line("")
        yield Line(source, "cyan", 3, f"Line {error['line']}:", "cyan")
        yield Line(f"{error['message']} [{error['code']}]", "", 3, "Wrong:", "red", 10)
        why = " ".join(page(rule(error["code"])).rationale)
        yield Line("as said above." if error["code"] in explained else why, "", 3, "Why:  ", "yellow", 10)
        explained.add(error["code"])
        if error["help"]:
            yield Line(error["help"], "", 3, "Mend: ", "green", 10)
    if recipe.get("notes"):
        yield Line("")
        yield Line(recipe["notes"], "dim", 3, "Background:", "dim", 3)


if __name__ == "__main__":
    main()
