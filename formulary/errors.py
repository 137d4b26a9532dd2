"""What stops a run: every exception that ends a command, with its exit code.

Faults in a user's document are never exceptions; they are findings and are returned as values.
"""

from __future__ import annotations


class FormularyError(Exception):
    """The command could not run. ``message`` says what is wrong and where, ``help`` what to do."""

    exit_code = 3

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the word of the reports
        super().__init__(message)
        self.message = message
        self.help = help


class UsageFaultError(FormularyError):
    """Wrong use, a bad configuration, or nothing to check (exit 2)."""

    exit_code = 2


class RefusedError(FormularyError):
    """What was asked for cannot be done, or is not allowed as things stand or to this person (exit 1)."""

    exit_code = 1


class EnvironmentFaultError(FormularyError):
    """The surroundings failed: disk, permissions, a missing extra (exit 3)."""


class CatalogueFaultError(FormularyError):
    """The catalogue or a policy contradicts itself, so no recipe can be judged by it (exit 2)."""

    exit_code = 2
