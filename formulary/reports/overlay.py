"""The check of a clinic's own folder for people: every fault with its place and help, then the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.text import clip, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.overlay import Checked

_PLURALS = {"incompatibilities": ("incompatibility", "incompatibilities"), "policies": ("policy", "policies")}
_LONGEST = 1000


def report(checked: Checked, folder: str) -> Iterator[Line]:
    """The lines of the report."""
    for item in checked.complaints:
        yield Line(clip(f"{item.place}: {item.message}", _LONGEST), hang=4)
        if item.help:
            yield Line(clip(item.help, _LONGEST), indent=4, mark="help:", mark_style="cyan")
    if checked.unread:
        yield Line("Not checked: what the files say of each other, until every one can be read.", "yellow")
    if checked.complaints:
        yield Line(f"{count(len(checked.complaints), 'fault')}: {folder} cannot be used as it is.", "red")
        return
    added = [_counted(kind, number) for kind, number in checked.added.items() if number]
    what = listing(added) or "nothing"
    yield Line(f"Sound: {folder} adds {what} to the shipped catalogue.", "green")


def _counted(kind: str, number: int) -> str:
    one, many = _PLURALS.get(kind, (kind.removesuffix("s"), kind))
    return f"{number} {one if number == 1 else many}"
