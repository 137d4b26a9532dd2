"""One page that works offline: an overview, a table to search, sort and filter, and a section a formula."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from formulary.exports.headroom import WIDTH, bars
from formulary.exports.overview import SHOWN, Glance, Overview, glance
from formulary.exports.summary import gaps, lines
from formulary.mixture.steps import total_steps
from formulary.reports.explanation import ON
from formulary.reports.page import Part, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry
    from formulary.rules.case import Case

TEMPLATES = Path(__file__).parent / "templates"
STATUSES = ("unregistered", "draft", "in-review", "approved", "superseded", "retired")
_PIECE = 1 << 16
_NUMBER = Markup("<n>")
"""Stands for the number of a formula until it is known; no data can look like it, since `<` is escaped."""


class Made(NamedTuple):
    """A formula on the page: its row in the table, its section, and what the overview needs of it."""

    row: str
    section: str
    glance: Glance


def maker(_options: Mapping[str, str]) -> Callable[[Entry], Made]:
    """The row and the section of a formula, with a mark where its number belongs."""
    row = Part(TEMPLATES, "inventory-row.html.j2")
    section = Part(TEMPLATES, "inventory-formula.html.j2")

    def made(entry: Entry) -> Made:
        near = entry.formula.nearest_on
        data = {"n": _NUMBER, "row": entry.formula, "entry": entry, "nearest_on": ON.get(near, near)}
        return Made(
            row.render({**data, **_found(entry)}),
            section.render({**data, **_section(entry), "width": WIDTH}),
            glance(entry),
        )

    return made


def write(parts: Iterator[Made], target: Path, about: About) -> None:
    """Write the page. Rows and sections wait in files aside until the overview above them is known."""
    overview = Overview()
    with _aside() as rows, _aside() as sections:
        for number, part in enumerate(parts, 1):
            overview.add(number, part.glance)
            rows.write(part.row.replace(_NUMBER, str(number)))
            sections.write(part.section.replace(_NUMBER, str(number)))
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(
                page(TEMPLATES, "inventory", _page(overview, about, rows, sections), "inventory.js")
            )


def _aside() -> IO[str]:
    return TemporaryFile("w+", encoding="utf-8", newline="\n")


def _pieces(made: IO[str]) -> Iterator[Markup]:
    """What our own templates made, piece by piece."""
    made.seek(0)
    while piece := made.read(_PIECE):
        yield Markup(piece)  # noqa: S704 - escaped when it was made


def _found(entry: Entry) -> dict[str, Any]:
    """What a search looks through, and the words of the filters."""
    row = entry.formula
    actives = dict.fromkeys(one.ingredient for one in entry.components if one.role == "active")
    words = (
        *(row.formula, row.title, row.indication, row.indication_name, row.route, row.site, row.status),
        *(row.policy, row.jurisdiction, row.finding_codes, row.author, row.file),
        *dict.fromkeys(f"{one.named} {one.stock} {one.ingredient_name}" for one in entry.components),
    )
    state = {
        "errors": row.errors > 0,
        "warnings": row.warnings > 0 and not row.errors,
        "gaps": row.not_checked > 0,
        "waived": row.waived > 0,
    }
    found = " ".join(word for word, holds in state.items() if holds) or "clean"
    return {"words": " ".join(words).lower(), "actives": " ".join(filter(None, actives)), "found": found}


class Worked(NamedTuple):
    """The arithmetic of one substance, step by step."""

    name: str
    steps: tuple[str, ...]


def _section(entry: Entry) -> dict[str, Any]:
    version = entry.item.version
    return {
        "bars": bars(entry.item.case.comparisons),
        "worked": tuple(_worked(entry.item.case)),
        "signatures": version.signatures if version else (),
        "preparation": entry.item.data.get("preparation", {}),
    }


def _worked(case: Case) -> Iterator[Worked]:
    for total in case.mixture.totals:
        basis = f" as {total.basis}" if total.basis else ""
        yield Worked(
            f"{case.catalogue.ingredient(total.ingredient).name}{basis}", total_steps(total, case.mixture)
        )


def _page(overview: Overview, about: About, rows: IO[str], sections: IO[str]) -> dict[str, Any]:
    statuses = [status for status in STATUSES if overview.statuses[status]]
    by_indication = sorted(overview.indications.items(), key=lambda item: (-item[1].total(), item[0]))
    used = sorted(overview.ingredients.items(), key=lambda item: (-item[1], item[0]))
    return {
        "o": overview,
        "about": list(lines(about)),
        "partial": "" if about.tally.complete else gaps(about),
        "moment": about.tally.moment,
        "statuses": statuses,
        "indications": by_indication,
        "most": max((found.total() for _, found in by_indication), default=1),
        "ingredients": used,
        "shown": SHOWN,
        "policies": sorted(overview.policies.items(), key=lambda item: (item[0].review_by, item[0].id)),
        "rows": _pieces(rows),
        "sections": _pieces(sections),
        "width": WIDTH,
    }
