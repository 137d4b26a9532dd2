"""``-o``: a report is complete or not there, and what is no file is never replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command import FAILING, ROOT, formulary, here

RECIPE = "seed/recipes/teaching-two-anesthetics.yaml"
WRITERS = [
    ["validate", RECIPE],
    ["validate", "--output-format", "json", RECIPE],
    ["explain", RECIPE],
    ["schema", "recipe"],
    ["rules"],
    ["rules", "FML301", "--output-format", "markdown"],
    ["catalogue", "list", "products"],
    ["catalogue", "search", "zinc"],
    ["catalogue", "show", "lidocaine"],
]


@pytest.fixture(autouse=True)
def _root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_file_holds_what_standard_output_would(arguments: list[str], tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("what was there before")
    printed, written = here(*arguments), here(*arguments, "-o", str(target))
    assert (written.code, written.out, written.err) == (printed.code, "", printed.err)
    assert target.read_text("utf-8") == printed.out
    assert os.listdir(tmp_path) == ["out.txt"]  # noqa: PTH208 - names alone


def test_a_hyphen_is_standard_output() -> None:
    assert here("schema", "recipe", "-o", "-") == here("schema", "recipe")


def test_what_was_there_stays_when_the_run_fails(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("what was there before")
    assert here("validate", "gone.yaml", "-o", str(target)).code == 2
    assert here("catalogue", "show", "unobtainium", "-o", str(target)).code == 2
    assert target.read_text() == "what was there before"
    assert os.listdir(tmp_path) == ["out.txt"]  # noqa: PTH208


def test_a_link_keeps_being_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    real, link = tmp_path / "folder/real.txt", tmp_path / "link.txt"
    real.write_text("")
    link.symlink_to(real)
    assert here("schema", "recipe", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert real.read_text("utf-8") == here("schema", "recipe").out


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    assert here("schema", "recipe", "-o", str(pipe)).code == 0
    reader.join()
    assert read == [here("schema", "recipe").out]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_standard_output_by_its_name() -> None:
    command = [sys.executable, "-m", "formulary", "rules", "FML301", "-o", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == here("rules", "FML301").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_device_that_is_full() -> None:
    done = here("schema", "recipe", "-o", "/dev/full")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: /dev/full cannot be written: no space left on device\nhelp: ")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize("target", ["folder", "no/such/out.txt", "file.txt/out.txt", "x" * 300])
def test_a_target_that_cannot_be_written(target: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("")
    done = here("schema", "recipe", "-o", str(tmp_path / target))
    assert (done.code, done.out) == (3, "")
    assert "cannot be written" in done.err
    assert sorted(os.listdir(tmp_path)) == ["file.txt", "folder"]  # noqa: PTH208


def test_a_report_in_a_file_has_neither_colours_nor_line_breaks_of_a_terminal(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    formulary("validate", "-", "-o", str(target), stdin=FAILING)
    text = target.read_text("utf-8")
    assert text == formulary("validate", "-", stdin=FAILING).out
    assert "\x1b" not in text
