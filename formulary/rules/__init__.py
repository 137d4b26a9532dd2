"""The rules: one file each, found by walking this folder; its docstring is the documentation.

A rule's file is named after its code and name, ``fml301_over_hard_limit.py``. It holds ``LEVEL`` and, where
it judges a solved recipe, ``check(case)``, a pure generator of findings. Rules without ``check`` are raised
by the rooms that read files and compare shapes, by their code.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from formulary.findings import Finding, Severity
    from formulary.rules.case import Case

_FILE = re.compile(r"(fml[0-9]{3})_([a-z_]+)")


class Rule(NamedTuple):
    """One rule. ``page`` is its documentation: a summary line, rationale, source and examples."""

    code: str
    name: str
    level: Severity
    check: Callable[[Case], Iterator[Finding]] | None
    page: str

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by code, in order."""
    return {rule.code: rule for rule in map(_rule, sorted(_modules()))}


@cache
def checks() -> tuple[Callable[[Case], Iterator[Finding]], ...]:
    """The rules that judge a solved recipe, in order."""
    return tuple(rule.check for rule in all_rules().values() if rule.check)


def codes() -> dict[str, str]:
    """Every code with its name, without importing a single rule."""
    return {
        match[1].upper(): match[2].replace("_", "-")
        for match in map(_FILE.fullmatch, sorted(_modules()))
        if match
    }


def _modules() -> Iterator[str]:
    return (module.name for module in iter_modules(__path__) if _FILE.fullmatch(module.name))


def _rule(name: str) -> Rule:
    module: ModuleType = import_module(f"{__name__}.{name}")
    code, _, words = name.partition("_")
    check = getattr(module, "check", None)
    return Rule(code.upper(), words.replace("_", "-"), module.LEVEL, check, (module.__doc__ or "").strip())
