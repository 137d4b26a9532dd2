"""The guide to the registry tells the truth: its sessions are run, and print what it shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = ROOT / "docs" / "registry.md"
WORDS = {"ana": "correct horse ana", "ben": "battery staple ben"}
SIGNS = re.compile(r"formulary (key create|key trust ben|approve|reject|retire|verify --\w+-to).* --as (\w+)")
TRUNK = """\
format: recipe/1
id: trunk-anesthesia
title: Local anesthesia of the trunk
indication: local-anesthesia
profile: single-agent
route: infiltration
site: trunk
volume: 40 mL
components:
  - product: lidocaine-2-percent
    volume: 10 mL
  - product: sodium-chloride-0.9
    qs: true
administration:
  patient_weight: 70 kg
  numbing: {how: in-formula}
"""
NOW = datetime.now(UTC)
CHANGING = (
    (r"\b[0-9a-f]{64}\b", "…"),
    (r"\b[0-9a-f]{32}\b", "…"),
    (r"\([0-9a-f]{12}\)", "(…)"),
    (rf"\b{NOW.year}-\d\d-\d\d([T ])\d\d:\d\d:\d\d", r"2026-11-26\g<1>09:30:00"),
    (rf"\b{NOW.year + 1}-\d\d-\d\d([T ])\d\d:\d\d:\d\d", r"2027-11-26\g<1>09:30:00"),
    (r"(?s)(-----BEGIN SSH SIGNATURE-----\n).*?(?=-----END)", r"\1…\n"),
)
"""What differs from run to run, and how the guide shows it."""


KEYS = (
    "SHA256:0YpKd0xUfQ3nVJrYv7m1tZsB2cLhWgEaRi4oDkT9w8M",
    "SHA256:Xq5bJ8rUeC1yHnTfLz3kVwAgSd7mPo2iBv6tRx9cQ0E",
)
"""The fingerprints of the guide, in the order in which keys are made."""


def _run(command: str, folder: Path) -> str:
    """What a command prints; where it signs, the passphrase comes from standard input."""
    signs = SIGNS.match(command)
    given = f"{WORDS[signs[2]]}\n" if signs else ""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FORMULARY_", "XDG_"))},
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "HOME": str(folder),
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
    }
    more = " --passphrase-stdin" if signs else ""
    shell = f'formulary() {{ "{sys.executable}" -m formulary "$@"; }}\n{command}{more}'
    done = subprocess.run(
        ["bash", "-c", shell],  # noqa: S607
        cwd=folder,
        env=environment,
        input=given.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout.decode())
    return done.stdout.decode().replace(str(folder), "~")


def _masked(text: str) -> str:
    """The text with what changes from run to run as the guide shows it."""
    made = dict.fromkeys(re.findall(r"SHA256:[\w+/]{43}", text))
    for fingerprint, shown in zip(made, KEYS, strict=True):
        text = text.replace(fingerprint, shown)
    for pattern, shown in CHANGING:
        text = re.sub(pattern, shown, text)
    return text


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_the_sessions_of_the_guide_print_what_it_shows(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "trunk.yaml").write_text(TRUNK, "utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    guide = GUIDE.read_text("utf-8")
    sessions: list[tuple[str, str]] = []
    for session in re.findall(r"^```console\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL):
        commands = re.findall(r"^\$ (.*)$", session, re.MULTILINE)
        printed = ""
        for command in commands:
            printed += f"$ {command}\n{_run(command, tmp_path)}"
            if command.startswith("formulary key create"):  # each on a machine of their own
                keys = tmp_path / ".local" / "share" / "formulary" / "keys"
                for public in keys.glob("*.pub"):
                    shutil.copy(public, tmp_path / public.name)
        sessions.append((session, printed))
    true = guide
    ran = _masked("\x00".join(printed for _, printed in sessions)).split("\x00")
    for (session, _), printed in zip(sessions, ran, strict=True):
        true = true.replace(f"```console\n{session}```", f"```console\n{printed}```")
    if request.config.getoption("update_golden"):
        GUIDE.write_text(true, "utf-8")
    assert true == guide
