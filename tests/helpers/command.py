"""The command line as tests use it: in a process of its own, in this one, or on a terminal of some size."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from formulary.cli.main import run

ROOT = Path(__file__).parent.parent.parent
RECIPES = "seed/recipes"
CLEAN = """\
format: recipe/1
id: example
title: Example
indication: local-anesthesia
profile: single-agent
route: infiltration
volume: 10 mL
components:
  - {product: lidocaine-1-percent, volume: 10 mL}
administration: {patient_weight: 70 kg, numbing: {how: in-formula}}
"""
"""A recipe without an error and without a warning."""

WARNED = CLEAN.replace("{product: lidocaine-1-percent,", "{ingredient: lidocaine, strength: 10 mg/mL,")
"""A recipe with a warning and without an error."""

FAILING = CLEAN.replace("{product: lidocaine-1-percent,", "{ingredient: lidocaine, strength: 200 mg/mL,")
"""A recipe with an error: a stock of ten times the strength that there is."""


class Done(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMULARY_")}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        kept.pop(name, None)
    return kept | {"PYTHONIOENCODING": "utf-8"} | more


def formulary(*arguments: str, stdin: str | bytes = b"", cwd: Path = ROOT, **environment: str) -> Done:
    """Run ``formulary`` in a process of its own, from the root of the checkout unless told otherwise."""
    done = subprocess.run(
        [sys.executable, "-m", "formulary", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=_environment({"PYTHONPATH": str(ROOT), **environment}),
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def here(*arguments: str) -> Done:
    """Run ``formulary`` in this process, which is faster."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return Done(code, *texts)


def on_terminal(*arguments: str, columns: int = 80, program: str = "", **environment: str) -> Done:
    """Run ``formulary`` with standard output and standard error on one terminal; ``out`` is what it shows.

    ``program`` is Python to run in its place.
    """
    main = ["-c", program] if program else ["-m", "formulary"]
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *main, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=_environment({"TERM": "xterm-256color", **environment}),
    )
    os.close(theirs)
    shown = bytearray()
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says EIO where the other end is closed
        pass
    finally:
        os.close(ours)
    return Done(process.wait(timeout=120), shown.decode().replace("\r\n", "\n"), "")
