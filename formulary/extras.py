"""The optional libraries: one that is missing is asked for by the extra that brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from formulary.errors import EnvironmentFaultError


def need(module: str, extra: str) -> Any:
    """The module, imported now; ``extra`` is the one of the package that installs it.

    Raises:
        EnvironmentFaultError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as fault:
        if fault.name is None or fault.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise EnvironmentFaultError(
            f"this needs the library {module.partition('.')[0]}, which is not installed",
            f"Install it: `pip install 'formulary[{extra}]'`.",
        ) from fault
