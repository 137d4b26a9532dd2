"""The files that the configuration of a project means: each made sure of before the work begins."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from formulary.errors import UsageFaultError
from formulary.source.files import Kind, kind_of, walk
from formulary.source.patterns import fixed_part, from_root, matches
from formulary.text import quoted

if TYPE_CHECKING:
    from formulary.config import Config


def paths_to_check(paths: tuple[str, ...], config: Config) -> tuple[str, ...]:
    """The paths that were given, else those that the project configures.

    Raises:
        UsageFaultError: a configured one is not there, with its line.
    """
    if not paths:
        for number, path in enumerate(config.paths):
            there(path, config.place("paths", number))
    return paths or config.paths


def there(path: str, place: str) -> None:
    """Make sure that what the configuration names is there."""
    if kind_of(path) is Kind.MISSING:
        raise UsageFaultError(
            f"{place}: {path}: no such file or folder", "Correct the path, or leave the setting out."
        )


def wanted(path: str, config: Config) -> bool:
    """Whether the patterns of the configuration let a file in."""
    if not (config.include or config.exclude):
        return True
    place = from_root(path, config.root)
    included = not config.include or any(matches(pattern, place) for pattern in config.include)
    return included and not any(matches(pattern, place) for pattern in config.exclude)


def check_patterns(config: Config) -> None:
    """Refuse a pattern that no file matches: it was misspelt, and something would go unchecked by it.

    Where nothing is left to exclude, more is checked than was meant, not less.

    Raises:
        UsageFaultError: the first, with its line.
    """
    stated = [("include", number, pattern) for number, pattern in enumerate(config.include)]
    rows = [("per-path", number, pattern) for number, (pattern, _) in enumerate(config.per_path)]
    for key, number, pattern in (*stated, *rows):
        folder = os.path.join(config.root, fixed_part(pattern))  # noqa: PTH118 - as `walk` joins
        is_folder = kind_of(folder) is Kind.FOLDER
        if not (is_folder and any(matches(pattern, from_root(path, config.root)) for path in walk(folder))):
            place = config.place(key, number, "pattern") if key == "per-path" else config.place(key, number)
            raise UsageFaultError(
                f"{place}: the pattern {quoted(pattern)} matches no file",
                f"Patterns are meant from {quoted(config.root)}; correct it, or leave it out.",
            )
