"""A worksheet as a page that prints on A4 and Letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formulary.reports.page import page
from formulary.worksheet.code import matrix, path

if TYPE_CHECKING:
    from formulary.worksheet.sheet import Sheet

TEMPLATES = Path(__file__).parent / "templates"


def worksheet(sheet: Sheet) -> str:
    """The page of a worksheet."""
    rows = matrix(sheet.code)
    return "".join(page(TEMPLATES, "worksheet", {**sheet.data(), "qr": path(rows), "qr_size": len(rows)}))
