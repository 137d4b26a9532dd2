"""The composite action of this checkout, and as much of GitHub's runner as its steps need."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml
from command import ROOT
from repositories import environment
from runner import commands

if TYPE_CHECKING:
    from pathlib import Path

ACTION = ROOT / ".github/actions/validate/action.yml"
DATA: dict[str, Any] = yaml.safe_load(ACTION.read_text("utf-8"))
STEPS: list[dict[str, Any]] = DATA["runs"]["steps"]
INSTALL, FORK, CHECK, UPLOAD = STEPS


class Runner:
    """As much of a runner as these steps need: a workspace, a folder for the job, and its files."""

    def __init__(self, workspace: Path, temp: Path) -> None:
        self.workspace, self.temp = workspace, temp
        self.summary = temp / "summary.md"
        self.outputs: dict[str, dict[str, str]] = {}
        self._command("python", '"$@"')
        self._command("formulary", '-m formulary "$@"')

    def _command(self, name: str, call: str) -> None:
        """What the first step installs, from this checkout; -P keeps the present folder out, as -I does."""
        script = self.temp / "formulary/bin" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        lines = ["#!/bin/bash", f"set -- {call}", '[ "$1" != -I ] || shift']
        script.write_text("\n".join([*lines, f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -P "$@"\n']))
        script.chmod(0o755)

    def run(self, step: dict[str, Any], base: str = "", **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step with its environment; what it puts out is kept for later steps."""
        out = self.temp / "output"
        out.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=self.workspace,
            env=environment(
                RUNNER_TEMP=str(self.temp),
                GITHUB_OUTPUT=str(out),
                GITHUB_STEP_SUMMARY=str(self.summary),
                GITHUB_ACTION_PATH=str(ACTION.parent),
                **self._given(step, base, inputs),
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        lines = out.read_text().splitlines()
        self.outputs[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
        return done

    def _given(self, step: dict[str, Any], base: str, inputs: dict[str, str]) -> dict[str, str]:
        """The environment of a step; an expression without a value fails the test."""
        values = {f"inputs.{name}": str(one["default"]) for name, one in DATA["inputs"].items()}
        values |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        folder = self.outputs.get("fork", {}).get("folder", str(self.workspace))
        values["steps.fork.outputs.folder || github.workspace"] = folder
        values["github.event.pull_request.base.sha"] = base
        expression = re.compile(r"\$\{\{ (.+?) \}\}")
        given = step.get("env", {}).items()
        return {name: expression.sub(lambda match: values[match[1]], text) for name, text in given}


def errors(log: str) -> set[tuple[str, str, str]]:
    """The annotated errors of a log: file, line and rule."""
    found = (item.properties for item in commands(log) if item.name == "error")
    return {(item["file"], item["line"], item["title"].split()[0]) for item in found}
