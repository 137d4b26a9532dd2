"""What is printed: a page that can only show itself, a PDF of the same bytes, hostile text as text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import segno
from pypdf import PdfReader
from worksheet_samples import CLEAN, SEED, Page, data_of, made, ordered, sheet, version_of

from formulary.worksheet import html, pdf
from formulary.worksheet.code import matrix, path
from formulary.worksheet.label import KINDS, label

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '#read("/etc/passwd")',
    "$x$ *bold* _it_ `raw` = heading // comment \\",
    "{{ 7 * 7 }} {% raw %}",
    "=HYPERLINK(1)",
]


def hostile() -> dict[str, Any]:
    data = data_of(CLEAN)
    data["title"] = " ".join(HOSTILE)
    data["preparation"]["steps"] = HOSTILE
    data["preparation"]["container"] = HOSTILE[0]
    data["preparation"]["quality_control"] = [{"test": text, "expect": text} for text in HOSTILE]
    data["preparation"]["storage"] = {"temperature": HOSTILE[1], "light": HOSTILE[2]}
    return data


def words(made_pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made_pdf)).pages).split())


def pages() -> dict[str, str]:
    version = version_of(hostile())
    found, batch = made(version)
    case = ordered(version).case
    return {
        "worksheet": html.worksheet(found),
        **{kind: html.labels(label(kind, case, batch, found)) for kind in KINDS},
    }


@pytest.mark.parametrize("kind", ["worksheet", *KINDS])
def test_hostile_text_is_text_in_a_page(kind: str) -> None:
    page = Page(pages()[kind])
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "img", "iframe", "object", "link", "form", "a"} & set(tags)
    assert tags.count("style") == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert HOSTILE[0] in page.text
    if kind == "worksheet":
        assert all(" ".join(text.split()) in page.text for text in HOSTILE)


def test_a_page_allows_its_own_style_and_nothing_else() -> None:
    text = html.worksheet(sheet())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for tag, a in Page(text).tags if a.get("http-equiv"))
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy == expected
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize("status", ["approved", "draft"])
def test_the_watermark_is_on_paper_and_screen_alike(status: str) -> None:
    found = sheet(CLEAN, status)
    drawn = "DRAFT – NOT FOR USE"
    assert (drawn in Page(html.worksheet(found)).text) == (status == "draft")
    for page in PdfReader(BytesIO(pdf.worksheet(found))).pages:
        assert (drawn in page.extract_text()) == (status == "draft")


def test_hostile_text_is_text_in_a_pdf() -> None:
    version = version_of(hostile())
    found, batch = made(version)
    text = words(pdf.worksheet(found))
    for part in ("<script>alert(1)</script>", '#read("/etc/passwd")', "{{ 7 * 7 }}", "*bold*", "root:"):
        assert (part in text) == (part != "root:")
    assert '#read("/etc/passwd")' in words(pdf.labels(label("vial", ordered(version).case, batch, found)))


def test_a_pdf_is_tagged_a4_and_dated_by_its_version() -> None:
    reader = PdfReader(BytesIO(pdf.worksheet(sheet())))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert reader.metadata
    assert reader.metadata.creation_date_raw == "D:20261120093000Z"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_a_pdf_says_what_the_page_says() -> None:
    found = sheet(
        "reference-hair-dexpanthenol-zinc", sessions=4, overfill="5%", potencies=["lidocaine=98.2%"]
    )
    text, page = words(pdf.worksheet(found)), Page(html.worksheet(found)).text
    for part in ("2.1 mL", "≈ 1.06925 mL", "98.2% of its label", "Use within 4 h", found.total, found.title):
        assert part in page
        assert part in text
    assert found.sha256 in text.replace(" ", "")
    assert "Mira Lang" in text
    assert "2026-11-20 09:30:00 UTC" in text


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_same_data_gives_the_same_bytes_elsewhere(form: str) -> None:
    command = [sys.executable, "-m", "formulary", "worksheet", "--format", form, "--from-file"]
    recipe = str(SEED / f"{CLEAN}.yaml")
    zone = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": "/nonexistent"}
    there = {**os.environ, **zone, "SOURCE_DATE_EPOCH": "4102444800"}
    here = subprocess.run([*command, recipe], capture_output=True, check=True).stdout
    far = subprocess.run([*command, recipe], capture_output=True, check=True, env=there, cwd="/").stdout
    assert here == far
    assert here[:4] in (b"%PDF", b"<!do")


@pytest.mark.parametrize("name", sorted(path.stem for path in SEED.glob("*.yaml")))
def test_every_shipped_recipe_prints_small_and_large(name: str) -> None:
    for volume in ("0.013 mL", "20000 mL"):
        found = sheet(name, "draft", volume=volume)
        page = Page(html.worksheet(found)).text
        assert all(f"{line.name}" in page and line.amount in page for line in found.lines)
        assert "None" not in page


def test_the_code_is_the_matrix_that_the_path_draws() -> None:
    rows = matrix("formulary example@2 approved")
    drawn = {
        (int(x) + step, int(y))
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1", path(rows))
        for step in range(int(run))
    }
    assert drawn == {(x, y) for y, row in enumerate(rows) for x, bit in enumerate(row) if bit == "1"}
    expected = segno.make_qr("formulary example@2 approved", error="m").matrix
    assert rows == ["".join("1" if bit else "0" for bit in row) for row in expected]
