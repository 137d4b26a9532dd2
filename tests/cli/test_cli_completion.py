"""Completion in a shell: Click's own, quick, with the names that only this program knows."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import BashComplete
from command import CLEAN, ROOT, here
from repositories import environment

from formulary.cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.shell_completion import CompletionItem


def completed(words: str) -> list[CompletionItem]:
    """What is offered after these words, the last of which is being typed."""
    _, *given, begun = words.split(" ")
    return BashComplete(cli, {}, "formulary", "_FORMULARY_COMPLETE").get_completions(given, begun)


def values(words: str) -> list[str]:
    """The words that fit."""
    return [item.value for item in completed(words)]


def test_every_command_is_offered() -> None:
    assert values("formulary ") == list(COMMANDS)
    assert values("formulary val") == ["validate"]
    assert "--show-settings" in values("formulary --s")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("formulary rules FML30", "FML301"),
        ("formulary rules fml30", "FML301"),
        ("formulary validate --select FML1,FML20", "FML1,FML201"),
        ("formulary validate --ignore FML00", "FML001"),
        ("formulary validate --policy ", "br"),
        ("formulary --policy u", "us"),
        ("formulary catalogue show lidocaine-h", "lidocaine-hydrochloride"),
        ("formulary catalogue policy-diff us f", "fr"),
        ("formulary explain recipe.yaml dexp", "dexpanthenol"),
        ("formulary convert 1 mg --ingredient bio", "biotin"),
        ("formulary where-used lidocaine-1", "lidocaine-1-percent"),
        ("formulary validate --output-format sa", "sarif"),
        ("formulary schema rep", "report"),
        ("formulary catalogue ", "check"),
    ],
)
def test_names_are_offered(words: str, first: str) -> None:
    assert values(words)[0] == first


@pytest.mark.parametrize("words", ["formulary validate rec", "formulary explain x", "formulary register a b"])
def test_paths_are_left_to_the_shell(words: str) -> None:
    assert [(item.type, item.value) for item in completed(words)] == [
        ("file", words.rsplit(" ", maxsplit=1)[-1])
    ]


@pytest.mark.parametrize("words", ["nonsense x", "rules XYZ", "catalogue nonsense x", "rules FML301 x"])
def test_nothing_is_said_where_nothing_fits(words: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert values(f"formulary {words}") == []
    assert capfd.readouterr() == ("", "")


def test_formulas_are_those_of_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    assert values(f"formulary --db {url} approve ") == []
    assert list(tmp_path.iterdir()) == []  # asking makes no registry
    (tmp_path / "one.yaml").write_text(CLEAN)
    assert here("--db", url, "account", "add", "tester", "--name", "A Tester").code == 0
    assert here("--db", url, "register", "--as", "tester", str(tmp_path / "one.yaml")).code == 0
    assert values(f"formulary --db {url} submit e") == ["example"]
    monkeypatch.setenv("FORMULARY_DB", url)
    for command in ("submit", "approve", "reject", "retire", "worksheet"):
        assert values(f"formulary {command} ex") == ["example"]


_LOADED = """
import sys
from formulary.cli.main import run
try:
    run([])
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(("words", "allowed"), [("formulary va", set()), ("formulary rules FML3", {"rules"})])
def test_only_the_command_at_hand_is_imported(words: str, allowed: set[str]) -> None:
    place = str(len(words.split()) - 1)
    asked = {"_FORMULARY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    done = subprocess.run(
        [sys.executable, "-c", _LOADED],
        env=environment(PYTHONPATH=str(ROOT), **asked),
        capture_output=True,
        text=True,
        check=True,
    )
    commands = {f"formulary.cli.{name.replace('-', '_')}": name for name in COMMANDS}
    loaded = {commands[name] for name in done.stderr.split() if name in commands}
    assert loaded == allowed
    assert not {"yaml", "jsonschema_rs", "sqlalchemy"} & set(done.stderr.split())


def test_bash_completes(tmp_path: Path) -> None:
    """The line that the guide has people put into their profile, in a real bash."""
    command = tmp_path / "formulary"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m formulary "$@"\n')
    command.chmod(0o755)
    script = """
        eval "$(_FORMULARY_COMPLETE=bash_source formulary)"
        COMP_WORDS=(formulary rules FML30); COMP_CWORD=2
        _formulary_completion formulary
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script],  # noqa: S607
        env=environment(PYTHONPATH=str(ROOT), PATH=f"{tmp_path}:/usr/bin:/bin"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split()[:2] == ["FML301", "FML302"], done.stderr


def _commands(group: click.Group) -> Iterator[click.Command]:
    """Every command of a group and of the groups in it, the group itself first."""
    yield group
    with click.Context(group) as ctx:
        found = [group.get_command(ctx, name) for name in group.list_commands(ctx)]
    for command in filter(None, found):
        yield from _commands(command) if isinstance(command, click.Group) else (command,)


def test_whatever_takes_a_file_or_a_folder_completes_it() -> None:
    kinds = {"FILE": "file", "PATH": "file", "BUNDLE": "file", "RECIPE": "file", "DIR": "dir"}
    wrong = []
    for command in _commands(cli):
        for param in command.params:
            kind = kinds.get((param.metavar or "").strip("[].").removesuffix("..."))
            if kind:
                offered = [item.type for item in param.shell_complete(click.Context(command), "x")]
                wrong += [(command.name, param.name)] if offered != [kind] else []
    assert wrong == []
