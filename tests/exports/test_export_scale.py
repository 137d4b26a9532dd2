"""Entries stream: what an export takes of memory does not grow with the number of formulas."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from support import data_of

from formulary.exports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

SOAK = bool(os.environ.get("FORMULARY_SOAK"))
MOST = 500_000
"""The most memory of one export, in kB: that of 100,000 formulas."""

MEASURED = """
import resource, sys
from formulary.cli.main import run
code = run(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(form: str, source: Path, target: Path) -> int:
    """The peak memory in kB of one export."""
    arguments = ["export", "--from-files", str(source), "--format", form, "-o", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    code, memory = done.stdout.split()
    assert code == "0", done.stderr
    return int(memory)


def stream(path: Path, count: int) -> Path:
    """The shipped recipes over and over, each under an id of its own, one a line."""
    recipes = [data_of(one.read_text("utf-8")) for one in sorted((ROOT / "seed/recipes").glob("*.yaml"))]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            data = recipes[number % len(recipes)]
            name = f"{data['id'][:50]}-{number}"
            out.write(json.dumps(data | {"id": name}) + "\n")
    return path


@pytest.mark.skipif(not SOAK, reason="it takes minutes")
@pytest.mark.parametrize("form", FORMATS)
def test_memory_stays_level(form: str, tmp_path: Path) -> None:
    few = peak(form, stream(tmp_path / "few.ndjson", 5_000), tmp_path / "few")
    many = peak(form, stream(tmp_path / "many.ndjson", 20_000), tmp_path / "many")
    growth = (many - few) / 15_000
    assert many + 80_000 * growth < MOST, (few, many)
