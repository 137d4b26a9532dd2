"""What `make demo` shows: the recipes that ship, which of them fail, what is wrong with each and why."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from formulary.reports.layout import Line, lay
from formulary.rules import rule
from formulary.rules.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent
_RECIPES = "seed/recipes"
_NEXT = (
    ("formulary validate seed/recipes", "the same check in full, warnings and notes too"),
    (
        "formulary explain seed/recipes/teaching-two-anesthetics.yaml",
        "the arithmetic, step by step",
    ),
    ("formulary rules FML305", "one rule: why there is such a rule, its source, examples"),
    ("formulary catalogue show lidocaine", "what is on record of an ingredient, with the sources"),
    ("formulary --help", "everything else"),
)


def main() -> None:
    """Print the demonstration; the findings are those of the command itself."""
    colour = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 110)
    for line in _lines(_report()):
        print(lay(line, width, colour=colour, whole=True))


def _report() -> dict[str, Any]:
    command = [sys.executable, "-m", "formulary", "validate", "--output-format", "json", _RECIPES]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _lines(report: dict[str, Any]) -> Iterator[Line]:
    summary, policy = report["summary"], report["policies"][0]
    by_file = {path: list(found) for path, found in groupby(report["findings"], lambda item: item["path"])}
    failing = {
        path: [item for item in found if item["severity"] == "error"] for path, found in by_file.items()
    }
    failing = {path: errors for path, errors in failing.items() if errors}
    passing = summary["recipes"] - summary["clean"] - len(failing)
    yield Line(f"formulary checks the {summary['recipes']} recipes that ship with it, in {_RECIPES}/", "bold")
    yield Line("")
    yield Line(
        f"They are judged by the policy `{policy['id']}` of {policy['effective']}. "
        f"{summary['clean']} are clean, {passing} pass with warnings or notes, {len(failing)} fail. "
        "Most come from labels and publications, and what is practised is not always permitted; those called "
        "`teaching` were written to fail. Here is what is wrong with each that fails, and why it matters."
    )
    explained: set[str] = set()
    for number, (path, errors) in enumerate(failing.items(), 1):
        yield from _recipe(number, path, errors, explained)
    yield Line("")
    yield Line("Go on with", "bold")
    yield Line("")
    for command, what in _NEXT:
        yield Line(f".venv/bin/{command}", "cyan", 2)
        yield Line(what, "", 6)
    yield Line("")
    yield Line("No medical advice: limits are cited reference data that a pharmacist must review.", "dim")


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
