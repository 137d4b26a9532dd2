"""``validate --watch`` in a process of its own: it checks again after each change, until Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

import pytest
from command import CLEAN, FAILING, ROOT, formulary, here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("watchfiles")
ENDED = "watching for changes. Ctrl-C ends."


class Watch:
    """A watching process; what it writes is read while it runs."""

    def __init__(self, *arguments: str, cwd: Path = ROOT) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "formulary", "validate", "--watch", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,  # Ctrl-C is sent to all of its processes, as a terminal does
        )
        self._lines: Queue[str] = Queue()
        self.shown: list[str] = []
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: BinaryIO) -> None:
        for line in stream:
            self._lines.put(line.decode())

    def until(self, text: str) -> str:
        """What is written until a line holds the text."""
        new: list[str] = []
        end = time.monotonic() + 60
        while not (new and text in new[-1]):
            try:
                new.append(self._lines.get(timeout=max(0.1, end - time.monotonic())))
            except Empty:
                pytest.fail(f"no {text!r} in {''.join(new)!r}")
        self.shown += new
        time.sleep(0.05)  # the report and the line after it come by two streams
        while not self._lines.empty():
            new.append(self._lines.get())
        return "".join(new)

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(60)
        while not self._lines.empty():
            self.shown.append(self._lines.get())
        return code


@pytest.fixture
def watch() -> Iterator[Callable[..., Watch]]:
    """Starts watching processes, and ends those that a failed test has left."""
    started: list[Watch] = []

    def start(*arguments: str, cwd: Path = ROOT) -> Watch:
        started.append(Watch("--output-format", "concise", *arguments, cwd=cwd))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        for stream in (one.process.stdout, one.process.stderr):
            if stream:
                stream.close()


def test_a_folder_is_checked_again_when_a_file_in_it_changes(
    tmp_path: Path, watch: Callable[..., Watch]
) -> None:
    recipe = tmp_path / "a.yaml"
    recipe.write_text(CLEAN, "utf-8")
    running = watch(str(tmp_path))
    first = running.until(ENDED)
    assert " error " not in first
    assert "1 recipe" in first
    recipe.write_text(FAILING, "utf-8")
    assert " error FML307 " in running.until(ENDED)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "b.yaml").write_text(CLEAN.replace("id: example", "id: other"), "utf-8")
    assert "2 recipes" in running.until("2 recipes")
    recipe.unlink()
    running.until("1 recipe")
    (tmp_path / "new" / "b.yaml").write_text("a: [", "utf-8")
    running.until("FML003")
    assert running.interrupt() == 1, "the exit code of the last check"
    assert "Traceback" not in "".join(running.shown)
    assert "KeyboardInterrupt" not in "".join(running.shown)


def test_one_file_is_watched_though_an_editor_replaces_it(
    tmp_path: Path, watch: Callable[..., Watch]
) -> None:
    recipe, aside = tmp_path / "a.yaml", tmp_path / "aside"
    recipe.write_text(FAILING, "utf-8")
    running = watch(str(recipe))
    assert " error FML307 " in running.until(ENDED)
    for text, shown in ((CLEAN, "0 clean"), (FAILING, "FML307"), (CLEAN, "Passed")):
        aside.write_text(text, "utf-8")
        aside.replace(recipe)
        running.until(shown if shown != "0 clean" else "Passed")
    assert running.interrupt() == 0


def test_what_does_not_count_starts_no_check(tmp_path: Path, watch: Callable[..., Watch]) -> None:
    (tmp_path / "a.yaml").write_text(CLEAN, "utf-8")
    running = watch(str(tmp_path), "-o", str(tmp_path / "report.json"))
    running.until(ENDED)
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    (tmp_path / ".hidden.yaml").write_text("x", "utf-8")
    time.sleep(0.7)
    assert running.interrupt() == 0
    assert sum(ENDED in line for line in running.shown) == 1


def test_a_slip_in_the_settings_is_said_and_watched_over(tmp_path: Path, watch: Callable[..., Watch]) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "a.yaml").write_text(CLEAN, "utf-8")
    settings = tmp_path / "formulary.toml"
    settings.write_text('paths = ["recipes"]\n', "utf-8")
    running = watch(cwd=tmp_path)
    assert "1 recipe" in running.until(ENDED)
    settings.write_text('path = ["recipes"]\n', "utf-8")
    assert "error: " in running.until(ENDED)
    settings.write_text('paths = ["recipes"]\nignore = ["FML7"]\n', "utf-8")
    assert "FML701" not in running.until("1 recipe")
    assert running.interrupt() == 0


def test_the_screen_is_cleared_on_a_terminal_only(tmp_path: Path) -> None:
    recipe = tmp_path / "a.yaml"
    recipe.write_text(CLEAN, "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "formulary", "validate", "--watch", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while b"Ctrl-C ends" not in shown:
            shown += os.read(ours, 4096)
        assert b"\x1b[2J" not in shown, "what stood there before the first check stays"
        recipe.write_text(FAILING, "utf-8")
        while shown.count(b"Ctrl-C ends") < 2:
            shown += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 1
    os.close(ours)
    assert shown.count(b"\x1b[2J") == 1


def test_what_cannot_be_watched_is_wrong_use(tmp_path: Path) -> None:
    done = here("validate", "--watch", "-")
    assert (done.code, done.out) == (2, "")
    assert "nothing to watch" in done.err
    missing = here("validate", "--watch", str(tmp_path / "missing.yaml"))
    assert (missing.code, missing.out) == (2, "")
    assert "no such file" in missing.err


def test_without_the_library_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "watchfiles.py").write_text("raise ModuleNotFoundError(name='watchfiles')", "utf-8")
    done = formulary("validate", "--watch", ".", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert (done.code, done.out) == (3, "")
    assert "pip install 'formulary[watch]'" in done.err
    assert len(done.err.splitlines()) == 2
