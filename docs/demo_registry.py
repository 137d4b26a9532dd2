"""The part of `make demo` about the registry: from draft to approved, in a database for the moment."""

from __future__ import annotations

import io
import os
import secrets
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from formulary.cli.main import run
from formulary.reports.layout import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMULA = "reference-hair-dexpanthenol-zinc"
_ANA, _BEN = "ana.writer", "ben.checker"
_PASSPHRASE = secrets.token_urlsafe(16)


def registry_lines(recipes: str) -> Iterator[Line]:
    """Register a folder of recipes, take one from draft to approved, show its history, verify the chain."""
    yield Line("The same recipes in a registry: every version kept, approved by a second person", "bold")
    yield Line("")
    yield Line(
        "An embedded database and the keys of two people are made for this demonstration, then thrown away."
    )
    with tempfile.TemporaryDirectory(prefix="formulary-demo-") as folder, _registry(Path(folder)):
        yield from _step(
            "Ana registers them, by policy `us`. What has errors, or is meant for a policy of elsewhere, is "
            "kept as a draft that cannot be approved."
        )
        yield from _shown(["register", "--as", _ANA, recipes], last=1)
        yield from _step("She asks for the review of one.")
        yield from _shown(["submit", "--as", _ANA, _FORMULA])
        yield from _step("She cannot approve it herself.")
        yield from _shown(_signed("approve", _ANA, folder))
        yield from _step("Ben can: it is judged again, he sees what he signs, and gives his passphrase.")
        yield from _shown(_signed("approve", _BEN, folder))
        yield from _step("What has happened to it, with the signature:")
        yield from _shown(["history", _FORMULA])
        yield from _step(
            "Has anybody rewritten anything? Every event, every row and every signature is checked."
        )
        yield from _shown(["verify"])


def _step(words: str) -> Iterator[Line]:
    yield Line("")
    yield Line(words, "", 2)


def _signed(act: str, who: str, folder: str) -> list[str]:
    return [act, "--as", who, "--key", f"{folder}/{who}", "--passphrase-stdin", _FORMULA]


def _shown(arguments: list[str], last: int = 0) -> Iterator[Line]:
    """A command as a person types it, and what it says, or the last lines of that."""
    hidden = {"--passphrase-stdin", "--key"}
    typed = [
        word
        for before, word in zip(["", *arguments], arguments, strict=False)
        if word not in hidden and before != "--key"
    ]
    yield Line(f"$ formulary {' '.join(typed)}", "cyan", 4)
    text = _run(*arguments)
    for line in text.splitlines()[-last:]:
        yield Line(line.lstrip(" "), "", 4 + len(line) - len(line.lstrip(" ")))


@contextmanager
def _registry(folder: Path) -> Iterator[None]:
    """A registry with two accounts, each with a key that is trusted."""
    before = {name: value for name, value in os.environ.items() if name.startswith("FORMULARY_")}
    os.environ["FORMULARY_DB"] = f"sqlite:///{folder / 'registry.db'}"
    try:
        _run("db", "init")
        for who, name in ((_ANA, "Ana Writer"), (_BEN, "Ben Checker")):
            key = str(folder / who)
            _run("account", "add", who, "--name", name, "--as", _ANA)
            _run("key", "create", "--as", who, "--key", key, "--passphrase-stdin")
            trust = ["--owner", who, "--as", _ANA, "--key", str(folder / _ANA), "--passphrase-stdin"]
            _run("key", "trust", f"{key}.pub", *trust)
        yield
    finally:
        del os.environ["FORMULARY_DB"]
        os.environ.update(before)


def _run(*arguments: str) -> str:
    """What a command prints, its errors included, with the passphrase on standard input."""
    said = io.StringIO()
    given, sys.stdin = sys.stdin, io.StringIO(f"{_PASSPHRASE}\n")
    try:
        with redirect_stdout(said), redirect_stderr(said):
            run(arguments)
    finally:
        sys.stdin = given
    return said.getvalue()
