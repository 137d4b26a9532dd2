"""The README tells the truth: its session and its help are the real ones, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT, formulary

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _steps(session: str) -> list[tuple[str, str]]:
    """The commands of a session, each with what it prints."""
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _run(command: str, folder: Path) -> str:
    """What a command of the session prints; ``formulary`` is this checkout's."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    shell = f'formulary() {{ "{sys.executable}" -m formulary "$@"; }}\n{command}'
    done = subprocess.run(
        ["bash", "-c", shell],  # noqa: S607
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


def test_the_session_prints_what_it_shows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (session,) = _blocks("console")
    (first, recipe), *rest = _steps(session)
    assert first == "cat trunk.yaml"
    (tmp_path / "trunk.yaml").write_text(recipe)
    printed = "".join(f"$ {command}\n{_run(command, tmp_path)}" for command, _ in rest)
    true = f"$ {first}\n{recipe}{printed}"
    _rewrite(request, session, true)
    assert session == true


def test_the_help_is_the_real_one(request: pytest.FixtureRequest) -> None:
    (block,) = _blocks("text")
    true = f"$ formulary --help\n{formulary('--help', COLUMNS='80').out}"
    _rewrite(request, block, true)
    assert block == true


def _rewrite(request: pytest.FixtureRequest, shown: str, true: str) -> None:
    """With ``--update-golden``, put what is printed now in the place of what the README shows."""
    if request.config.getoption("update_golden"):
        path = ROOT / "README.md"
        path.write_text(path.read_text("utf-8").replace(shown, true), "utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_what_is_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        assert not path.startswith(("http:", "https:", "/"))
        found = page.parent / path if path else page
        assert found.exists(), target
        assert not anchor or anchor in _anchors(found), target


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
