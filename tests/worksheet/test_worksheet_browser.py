"""The worksheet in a real browser: nothing said to the console, and every sheet of paper marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf import PdfReader
from worksheet_samples import data_of, made, ordered, version_of

from formulary.worksheet import html
from formulary.worksheet.label import label

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

NAME = "reference-hair-dexpanthenol-zinc"


def test_worksheet_and_labels_print_on_a4_and_letter_with_the_mark_on_every_page(
    chromium: Browser, tmp_path: Path
) -> None:
    version = version_of(data_of(NAME), "draft")
    sheet, batch = made(version, sessions=4, overfill="5%", potencies=["lidocaine=98.2%"])
    (tmp_path / "sheet.html").write_text(html.worksheet(sheet), "utf-8")
    tags = label("syringe", ordered(version).case, batch, sheet)
    (tmp_path / "labels.html").write_text(html.labels(tags), "utf-8")
    page = chromium.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else faults.append(asked.url))
    for name, most in (("sheet", 3), ("labels", 1)):
        page.goto((tmp_path / f"{name}.html").as_uri())
        for size in ("A4", "Letter"):
            page.pdf(path=tmp_path / "out.pdf", format=size)
            pages = PdfReader(tmp_path / "out.pdf").pages
            assert len(pages) <= most
            for one in pages:
                assert "DRAFT – NOT FOR USE" in one.extract_text(), (name, size)
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    page.close()
    assert not faults
