"""What the tests of exports share: hostile recipes, an export in one call, and readers of every format."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from command import CLEAN, here

from formulary.exports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from command import Done

FORMULAS = (
    '=HYPERLINK("http://evil.example";"x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\uff1d1+1",
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "| a | b |\\",
    "_x0041_ \"quoted\", 'single'; `code` &amp; {{7*7}} ${7*7}",
    "http://evil.example www.evil.example a@evil.example",
)
"""Texts that some program would run, follow or obey."""


def hostile(text: str, number: int = 0) -> str:
    """A sound recipe with the text wherever a recipe takes free text, and with long notes."""
    quoted = json.dumps(text)
    more = (
        f"author: {{name: {quoted}, role: {quoted}}}\n"
        f"notes: {json.dumps((text + ' ') * (4000 // (len(text) + 1)))}\n"
        f"references: [{{title: {quoted}, where: {quoted}, read: 2026-11-22}}]\n"
        f"preparation: {{container: {quoted}, storage: {{temperature: {quoted}, light: {quoted}}},"
        f" steps: [{quoted}], appearance: {quoted}, labelling: [{quoted}]}}\n"
        f"patient: {{expected_effects: [{quoted}], aftercare: [{quoted}]}}\n"
    )
    recipe = CLEAN.replace("id: example", f"id: example-{number}")
    return recipe.replace("title: Example", f"title: {quoted}") + more


def export(form: str, source: Path, target: Path, *more: str) -> Done:
    """Export the recipes of a folder to a file or folder."""
    return here("export", "--from-files", str(source), "--format", form, "-o", str(target), *more)


def files_of(target: Path) -> dict[str, bytes]:
    """The bytes of an export, its manifest included, by file name."""
    paths = list(target.iterdir()) if target.is_dir() else [target, *target.parent.glob(f"{target.name}.*")]
    return {path.name: path.read_bytes() for path in paths}


def rows(form: str, target: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Formulas and components of an export with tables, as dictionaries of text, read by another program."""
    readers = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "json": _json, "ndjson": _json}
    return readers[form](target)


TABLES = [form for form in ("csv", "xlsx", "parquet", "json", "ndjson") if form in FORMATS]


def _csv(target: Path) -> Any:
    tables = []
    for name in ("formulas.csv", "components.csv"):
        with (target / name).open(encoding="utf-8-sig", newline="") as stream:
            tables.append([{key: _bare(cell) for key, cell in row.items()} for row in csv.DictReader(stream)])
    return tuple(tables)


def _bare(cell: str) -> str:
    """A cell without the apostrophe that neutralizes it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" else cell


def _xlsx(target: Path) -> Any:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_path(str(target))
    tables = []
    for name in ("Formulas", "Components"):
        heads, *found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        tables.append([dict(zip(heads, map(_cell, row), strict=True)) for row in found])
    return tuple(tables)


def _cell(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _parquet(target: Path) -> Any:
    import pyarrow.parquet as pq  # noqa: PLC0415

    return tuple(
        [{key: "" if cell is None else _cell(cell) for key, cell in row.items()} for row in table.to_pylist()]
        for table in (pq.read_table(target / f"{name}.parquet") for name in ("formulas", "components"))
    )


def _json(target: Path) -> Any:
    text = target.read_text("utf-8")
    found = json.loads(text)["formulas"] if text.startswith('{"version"') else _records(text)
    formulas, components = [], []
    for one in found:
        flat = {key: str(cell) for key, cell in one.items() if not isinstance(cell, list)}
        formulas.append(flat)
        for part in one["components"]:
            key = {name: flat[name] for name in ("formula", "version")}
            components.append(key | {name: str(cell) for name, cell in part.items()})
    return formulas, components


def _records(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]
