"""Git repositories that tests make for themselves, apart from anybody's settings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PERSON = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "A Tester" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "tester@example.org" for who in ("AUTHOR", "COMMITTER")},
}
"""The environment in which Git knows a person and reads nobody's settings."""


def environment(**more: str) -> dict[str, str]:
    """The environment without what belongs to a repository or a run around the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))}
    return {name: value for name, value in kept.items() if not name.startswith("FORMULARY_")} | PERSON | more


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder; what it prints."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def repository(folder: Path) -> Path:
    """A repository with the one branch ``main`` that holds what stands in the folder already."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin")
    return folder


def commit(folder: Path, message: str) -> str:
    """Commit all that stands in the folder; the name of the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


def checkout(folder: Path) -> Path:
    """This checkout as it stands, committed or not, as a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return repository(folder)
