"""The hook, run by the real pre-commit: over the files of a commit, and only where recipes stand."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, ROOT
from repositories import checkout, commit, environment, git, repository

if TYPE_CHECKING:
    from pathlib import Path

EVERYWHERE = bool(os.environ.get("CI") or os.environ.get("FORMULARY_SOAK"))
CONFIG = """\
repos:
  - repo: {source}
    rev: {rev}
    hooks:
      - id: formulary-validate
"""


def pre_commit(folder: Path, *arguments: str, home: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run pre-commit in a repository, with a home and a PATH of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env=environment(PRE_COMMIT_HOME=str(home), PATH=f"{path}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic's repository with a sound recipe, and files that are no recipes."""
    folder = tmp_path / "clinic"
    (folder / "recipes").mkdir(parents=True)
    (folder / "recipes/sound.yaml").write_text(CLEAN)
    (folder / "other.yaml").write_text("not: a recipe\n")
    return repository(folder)


def _fails_then_passes(clinic: Path, home: Path, path: str = "") -> None:
    bad = clinic / "recipes/bad.yaml"
    bad.write_text(FAILING.replace("id: example", "id: bad"))
    git(clinic, "add", "--all")
    failed = pre_commit(clinic, "run", home=home, path=path)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "error[FML307]" in failed.stdout
    assert "recipes/bad.yaml:9:39" in failed.stdout
    assert "other.yaml" not in failed.stdout
    bad.unlink()
    git(clinic, "add", "--all")
    passed = pre_commit(clinic, "run", "--all-files", home=home, path=path)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout


def test_the_hook_stops_a_bad_commit(clinic: Path, tmp_path: Path) -> None:
    """With the command on the PATH instead of an environment built by pre-commit, which takes a minute."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    command = tmp_path / "bin/formulary"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m formulary "$@"\n')
    command.chmod(0o755)
    rev = commit(repository(hooks), "Offer the hook")
    config = CONFIG.format(source=hooks, rev=rev) + "        language: system\n"
    (clinic / ".pre-commit-config.yaml").write_text(config)
    commit(clinic, "Check what is committed")
    _fails_then_passes(clinic, tmp_path / "home", str(command.parent))


@pytest.mark.skipif(not EVERYWHERE, reason="builds an environment, which takes a minute: CI=1 does it")
def test_the_hook_installs_from_a_checkout(clinic: Path, tmp_path: Path) -> None:
    source = checkout(tmp_path / "formulary")
    config = CONFIG.format(source=source, rev=git(source, "rev-parse", "HEAD").strip())
    (clinic / ".pre-commit-config.yaml").write_text(config)
    commit(clinic, "Check what is committed")
    built = pre_commit(clinic, "install-hooks", home=tmp_path / "home")
    if built.returncode and "No matching distribution" in built.stdout:
        pytest.skip("there is no package index to build the environment from")
    assert built.returncode == 0, built.stdout + built.stderr
    _fails_then_passes(clinic, tmp_path / "home")
