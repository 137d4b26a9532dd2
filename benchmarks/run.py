"""Measure speed and memory beside other tools: the contenders of a table take turns, medians are printed.

``python benchmarks/run.py``, or with ``--quick`` in small numbers. Nothing here is a test: machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from formulary.exports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
FORMULARY = str(BIN / "formulary")
CHECK_JSONSCHEMA = [str(BIN / "check-jsonschema"), "--schemafile", str(ROOT / "schemas/recipe.schema.json")]
EMPTY_CLICK = "import click\n@click.group()\ndef main(): 'Nothing.'\nmain()"
EIGHT = """\
format: recipe/1
id: eight-components
title: Eight components for a cold start
indication: alopecia
route: intradermal
site: scalp
volume: 20 mL
components:
  - {product: dexpanthenol-250, volume: 2 mL}
  - {product: ascorbic-acid-500, volume: 0.5 mL}
  - {product: zinc-sulfate-1-mg-zn, amount: 2 mg, as: zinc}
  - {product: pyridoxine-100, volume: 0.5 mL}
  - {product: levocarnitine-200, volume: 1 mL}
  - {ingredient: biotin, concentration: 0.5 mg/mL, dry: true}
  - {product: lidocaine-2-percent, volume: 2 mL}
  - {product: sodium-chloride-0.9, qs: true}
administration: {volume_per_session: 5 mL, patient_weight: 50 kg, numbing: {how: in-formula}}
"""


class Run(NamedTuple):
    """One run of one contender: seconds, and the peak memory of its processes in MB (0 where unknown)."""

    seconds: float
    memory: float


def main() -> None:
    """Prepare the files, run every table, print it."""
    parser = argparse.ArgumentParser(description="Measure speed and memory beside other tools.")
    parser.add_argument("--quick", action="store_true", help="small numbers: does it run at all?")
    quick = parser.parse_args().quick
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every contender may keep what it compiles
    rounds, files, lines = (3, 100, 2_000) if quick else (15, 2_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="formulary-benchmark-") as name:
        folder = Path(name)
        (folder / "eight.yaml").write_text(EIGHT)
        many, stream = folder / "many", folder / "many.ndjson"
        _write_many(many, files)
        with stream.open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(recipe)}\n" for recipe in _varied(lines))
        _tables(folder, rounds, files, lines)
        _exports(folder, stream, 1_000 if quick else 10_000)


def _tables(folder: Path, rounds: int, files: int, lines: int) -> None:
    eight, many, stream = (str(folder / name) for name in ("eight.yaml", "many", "many.ndjson"))
    listed = sorted(str(path) for path in Path(many).iterdir())
    concise = ["validate", "--output-format", "concise", "--no-cache"]
    again = [*concise[:-1], "--cache-dir", str(folder / "cache")]  # the first run, for warmth, fills it
    few = max(2, rounds // 5)
    _table(
        "Cold start: one recipe of eight components",
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "formulary validate": [FORMULARY, "validate", eight],
            "check-jsonschema (shape only)": [*CHECK_JSONSCHEMA, eight],
        },
        rounds,
    )
    _table(
        "Help",
        {
            "an empty Click program": [sys.executable, "-c", EMPTY_CLICK, "--help"],
            "formulary --help": [FORMULARY, "--help"],
        },
        rounds,
    )
    _table(
        f"{files:,} YAML recipes in a folder",
        {
            "formulary validate": [FORMULARY, *concise, many],
            "formulary validate --jobs 1": [FORMULARY, *concise, "--jobs", "1", many],
            "formulary validate, unchanged": [FORMULARY, *again, many],
            "check-jsonschema (shape only)": [*CHECK_JSONSCHEMA, *listed],
        },
        few,
        files,
    )
    _table(
        f"{lines:,} recipes in one NDJSON file",
        {
            "formulary validate": [FORMULARY, *concise, stream],
            "formulary validate --jobs 1": [FORMULARY, *concise, "--jobs", "1", stream],
        },
        1 if lines > 10_000 else few,
        lines,
    )


def _exports(folder: Path, stream: Path, count: int) -> None:
    """Every format of an export, to files; rows stream, so more formulas take no more memory."""
    some = folder / "some.ndjson"
    with stream.open(encoding="utf-8") as lines, some.open("w", encoding="utf-8") as out:
        out.writelines(islice(lines, count))
    command = [FORMULARY, "export", "--from-files", str(some), "--format"]
    contenders = {f"formulary export {form}": [*command, form, "-o", str(folder / form)] for form in FORMATS}
    _table(f"{count:,} formulas exported", contenders, 1, count)


def _table(title: str, contenders: dict[str, list[str]], rounds: int, items: int = 0) -> None:
    """Run the contenders in turn, a first time for warmth and then ``rounds`` times; print the medians."""
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for number in range(rounds + (rounds > 1)):
        for name, command in contenders.items():
            done = _run(command)
            if number or rounds == 1:
                runs[name].append(done)
    print(f"\n{title} ({f'median of {rounds}' if rounds > 1 else 'once'})")
    for name, found in runs.items():
        seconds = statistics.median(run.seconds for run in found)
        memory = statistics.median(run.memory for run in found)
        rate = f"{items / seconds:>10,.0f} a second" if items else ""
        shown = f"{seconds * 1000:>8,.0f} ms" if seconds < 10 else f"{seconds:>8,.1f} s "
        print(f"  {name:<32} {shown} {memory:>8,.0f} MB {rate}")
    sys.stdout.flush()


def _run(command: list[str]) -> Run:
    """Run a command to its end, its output thrown away, and watch the memory of all its processes."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        peak, pause = 0.0, 0.002
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(pause)
            pause = min(pause * 1.5, 0.1)
        seconds = time.perf_counter() - started
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command[:3])} ended with {process.returncode}")
    return Run(seconds, peak / 1000)


def _family(pid: int) -> Iterator[int]:
    """A process and all that it has started; only Linux tells."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> float:
    """The memory of one process in kB; what it shares with others is divided among them."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def _varied(count: int) -> Iterator[dict[str, Any]]:
    """The shipped recipes over and over, under ids of their own, the batch varied where a part is q.s."""
    chance = random.Random(1)  # noqa: S311 - the same files every time
    paths = sorted((ROOT / "seed/recipes").glob("*.yaml"))
    recipes = [json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str) for path in paths]
    for number in range(count):
        recipe: dict[str, Any] = json.loads(recipes[number % len(recipes)])
        recipe["id"] = f"{recipe['id'][:50]}-{number}"
        amount, _, unit = recipe["volume"].partition(" ")
        if unit == "mL" and any(part.get("qs") for part in recipe["components"]):
            recipe["volume"] = f"{float(amount) + chance.randint(1, 99) / 100:g} mL"
        yield recipe


def _write_many(folder: Path, count: int) -> None:
    folder.mkdir()
    for number, recipe in enumerate(_varied(count)):
        small = {key: value for key, value in recipe.items() if key not in ("references", "notes")}
        (folder / f"{number:05}.yaml").write_text(yaml.safe_dump(small, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
