"""`validate` opens no socket, starts no program, and reads only what it is given and what it brings."""

from __future__ import annotations

import json
import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from command import CLEAN, FAILING, ROOT
from report_samples import recipes
from repositories import environment

from formulary.reports import FORMATS

WATCHER = """
import json, os, sys
seen = []
def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "ctypes.")):
        seen.append([event, ""])
    elif event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes)):
        seen.append([event, os.path.abspath(os.fsdecode(args[0]))])
sys.addaudithook(watch)
"""
RUN = (
    WATCHER
    + """
from formulary.cli.main import run
codes = [run(arguments) for arguments in json.loads(sys.argv[1])]
sys.stdout.write("\\n" + json.dumps([codes, seen]))
"""
)
SOCKET = (
    WATCHER
    + """
import socket
socket.socket().close()
print(json.dumps([[], seen]))
"""
)
BROUGHT = {
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    *map(Path, site.getsitepackages()),
    *(ROOT / name for name in ("formulary", "schemas", "seed")),
    Path(sys.prefix),
    Path(sys.base_prefix) / "lib",
}
"""Where the program, its data and its libraries stand."""
CONFIGURED = 'paths = ["recipes"]\npolicy = "us"\n'


def watched(code: str, *arguments: str, cwd: Path) -> tuple[list[int], list[list[str]]]:
    """The exit codes of some runs in one process, and what its audit hook saw."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment(PYTHONPATH=str(ROOT), HOME=str(cwd / "home")),
        capture_output=True,
        text=True,
        check=True,
    )
    codes, seen = json.loads(done.stdout.splitlines()[-1])
    return codes, seen


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A project with recipes and a configuration, and beside them what is nobody's business."""
    folder = tmp_path / "clinic"
    recipes(folder / "recipes")
    text = FAILING + "references:\n  - {title: A page, where: 'http://127.0.0.1:9/x', read: 2026-11-22}\n"
    (folder / "recipes/links.yaml").write_text(text.replace("id: example", "id: links"))
    (folder / "formulary.toml").write_text(CONFIGURED)
    (folder / ".env").write_text("SECRET=1\n")
    (tmp_path / "secret.yaml").write_text(CLEAN)
    return folder


def test_the_watcher_sees_a_socket(tmp_path: Path) -> None:
    _, seen = watched(SOCKET, cwd=tmp_path)
    assert ["socket.__new__", ""] in seen


def test_nothing_is_opened_that_is_not_meant(clinic: Path) -> None:
    calls = [["validate", "--output-format", form] for form in FORMATS]
    calls += [
        ["validate", "--statistics", "recipes"],
        ["validate", "recipes/links.yaml", "recipes/link.yaml"],
    ]
    codes, seen = watched(RUN, json.dumps(calls), cwd=clinic)
    assert codes == [1] * len(calls)
    assert [event for event, path in seen if not path] == []
    meant = {clinic / "recipes", clinic / "formulary.toml"}
    strange = {path for _, path in seen if not _within(Path(path), BROUGHT | meant)}
    assert strange <= {os.devnull}
    assert str(clinic / "recipes/failing.yaml") in {path for _, path in seen}


def _within(path: Path, places: set[Path]) -> bool:
    return any(path.is_relative_to(place) or path.is_relative_to(place.resolve()) for place in places)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_process_of_a_run_speaks_to_the_network(tmp_path: Path) -> None:
    """Over all cores, as the system sees it; Python's own name service cache is no exception."""
    for number in range(60):
        (tmp_path / f"{number}.yaml").write_text(FAILING.replace("id: example", f"id: r{number}"))
    log = tmp_path / "calls.txt"
    command = [sys.executable, "-m", "formulary", "validate", "--no-cache", "--jobs", "2", str(tmp_path)]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network,execve", "-o", str(log), *command],  # noqa: S607
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr.lower():
        pytest.skip("this machine lets nobody trace a process")
    assert done.returncode == 1, done.stderr
    assert re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE) == ["execve"]
