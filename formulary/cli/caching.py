"""The cache of ``validate``: whether a run has one, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing
from formulary.errors import EnvironmentFaultError
from formulary.validation.run import is_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulary.validation.cache import Cache
    from formulary.validation.setting import Setting

    Function = Callable[..., Any]


def cache_options(function: Function) -> Function:
    """Add ``--no-cache`` and ``--cache-dir``."""
    for decorate in (
        click.option("--no-cache", is_flag=True, help="Judge everything afresh, and remember nothing."),
        click.option(
            "--cache-dir",
            default="",
            metavar="DIR",
            shell_complete=completing.folders,
            envvar="FORMULARY_CACHE_DIR",
            help="Where to remember what many files came to. [default: your own cache folder]",
        ),
    ):
        function = decorate(function)
    return function


def cache_of(files: list[str], setting: Setting, given: str, *more: object) -> Cache | None:
    """The cache of a run over these files; a short run does without.

    ``more`` is what else its reports depend on.

    Raises:
        EnvironmentFaultError: the folder that was asked for cannot be used.
    """
    if not is_large(files):
        return None
    from pathlib import Path  # noqa: PLC0415 - only a long run pays for these
    from time import time  # noqa: PLC0415

    from formulary.validation.cache import Cache, tidy  # noqa: PLC0415
    from formulary.validation.cache_place import prepare, secret, usual_folder  # noqa: PLC0415
    from formulary.validation.cache_scope import scope_of  # noqa: PLC0415

    folder = Path(given) if given else usual_folder()
    usable = prepare(folder)
    if given and not usable:
        raise EnvironmentFaultError(
            f"{given}: not a folder that you alone can write to",
            "Name another with `--cache-dir`, or run with `--no-cache`.",
        )
    key, scope = secret() if usable else None, scope_of(setting, *more)
    if key is None or scope is None:
        return None
    tidy(folder, time())
    return Cache(str(folder), key, scope)
