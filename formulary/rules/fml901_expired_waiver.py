"""A waiver whose last day has passed.

An exception is granted for a while, so that somebody looks at it again. From the day after `expires` it lets
nothing through, and every run that reads the file says so until it is deleted or granted anew.

Source: the dates of the waiver; 180 days at most is the bound of this program.

Fails (waivers)::

    format: waivers/1
    waivers:
      - rule: FML302
        recipe: hair-density-panthenol
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        component: dexpanthenol
        reason: The soft limit rests on one small study; the committee has looked at it.
        approved_by: B. Reviewer
        created: 2026-04-01
        expires: 2026-09-01

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
