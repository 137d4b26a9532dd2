"""Names as a label prints them: tall-man letters where a published list gives them, else as they stand."""

from __future__ import annotations

TALL_MAN = {"epinephrine": "EPINEPHrine"}
"""By ingredient id. Source: FDA and ISMP Lists of Look-Alike Drug Name Sets With Recommended Tall Man
Letters, table 2 (ePHEDrine, EPINEPHrine), read 2026-11-26 at scribd.com/document/293889102. Only names that
were read there stand here: letters made up to look alike would defeat what the list is for."""


def printed(ingredient: str, name: str) -> str:
    """The name of an ingredient as it is printed for the bench."""
    return TALL_MAN.get(ingredient, name)
