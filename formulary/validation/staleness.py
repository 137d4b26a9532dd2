"""Whether the policy of a run is due for review; said once, since no recipe is at fault."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from formulary.findings import Finding, Located
from formulary.validation.judge import Subject, outcome

if TYPE_CHECKING:
    from formulary.validation.judge import Setting
    from formulary.validation.outcome import Outcome


def today() -> date:
    """The date of the run in UTC; SOURCE_DATE_EPOCH sets it, for runs that must give the same again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def stale(setting: Setting, day: date) -> Outcome | None:
    """The finding that the policy's date of review has passed, if it has."""
    policy = setting.policy
    if day <= date.fromisoformat(policy.review_by):
        return None
    finding = Finding(
        "FML904",
        (),
        f"policy `{policy.id}` had to be reviewed by {policy.review_by}; its figures may be out of date",
        "Have a pharmacist review its sources, then update the catalogue or move `review_by`.",
        source=policy.name,
    )
    subject = Subject(f"policy {policy.id}", "", is_recipe=False, line_text=lambda _: "")
    return outcome(subject, [Located(finding, None)], setting)
