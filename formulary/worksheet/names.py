"""Names as a label prints them: tall-man letters where a published list gives them, else as they stand."""

from __future__ import annotations

TALL_MAN = {
    "epinephrine": "EPINEPHrine",
    "methylprednisolone": "methylPREDNISolone",
    "ketorolac-tromethamine": "ketOROLAC tromethamine",
    "aminophylline": "amiNOPHYLLine",
}
"""By ingredient id. Sources, read 2026-11-26: for epinephrine, FDA and ISMP Lists of Look-Alike Drug Name
Sets With Recommended Tall Man Letters, table 2 (ePHEDrine, EPINEPHrine), scribd.com/document/293889102;
for methylprednisolone, a handbook of emergency nursing on github.com, which names it among the pairs of
ISMP; for ketorolac and aminophylline, National Tall Man Lettering List, Australian Commission on Safety
and Quality in Health Care 2020, copy at gist.github.com/SwadicalRag. Only names that were read there
stand here: letters made up to look alike would defeat what the lists are for."""


def printed(ingredient: str, name: str) -> str:
    """The name of an ingredient as it is printed for the bench."""
    return TALL_MAN.get(ingredient, name)
