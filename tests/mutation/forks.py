"""A plugin of pytest: the tests are collected once, and for each of MUTANTS a fork runs them with the change.

To KILLED goes a 1 for each in which a test failed, else a 0: that one may live, or its change could not be
made in a running process.
"""

from __future__ import annotations

import json
import os
import resource
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import few_examples
from _pytest.main import pytest_runtestloop as run_tests
from mutants import FAR, UNCHANGED, Mutant, modules, nearness, unchanged
from swap import swap

if TYPE_CHECKING:
    import pytest

_SECONDS = 120
"""Of processor time: a change that never ends is found too."""

few_examples.register()


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the tests once for each mutant, those nearest to it first, until one fails."""
    asked = [Mutant(*one) for one in json.loads(Path(os.environ["MUTANTS"]).read_text("utf-8"))]
    for name in modules():
        import_module(name)
    killed = []
    for mutant in asked:
        child = os.fork()
        if not child:
            os._exit(_judge(session, mutant))
        killed.append(int(os.waitpid(child, 0)[1] != 0))
    Path(os.environ["KILLED"]).write_text(json.dumps(killed), "utf-8")
    return True


def _judge(session: pytest.Session, mutant: Mutant) -> int:
    """In a process of its own: 1 if a test fails, 0 if none does or the change cannot be made here."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        if mutant == UNCHANGED:
            for name in modules():
                swap(name, unchanged(name))
        else:
            swap(mutant.module, mutant.tree())
    except BaseException:  # noqa: BLE001 - its first line may fail, and an import says so better
        return int(mutant == UNCHANGED)
    near = nearness(mutant.module)
    asked = session.items if mutant == UNCHANGED else [item for item in session.items if near(item) < FAR]
    session.items = sorted(asked, key=near)
    try:
        run_tests(session)
    except BaseException:  # noqa: BLE001 - so the loop ends at the first failure
        return 1
    return int(session.testsfailed > 0)
