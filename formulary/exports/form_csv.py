"""Two CSV files in a folder: UTF-8 with a mark that spreadsheets know it by, RFC 4180."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from formulary.exports.cells import neutral
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry

FORMULAS, COMPONENTS = "formulas.csv", "components.csv"


def write(entries: Iterator[Entry], target: Path, about: About) -> None:  # noqa: ARG001 - the signature of every format
    """Write ``formulas.csv`` and ``components.csv``."""
    with (
        (target / FORMULAS).open("w", encoding="utf-8-sig", newline="") as formulas,
        (target / COMPONENTS).open("w", encoding="utf-8-sig", newline="") as components,
    ):
        formula, component = csv.writer(formulas), csv.writer(components)
        formula.writerow(column.name for column in FORMULA_COLUMNS)
        component.writerow(column.name for column in COMPONENT_COLUMNS)
        for entry in entries:
            formula.writerow(_cells(entry.formula, _FORMULA))
            component.writerows(_cells(row, _COMPONENT) for row in entry.components)


def _cells(row: Iterable[Any], kinds: tuple[Callable[[Any], Any], ...]) -> Iterator[Any]:
    return (make(cell) for make, cell in zip(kinds, row, strict=True))


def _makers(columns: tuple[Column, ...]) -> tuple[Callable[[Any], Any], ...]:
    """What becomes of each cell: text is neutralized, numbers are ours and stay as they are."""
    return tuple(neutral if column.kind == "text" else _as_is for column in columns)


def _as_is(cell: Any) -> Any:
    return cell


_FORMULA, _COMPONENT = _makers(FORMULA_COLUMNS), _makers(COMPONENT_COLUMNS)
