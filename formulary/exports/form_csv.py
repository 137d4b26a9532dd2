"""Two CSV files in a folder: UTF-8 with a mark that spreadsheets know it by, RFC 4180."""

from __future__ import annotations

import csv
from functools import partial
from typing import TYPE_CHECKING, Any

from formulary.exports.cells import neutral
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, Column
from formulary.exports.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry
    from formulary.exports.rows import Rows

FORMULAS, COMPONENTS = "formulas.csv", "components.csv"


def maker(_options: Mapping[str, str]) -> Callable[[Entry], Rows]:
    """The cells of a formula, neutral."""
    return partial(rows, cells=_cells)


def write(parts: Iterator[Rows], target: Path, about: About) -> None:  # noqa: ARG001 - the signature of every format
    """Write ``formulas.csv`` and ``components.csv``."""
    with (
        (target / FORMULAS).open("w", encoding="utf-8-sig", newline="") as formulas,
        (target / COMPONENTS).open("w", encoding="utf-8-sig", newline="") as components,
    ):
        formula, component = csv.writer(formulas), csv.writer(components)
        formula.writerow(column.name for column in FORMULA_COLUMNS)
        component.writerow(column.name for column in COMPONENT_COLUMNS)
        for part in parts:
            formula.writerow(part.formula)
            component.writerows(part.components)


def _cells(row: Iterable[Any], columns: tuple[Column, ...]) -> tuple[Any, ...]:
    """Text is neutralized, numbers are ours and stay as they are."""
    return tuple(
        neutral(cell) if column.kind == "text" else cell for column, cell in zip(columns, row, strict=True)
    )
