"""A waiver that cannot be granted as it stands: malformed, too broad, too long, or by the author himself.

It lets nothing through. A waiver is for one rule by its whole code, one recipe in one content and one
component where the rule is about components; it has a reason that an auditor can follow, and rests on the
word of somebody other than the recipe's author. Hard limits, prohibited ingredients and whatever keeps doses
from being checked cannot be waived at all: such a recipe must be corrected.

Source: the second pair of eyes that compounding standards ask for, kept in a file.

Fails (waivers)::

    format: waivers/1
    waivers:
      - rule: FML301
        recipe: hair-density-panthenol
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        component: dexpanthenol
        reason: The soft limit rests on one small study; the committee has looked at it.
        approved_by: B. Reviewer
        created: 2026-10-01
        expires: 2027-03-01

Fails (waivers)::

    format: waivers/1
    waivers:
      - rule: FML3
        recipe: hair-density-panthenol
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        reason: ok ok ok ok ok ok ok ok ok
        approved_by: B. Reviewer
        created: 2026-10-01
        expires: 2028-03-01

Passes (waivers)::

    format: waivers/1
    waivers:
      - rule: FML302
        recipe: hair-density-panthenol
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        component: dexpanthenol
        reason: The soft limit rests on one small study; the committee has looked at it.
        approved_by: B. Reviewer
        created: 2026-10-01
        expires: 2027-03-01
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.ERROR
"""Raised once a run by ``validation/waivers.py``, not for each recipe."""
