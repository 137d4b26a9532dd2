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
    beside = aside(tally.waived, tally.baselined, tally.baselined_hard)
    left_out = f"{count(tally.left_out, 'finding')} left out as asked" if tally.left_out else ""
    hidden = "".join(f"; {part}" for part in (beside, left_out) if part)
    if not (tally.errors or tally.warnings or tally.notes):
        mark = "Passed:" if hidden else "Clean:"
        nothing = f"nothing {'else ' if beside else ''}to report"
        return Line(f"{where}, {nothing}{hidden}.", mark=mark, mark_style="green")
    failed = tally.errors or (context.strict and tally.warnings)
    verdict, style = ("Failed:", "red") if failed else ("Passed:", "green")
    found = listing(
        count(number, word)
        for number, word in ((tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note"))
        if number
    )
    unchecked = f"; {count(tally.not_checked, 'check')} could not be made" if tally.not_checked else ""
    what = " of the recipes" if tally.sessions else ""
    clean = f", {tally.clean:,}{what} clean" if tally.recipes else ""
    return Line(f"{where}{clean}: {found}{unchecked}{hidden}.", mark=verdict, mark_style=style)


def aside(waived: int, baselined: int, hard: int) -> str:
    """How many findings stand apart because somebody let them through, or because they are old.

    ``hard`` of the old ones are over a hard limit or prohibited.
    """
    grave = f", {hard:,} of them over a hard limit or prohibited" if hard else ""
    told = ((waived, "waived"), (baselined, f"known from the baseline{grave}"))
    return "; ".join(f"{count(number, 'finding')} {how}" for number, how in told if number)


def count(number: int, word: str) -> str:
    """``1 recipe``, ``2,000 recipes``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def shown_name(name: str) -> str:
    """The name of a file, escaped; of a long one the end, which tells files apart."""
    text = escape(name)
    return text if len(text) <= _LONGEST_NAME else f"…{text[1 - _LONGEST_NAME :]}"
