"""The rules: one file each, found by walking this folder; its docstring is the documentation.

A rule's file is named after its code and name, ``fml301_over_hard_limit.py``. It holds ``LEVEL`` and, where
it judges a solved recipe, ``check(case)``, a pure generator of findings; where it speaks of a whole sitting
too, ``check_session(case)``. Rules without ``check`` are raised by the rooms that read files and compare
shapes, by their code.
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
_FIRST, _AFTER = "FML2", "FML8"  # FML0 and FML1 are raised while reading, FML8 and 9 over many files


class Rule(NamedTuple):
    """One rule. ``page`` is its documentation: a summary line, rationale, source and examples."""

    code: str
    name: str
    level: Severity
    check: Callable[[Case], Iterator[Finding]] | None
    page: str
    check_session: Callable[[Case], Iterator[Finding]] | None = None

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]


@cache
def codes() -> dict[str, str]:
    """Every code with its name, in order, without importing a single rule."""
    files = sorted(module.name for module in iter_modules(__path__))
    return {file[1].upper(): file[2].replace("_", "-") for file in map(_FILE.fullmatch, files) if file}


@cache
def rule(code: str) -> Rule:
    """The rule of a code; raises KeyError for an unknown one."""
    name = codes()[code]
    module: ModuleType = import_module(f"{__name__}.{code.lower()}_{name.replace('-', '_')}")
    check = getattr(module, "check", None)
    page = (module.__doc__ or "").strip()
    return Rule(code, name, module.LEVEL, check, page, getattr(module, "check_session", None))


def all_rules() -> dict[str, Rule]:
    """Every rule by code, in order."""
    return {code: rule(code) for code in codes()}


@cache
def checks() -> tuple[Callable[[Case], Iterator[Finding]], ...]:
    """The rules that judge a solved recipe, in order; those that other rooms raise are not imported."""
    judging = (rule(code).check for code in codes() if _FIRST <= code < _AFTER)
    return tuple(check for check in judging if check)


@cache
def session_checks() -> tuple[Callable[[Case], Iterator[Finding]], ...]:
    """The rules that judge a whole sitting, in order."""
    judging = (rule(code).check_session for code in codes() if _FIRST <= code < _AFTER)
    return tuple(check for check in judging if check)
