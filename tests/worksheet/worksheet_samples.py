"""Worksheets of recipes, shipped and made up, for the tests of this room."""

from __future__ import annotations

from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from formulary.catalogue.load import catalogue_with
from formulary.domain.version import Signature, Version
from formulary.source.canonical import canonical_bytes
from formulary.validation.setting import Setting
from formulary.worksheet.job import job_of
from formulary.worksheet.order import Order, order, worksheet_of

if TYPE_CHECKING:
    from formulary.worksheet.batch import Batch
    from formulary.worksheet.sheet import Sheet

SEED = Path(__file__).parents[2] / "seed" / "recipes"
SIGNED = Signature("approval", "mira.lang", "Mira Lang", "2026-11-20T09:30:00Z", "SHA256:abc", "")
CLEAN = "hyaluronidase-lidocaine-infiltration"


def data_of(name: str) -> dict[str, Any]:
    """The data of a shipped recipe."""
    data: dict[str, Any] = yaml.safe_load((SEED / f"{name}.yaml").read_text("utf-8"))
    for reference in data.get("references", ()):
        reference["read"] = str(reference["read"])
    return data


def version_of(data: dict[str, Any], status: str = "approved", **fields: Any) -> Version:
    """The data as a version of the registry."""
    known = {
        "formula": data["id"],
        "number": 2,
        "status": status,
        "data": data,
        "sha256": sha256(canonical_bytes(data)).hexdigest(),
        "author": "Ada Example",
        "registered_by": "ada",
        "registered_at": "2026-11-19T08:00:00Z",
        "policy": "us",
        "policy_sha256": "",
        "catalogue_sha256": "",
        "signatures": (SIGNED,) if status == "approved" else (),
    }
    return Version(**{**known, **fields})


def ordered(version: Version) -> Order:
    """The version, judged by what ships."""
    catalogue = catalogue_with("")
    return order(version, Setting(catalogue, catalogue.policy("us")))


def made(version: Version, **asked: Any) -> tuple[Sheet, Batch]:
    """The worksheet of a version and its batch."""
    found = ordered(version)
    return worksheet_of(found, job_of(found.case.mixture, **asked))


def sheet(name: str = CLEAN, status: str = "approved", **asked: Any) -> Sheet:
    """The worksheet of a shipped recipe."""
    return made(version_of(data_of(name), status), **asked)[0]


class Page(HTMLParser):
    """A page as an independent parser sees it: its elements, and its text outside the style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """Leave the style."""
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._style:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.words).split())
