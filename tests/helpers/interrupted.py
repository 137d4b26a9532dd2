"""A command in processes of its own that is stopped in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from command import ROOT, Done

if TYPE_CHECKING:
    from collections.abc import Callable


def _workers(pid: int) -> list[int]:
    """The processes that a process has started; only Linux tells."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def stopped(stop: Callable[[subprocess.Popen[bytes], int], object], *arguments: str, **more: str) -> Done:
    """Run ``formulary``, and once it works on several processes, ``stop`` it, given one of them.

    None of them may be left.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "formulary", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        start_new_session=True,
    )
    workers: list[int] = []
    end = time.monotonic() + 60
    while not workers and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
        workers = _workers(process.pid)
    time.sleep(0.05)  # the first of them is at work
    stop(process, workers[0])
    out, err = process.communicate(timeout=60)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    return Done(process.returncode, out.decode(), err.decode())


def interrupt(process: subprocess.Popen[bytes], _worker: int) -> None:
    """Ctrl-C reaches every process of a terminal."""
    os.killpg(process.pid, signal.SIGINT)


def kill_one(_process: subprocess.Popen[bytes], worker: int) -> None:
    """What a system does that is short of memory."""
    os.kill(worker, signal.SIGKILL)
