"""Two Parquet files in a folder: text stays text, and every column carries its meaning."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from formulary.exports.cells import plain
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS, Column
from formulary.exports.rows import rows
from formulary.extras import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry
    from formulary.exports.rows import Rows

FORMULAS, COMPONENTS = "formulas.parquet", "components.parquet"
_ROWS = 10_000  # in a row group: enough to compress well, few enough to keep memory level


def maker(_options: Mapping[str, str]) -> Callable[[Entry], Rows]:
    """The values of a formula; an empty cell is None."""
    return partial(rows, cells=_cells)


def _cells(row: Iterable[Any], columns: tuple[Column, ...]) -> tuple[Any, ...]:
    return tuple(_cell(column.kind, cell) for column, cell in zip(columns, row, strict=True))


def _cell(kind: str, cell: Any) -> str | float | int | None:
    if cell == "":
        return None
    return plain(cell) if kind == "text" else int(cell) if kind == "count" else float(cell)


def write(parts: Iterator[Rows], target: Path, about: About) -> None:
    """Write ``formulas.parquet`` and ``components.parquet``; an empty cell is null."""
    with (
        _Table(target / FORMULAS, FORMULA_COLUMNS, about) as formulas,
        _Table(target / COMPONENTS, COMPONENT_COLUMNS, about) as components,
    ):
        for part in parts:
            formulas.add(part.formula)
            for row in part.components:
                components.add(row)


class _Table:
    """One file, written a group of rows at a time."""

    def __init__(self, path: Path, columns: tuple[Column, ...], about: About) -> None:
        self._arrow = need("pyarrow", "parquet")
        types = {"text": self._arrow.string(), "number": self._arrow.float64(), "count": self._arrow.int32()}
        fields = [
            self._arrow.field(one.name, types[one.kind], metadata={"description": one.what})
            for one in columns
        ]
        self._schema = self._arrow.schema(fields, metadata={"formulary": json.dumps(about.head())})
        self._columns: list[list[Any]] = [[] for _ in columns]
        self._writer = need("pyarrow.parquet", "parquet").ParquetWriter(
            str(path), self._schema, compression="zstd"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()

    def add(self, row: Iterable[Any]) -> None:
        """Keep one row, and write the group when it is full."""
        for cells, cell in zip(self._columns, row, strict=True):
            cells.append(cell)
        if len(self._columns[0]) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._columns[0]:
            arrays = [
                self._arrow.array(cells, field.type)
                for cells, field in zip(self._columns, self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
            self._columns = [[] for _ in self._columns]
