"""What a whole run comes to, in one sentence; and names of files, shortened where they are long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.layout import Line
from formulary.text import escape, listing

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Tally

_LONGEST_NAME = 200


def summary(tally: Tally, context: Context) -> Line:
    """Whether the run passed, how much was checked and what was found."""
    kinds = [
        count(number, word)
        for number, word in ((tally.recipes, "recipe"), (tally.sessions, "session"))
        if number
    ]
    judged = listing(kinds) or "no recipe"
    one_a_file = tally.recipes + tally.sessions == tally.files
    where = judged if one_a_file else f"{judged} in {count(tally.files, 'file')}"
    hidden = "".join(
        f"; {count(number, 'finding')} {how}"
        for number, how in (
            (tally.waived, "waived"),
            (tally.baselined, f"known from the baseline{_hard(tally.baselined_hard)}"),
            (tally.left_out, "left out as asked"),
        )
        if number
    )
    if not (tally.errors or tally.warnings or tally.notes):
        mark = "Passed:" if hidden else "Clean:"
        return Line(f"{where}, nothing to report{hidden}.", mark=mark, mark_style="green")
    failed = tally.errors or (context.strict and tally.warnings)
    verdict, style = ("Failed:", "red") if failed else ("Passed:", "green")
    found = listing(
        count(number, word)
        for number, word in ((tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note"))
        if number
    )
    unchecked = f"; {count(tally.not_checked, 'check')} could not be made" if tally.not_checked else ""
    clean = f", {tally.clean:,} clean" if tally.recipes else ""
    return Line(f"{where}{clean}: {found}{unchecked}{hidden}.", mark=verdict, mark_style=style)


def _hard(number: int) -> str:
    return f", {number:,} of them over a hard limit or prohibited" if number else ""


def count(number: int, word: str) -> str:
    """``1 recipe``, ``2,000 recipes``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def shown_name(name: str) -> str:
    """The name of a file, escaped; of a long one the end, which tells files apart."""
    text = escape(name)
    return text if len(text) <= _LONGEST_NAME else f"…{text[1 - _LONGEST_NAME :]}"
