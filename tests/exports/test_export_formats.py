"""Every format: the same rows read back by another program, the same bytes again, nothing that acts."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING, ROOT, formulary, here
from export_samples import FORMULAS, TABLES, export, files_of, hostile, rows

from formulary.exports import FORMATS, exporter
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

RECIPES = ROOT / "seed/recipes"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    for number, text in enumerate(FORMULAS):
        (folder / f"{number:02}.yaml").write_text(hostile(text, number), "utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Any:
    target = tmp_path_factory.mktemp("json") / "all.json"
    assert export("json", RECIPES, target).code == 0
    return rows("json", target)


@pytest.mark.parametrize("form", TABLES)
def test_every_table_holds_the_same_rows(form: str, tmp_path: Path, expected: Any) -> None:
    target = tmp_path / "out"
    assert export(form, RECIPES, target).code == 0
    for columns, wanted, found in zip(
        (FORMULA_COLUMNS, COMPONENT_COLUMNS), expected, rows(form, target), strict=True
    ):
        assert len(found) == len(wanted) > 0
        for want, got in zip(wanted, found, strict=True):
            for column in columns:
                cell = want[column.name]
                same = cell if column.kind == "text" or not cell else f"{float(cell):.15g}"
                shown = got[column.name]
                assert (shown if column.kind == "text" or not shown else f"{float(shown):.15g}") == same


@pytest.mark.parametrize("form", FORMATS)
def test_two_exports_are_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed, day, umask and process."""
    first, second = tmp_path / "a" / "out", tmp_path / "b" / "out"
    first.parent.mkdir()
    second.parent.mkdir()
    assert export(form, RECIPES, first).code == 0
    elsewhere = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1800000000",
        "LANG": "tr_TR.UTF-8",
    }
    arguments = ("export", "--from-files", "recipes", "--format", form, "-o", str(second))
    done = formulary(*arguments, cwd=ROOT / "seed", **elsewhere)
    assert done.code == 0, done.err
    assert files_of(first) == files_of(second)
    assert len(files_of(first)) >= 2


@pytest.mark.parametrize("form", TABLES)
def test_a_hostile_text_stays_the_text_that_it_is(form: str, tmp_path: Path, evil: Path) -> None:
    target = tmp_path / "out"
    done = export(form, evil, target)
    assert done.code == 0, done.err
    formulas, _ = rows(form, target)
    assert [row["title"] for row in formulas] == list(FORMULAS)
    assert [row["container"] for row in formulas] == list(FORMULAS)
    assert all(row["remarks"].startswith(text) for row, text in zip(formulas, FORMULAS, strict=True))


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path, evil: Path) -> None:
    target = tmp_path / "out"
    export("csv", evil, target)
    import csv  # noqa: PLC0415

    for path in sorted(target.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)
                    assert number or cell[:1] not in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path, evil: Path) -> None:
    target = tmp_path / "out.xlsx"
    export("xlsx", evil, target)
    with zipfile.ZipFile(target) as book:
        for name in book.namelist():
            text = book.read(name).decode()
            assert "<f>" not in text
            assert "<hyperlink" not in text
            assert "TargetMode" not in text
    formulas, _ = rows("xlsx", target)
    assert formulas[9]["title"].startswith("_x0041_")


def test_markdown_of_a_hostile_text_makes_no_tag_link_or_column(tmp_path: Path, evil: Path) -> None:
    target = tmp_path / "out.md"
    export("markdown", evil, target)
    text = target.read_text("utf-8")
    assert not re.search(r"(?<!\\)[<>`\[]", text)
    assert "://" not in text.replace("\\://", "")
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (6, 9)


class _Tags(HTMLParser):
    """Counts what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag
        self.ran += [name for name, _ in attrs if name.startswith("on")]
        self.ran += [value for name, value in attrs if name in ("href", "src") and value and "evil" in value]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_a_browser_would_run(form: str, tmp_path: Path, evil: Path) -> None:
    target = tmp_path / "out"
    assert export(form, evil, target).code == 0
    if form == "html":
        parser = _Tags()
        parser.feed(target.read_text("utf-8"))
        assert parser.ran == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_partial_export_says_so_and_fails(form: str, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.yaml").write_text(CLEAN)
    (source / "b.yaml").write_text("format: recipe/1\nid: b\n")
    (source / "c.yaml").write_text(
        CLEAN.replace("id: example", "id: c").replace("lidocaine-1-", "lidokain-1-")
    )
    target = tmp_path / "out"
    done = export(form, source, target)
    assert done.code == 1
    assert "PARTIAL: 1 could not be exported, 1 not worked out completely" in done.err
    assert "b.yaml: FML101" in done.err
    manifest = json.loads(
        next(value for name, value in files_of(target).items() if name.endswith("manifest.json"))
    )
    assert not manifest["complete"]
    assert manifest["formulas"] == 2
    assert [one["where"] for one in manifest["missing"]] == ["b.yaml", "c.yaml"]
    if FORMATS[form].place == "text":
        on_screen = here("export", "--from-files", str(source), "--format", form)
        assert on_screen.code == 1
        assert on_screen.out.encode() == target.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_findings_do_not_make_an_export_fail(form: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FAILING)
    assert export(form, tmp_path / "a.yaml", tmp_path / "out").code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_has_its_file(form: str) -> None:
    assert callable(exporter(form).write)
    assert FORMATS[form].place in ("folder", "file", "text")
