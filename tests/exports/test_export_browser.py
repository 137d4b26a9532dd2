"""The inventory in a real browser: search, filter, sort, print, the keyboard, without JavaScript."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import pytest
from export_samples import FORMULAS, export, hostile
from page_samples import inventory
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

COUNT = 1_000 if os.environ.get("FORMULARY_SOAK") else 48
DRAFTS = COUNT // 4
ONE = COUNT - 1  # no other number holds its digits


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("browser") / "inventory.html"
    inventory(COUNT, target)
    return target


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nothing may have been said to the console, and nothing asked of a network."""
    faults: list[str] = []
    contexts = []

    def go(path: Path, fragment: str = "", **options: object) -> Page:
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(300_000)  # nothing here measures time
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else faults.append(asked.url))
        page.goto(f"{path.as_uri()}{fragment}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not faults


def visible(page: Page, selector: str) -> int:
    """How many elements are to be seen; asked in the page, where a thousand take no time."""
    found: int = page.evaluate(
        "(one) => [...document.querySelectorAll(one)].filter((all) => all.checkVisibility()).length", selector
    )
    return found


def shown(page: Page) -> int:
    """How many rows of the table are to be seen."""
    return visible(page, "#inventory tbody tr")


def first(page: Page) -> str:
    return page.locator("#inventory tbody tr:not([hidden]) th a").first.inner_text()


def test_a_search_keeps_the_rows_and_sections_that_hold_every_word(
    opened: Callable[..., Page], written: Path
) -> None:
    page = opened(written)
    assert shown(page) == COUNT
    assert page.locator("#shown").inner_text() == f"all {COUNT:,} shown"
    page.locator("#tools").get_by_label("Search").fill(f"hair COCKTAIL {ONE}")
    page.locator("#shown", has_text=f"1 of {COUNT:,} shown").wait_for()
    assert (shown(page), first(page)) == (1, f"Hair density cocktail {ONE}")
    assert visible(page, "article") == 1
    page.locator("#tools").get_by_label("Search").fill("no such thing")
    page.locator("#nothing").wait_for()
    assert shown(page) == 0
    page.locator("#nothing button").click()
    page.locator("#shown", has_text=f"all {COUNT:,} shown").wait_for()


def test_filters_work_together(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written)
    page.locator("#tools").get_by_label("Status").select_option("draft")
    page.locator("#shown", has_text=f"{DRAFTS:,} of").wait_for()
    assert shown(page) == DRAFTS
    page.locator("#tools").get_by_label("Check").select_option("with errors")
    page.locator("#tools").get_by_label("Ingredient").select_option("biotin")
    page.locator("#tools").get_by_label("Policy").select_option("us")
    page.locator("#tools").get_by_label("Indication").select_option("Hair loss (alopecia)")
    page.wait_for_timeout(150)
    assert shown(page) == DRAFTS
    page.locator("#tools").get_by_label("Status").select_option("approved")
    page.locator("#nothing").wait_for()
    page.locator("#tools button").click()
    page.locator("#shown", has_text="all").wait_for()
    assert shown(page) == COUNT


def test_headers_sort_by_number_and_by_name_and_back(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written)
    heads = page.locator("#inventory thead th")
    names, headroom, errors = (heads.nth(number).locator("button") for number in (0, 3, 4))
    names.click()
    assert heads.first.get_attribute("aria-sort") == "ascending"
    names.click()
    assert heads.first.get_attribute("aria-sort") == "descending"
    assert first(page) == f"Hair density cocktail {COUNT}", "9 comes before 10"
    errors.click()
    errors.click()
    assert first(page) == "Hair density cocktail 4"
    assert heads.first.get_attribute("aria-sort") is None
    errors.click()
    assert first(page) == "Hair density cocktail 1"
    headroom.click()
    cells = page.locator("#inventory tbody td.near").evaluate_all("all => all.map(one => +one.dataset.sort)")
    assert cells == sorted(cells)


def test_the_keyboard_alone_is_enough(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#tools").get_by_label("Search").focus()
    page.keyboard.type("cocktail 7")
    page.locator("#shown", has_text="of").wait_for()
    before = shown(page)
    for _ in range(7):  # five lists, the button, the first header
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Formula"
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("#inventory thead th").first.get_attribute("aria-sort") == "descending"
    assert shown(page) == before


def test_everything_has_a_name_that_can_be_read_aloud(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("input, select, button, a, svg, table")].filter((one) => {
            if (one.closest("[aria-hidden=true]")) return false;
            const label = one.labels?.[0] || one.querySelector("figcaption, caption, th");
            return !(one.getAttribute("aria-label") || label?.textContent || one.textContent).trim();
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_without_javascript_everything_is_there_to_read(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written, java_script_enabled=False)
    assert shown(page) == COUNT
    assert not page.locator("#tools").is_visible()
    assert page.locator("article").count() == COUNT
    page.locator("#inventory tbody th a").nth(2).click()
    assert page.url.endswith("#f3")


def test_a_link_to_a_formula_that_is_filtered_out_shows_it(
    opened: Callable[..., Page], written: Path
) -> None:
    page = opened(written)
    page.locator("#tools").get_by_label("Status").select_option("draft")
    page.locator("#shown", has_text="of").wait_for()
    assert not page.locator("#f1").is_visible()
    page.evaluate("location.hash = '#f1'")
    page.locator("#f1").wait_for()
    assert shown(page) == COUNT


def test_days_are_counted_when_the_page_is_read(opened: Callable[..., Page], written: Path) -> None:
    page = opened(written)
    due = page.locator("time[data-due] + small")
    assert due.count() == page.locator("time[data-due]").count() > 0
    assert "days" in due.first.inner_text()


def test_what_is_left_prints_without_its_tools(
    opened: Callable[..., Page], written: Path, tmp_path: Path
) -> None:
    page = opened(written)
    page.locator("#tools").get_by_label("Search").fill(f"cocktail {ONE}")
    page.locator("#shown", has_text="1 of").wait_for()
    page.emulate_media(media="print")
    assert not page.locator("#tools").is_visible()
    for size in ("A4", "Letter"):
        page.pdf(path=tmp_path / "page.pdf", format=size)
        reader = PdfReader(tmp_path / "page.pdf")
        text = " ".join(sheet.extract_text() for sheet in reader.pages)
        assert "Arithmetic" in text
        assert f"hair-density-panthenol-{ONE}@1" in text
        assert f"hair-density-panthenol-{COUNT}@1" not in text
        assert len(reader.pages) < 8


def test_light_and_dark_narrow_and_wide_the_page_does_not_overflow(
    opened: Callable[..., Page], written: Path
) -> None:
    page = opened(written)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
    for width in (320, 700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_hostile_recipes_do_nothing_in_a_browser(opened: Callable[..., Page], tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    for number, text in enumerate(FORMULAS):
        (tmp_path / "recipes" / f"evil-{number}.yaml").write_text(hostile(text, number), "utf-8")
    export("html", tmp_path / "recipes", tmp_path / "page.html")
    page = opened(tmp_path / "page.html")
    assert shown(page) == len(FORMULAS)
    assert page.locator("img, iframe, a[href^='javascript'], a[href^='http']").count() == 0
    page.locator("#tools").get_by_label("Search").fill("<script>alert(1)</script>")
    page.locator("#shown", has_text="1 of").wait_for()
    assert first(page) == "<script>alert(1)</script>"
