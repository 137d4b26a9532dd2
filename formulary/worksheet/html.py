"""A worksheet or its labels as a page that prints on A4 and Letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formulary.reports.page import page
from formulary.worksheet.code import matrix, path

if TYPE_CHECKING:
    from formulary.worksheet.label import Label
    from formulary.worksheet.sheet import Sheet

TEMPLATES = Path(__file__).parent / "templates"


def worksheet(sheet: Sheet) -> str:
    """The page of a worksheet."""
    rows = matrix(sheet.code)
    return "".join(page(TEMPLATES, "worksheet", {**sheet.data(), "qr": path(rows), "qr_size": len(rows)}))


def labels(label: Label) -> str:
    """The page of a label in as many copies as are needed."""
    rows = matrix(label.code)
    return "".join(page(TEMPLATES, "label", {**label.data(), "qr": path(rows), "qr_size": len(rows)}))
