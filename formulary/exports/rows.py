"""A formula as the cells of the two tables of an inventory, in the form that a format keeps them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formulary.exports.inventory import Entry

    Cells = Callable[[Iterable[Any], tuple[Column, ...]], tuple[Any, ...]]


class Rows(NamedTuple):
    """The row of the formula and those of its components, as plain data."""

    formula: tuple[Any, ...]
    components: tuple[tuple[Any, ...], ...]


def rows(entry: Entry, cells: Cells) -> Rows:
    """The rows of a formula; ``cells`` is what a format makes of a row and its columns."""
    return Rows(
        cells(entry.formula, FORMULA_COLUMNS),
        tuple(cells(row, COMPONENT_COLUMNS) for row in entry.components),
    )
