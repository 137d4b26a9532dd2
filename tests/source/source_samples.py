"""Sample recipes, and findings in a form that is short to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.source.document import Document, Unread
from formulary.source.read import read_document

if TYPE_CHECKING:
    from formulary.source.document import Syntax

RECIPE = """\
# A teaching sample.
format: recipe/1
id: hair-density-panthenol
title: Hair density cocktail with β-carotene
indication: alopecia
route: intradermal
volume: 10 mL
components:
  - ingredient: dexpanthenol
    strength: 250 mg/mL   # of the stock
    volume: 2 mL
  # a comment between two components
  - product: lidocaine-2-percent
    volume: 1 mL
  - product: sodium-chloride-0.9
    qs: true
administration:
  needle: {length: 4 mm, gauge: 30}
  points: 50
  sessions: 6
references:
- title: A review
  read: 2026-11-22
notes: |
  Warm the vial.

  Inject slowly.
"""

QUOTED = """\
{"format": "recipe/1", "id": "lifting", "notes": "first\\nsecond \\"line\\" \\u00b5",
 "components": [
   {"ingredient": "glycine", "strength": "20 mg/mL", "volume": "1 mL"},
   {"product": "sodium-chloride-0.9", "qs": true}
 ],
 "administration": {"needle": {"gauge": 30}, "area": null, "points": -0}
}
"""


def read(content: str | bytes, syntax: Syntax = "yaml") -> Document:
    """The Document of a text that must be readable."""
    found = read_document(content.encode() if isinstance(content, str) else content, "sample", syntax)
    assert isinstance(found, Document), found
    return found


def faults(content: str | bytes, syntax: Syntax = "yaml") -> list[tuple[str, int, int]]:
    """The code, line and column of each finding of a text that must be refused."""
    found = read_document(content.encode() if isinstance(content, str) else content, "sample", syntax)
    assert isinstance(found, Unread), found
    assert found.found
    places = []
    for finding, span in found.found:
        assert span is not None
        assert finding.message
        places.append((finding.code, span.line, span.column))
    return places


def messages(content: str | bytes, syntax: Syntax = "yaml") -> list[str]:
    """The message and the help of each finding, joined."""
    found = read_document(content.encode() if isinstance(content, str) else content, "sample", syntax)
    assert isinstance(found, Unread), found
    return [f"{located.finding.message} / {located.finding.help}" for located in found.found]
