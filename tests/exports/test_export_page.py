"""The inventory as one page, read by a parser: what it says, what it lets in, and that nothing in it acts."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from export_samples import FORMULAS, export, hostile
from page_samples import inventory

from formulary.exports.headroom import WIDTH, bars
from formulary.exports.overview import MOST_WAIVERS, SHOWN
from formulary.units import Exact

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "input", "br", "rect", "path"}


class Page(HTMLParser):
    """The elements of a page, its text, and whether every element that was opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """The text, with single spaces."""
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("page") / "inventory.html"
    export("html", ROOT / "seed" / "recipes", target)
    return target.read_text("utf-8")


def test_every_element_is_closed_and_every_link_leads_to_a_place_in_the_page(shipped: str) -> None:
    page = Page(shipped)
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] or "" for tag, attributes in page.tags if tag == "a"]
    assert links
    assert {link.partition("#")[0] for link in links} == {""}
    assert {link[1:] for link in links} <= set(ids)


def test_the_page_lets_in_its_own_style_and_script_and_nothing_else(shipped: str) -> None:
    page = Page(shipped)
    policy = next(a["content"] or "" for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    for tag, kind in (("style", "style-src"), ("script", "script-src")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", shipped, re.DOTALL)
        assert len(inside) == 1
        assert f"{kind} 'sha256-{b64encode(sha256(inside[0].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not [name for _, attributes in page.tags for name in attributes if name in ("style", "src")]


@pytest.mark.parametrize("text", FORMULAS)
def test_hostile_text_is_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "evil.yaml").write_text(hostile(text), "utf-8")
    export("html", tmp_path / "recipes", tmp_path / "page.html")
    page = Page((tmp_path / "page.html").read_text("utf-8"))
    tags = [tag for tag, _ in page.tags]
    assert not page.open
    assert tags.count("script") == tags.count("style") == 1
    assert not {"img", "iframe", "object", "link", "embed", "base"} & set(tags)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert text in "".join(page.words)


def test_each_formula_has_a_row_and_a_section_with_all_that_an_auditor_asks_for() -> None:
    page = inventory(3)
    tags = Page(page).tags
    assert sum(tag == "article" for tag, _ in tags) == 3
    assert sum("data-n" in attributes for _, attributes in tags) == 3
    article = page[page.index('<article id="f1"') :].partition("</article>")[0]
    section = Page(article).text
    for part in (
        "hair-density-panthenol-1@1",
        "approved",
        "2 mL of 250 mg/mL = 500 mg; 500 mg in 10 mL = 50 mg/mL",
        "hard 4.5 mg/kg",
        "33.3%",
        "within",
        "approval Mira Lang, 2026-11-20 09:30:00 UTC SHA256:abc",
        "FML202 warning",
        "SHA-256",
    ):
        assert part in section


def test_the_overview_counts_by_indication_and_status_and_lists_what_is_due() -> None:
    text = Page(inventory(40)).text
    assert "40 formulas, as of 2026-11-20 09:30:00 UTC" in text
    assert "Hair loss (alopecia) 40" in text
    assert "2027-01-20 FML202 dexpanthenol Hair density cocktail 40 reviewed by the board" in text
    assert "2027-05-01 United States, injected mixtures us, in force from 2026-11-01 40" in text
    dates = re.findall(r"(2027-\d\d-\d\d) FML202", text)
    assert dates == sorted(dates)
    assert f"{40 - MOST_WAIVERS} more expire later" in text
    closest = re.search(r"Closest to a limit, or over it (.*?) Formulas Search", text)
    assert closest
    used = [int(part) for part in re.findall(r"(\d+)%", closest[1])]
    assert len(used) == SHOWN
    assert used == sorted(used, reverse=True)


def test_a_bar_stands_where_its_value_is_between_nothing_and_a_quarter_beyond_the_limit() -> None:
    from page_samples import case_of, data_of  # noqa: PLC0415

    case = case_of(data_of(1))
    found = {(bar.what, bar.on): bar for bar in bars(case.comparisons)}
    bar = found["lidocaine-hydrochloride", "per kg of body weight"]
    assert (bar.value, bar.bounds, bar.words) == ("0.1 mg/kg", "hard 4.5 mg/kg", "within")
    assert Exact.of(bar.hard) == Exact(WIDTH * 4, 5)
    tenth = Exact(1, 10)
    expected = Exact(WIDTH * 4, 5) * Exact(1, 45)
    assert expected - tenth < Exact.of(bar.filled) <= expected


def test_colours_have_contrast_enough_in_light_and_in_dark() -> None:
    for folder, name in (("exports", "inventory"), ("worksheet", "worksheet")):
        style = (ROOT / "formulary" / folder / "templates" / f"{name}.css").read_text("utf-8")
        parts = style.split("@media", 2)[:2]
        for scheme in (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", part)) for part in parts):
            for ink, paper in (
                *((ink, "paper") for ink in ("ink", "soft", "key", "stop", "heed")),
                *((ink, "wash") for ink in ("ink", "soft", "key")),
                *(("stop", "stop-wash"), ("heed", "heed-wash"), ("ink", "heed-wash")),
            ):
                assert _contrast(scheme[ink], scheme[paper]) >= 4.5, (name, ink, paper)


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(char * 2 for char in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
