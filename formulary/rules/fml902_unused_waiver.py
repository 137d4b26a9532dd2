"""A waiver that lets nothing through: its rule finds nothing there, or the recipe has changed since.

An exception that nobody needs any more would cover the next mistake. A waiver is for one content of a recipe:
when the recipe changes somebody must look again, and the finding is back until then. It is said only of
waivers whose recipes are part of the run.

Source: the content of the recipe, by its SHA-256.

Fails (waivers)::

    format: waivers/1
    waivers:
      - rule: FML302
        recipe: example
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        component: dexpanthenol
        reason: The soft limit rests on one small study; the committee has looked at it.
        approved_by: B. Reviewer
        created: 2026-10-01
        expires: 2027-03-01

Passes (waivers)::

    format: waivers/1
    waivers:
      - rule: FML302
        recipe: no-part-of-the-run
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        component: dexpanthenol
        reason: The soft limit rests on one small study; the committee has looked at it.
        approved_by: B. Reviewer
        created: 2026-10-01
        expires: 2027-03-01
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.WARNING
"""Raised once a run by ``validation/waivers.py``, not for each recipe."""
