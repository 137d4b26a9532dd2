"""Whether the policy of a run is in force and not due for review; said once, since no recipe is at fault."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from formulary.findings import Finding, Located
from formulary.validation.sift import Subject, outcome

if TYPE_CHECKING:
    from formulary.validation.judge import Setting
    from formulary.validation.outcome import Outcome


def today() -> date:
    """The date of the run in UTC; SOURCE_DATE_EPOCH sets it, for runs that must give the same again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def stale(setting: Setting, day: date) -> Outcome | None:
    """The finding that the policy's date of review has passed, or that it is not in force yet; or None."""
    policy = setting.policy
    if day > date.fromisoformat(policy.review_by):
        message = f"policy `{policy.id}` was to be reviewed by {policy.review_by}; it may be out of date"
        advice = "Have a pharmacist review its sources, then update the catalogue or move `review_by`."
    elif day < date.fromisoformat(policy.effective):
        message = f"policy `{policy.id}` takes effect on {policy.effective} only"
        advice = "Judge by the policy that is in force today."
    else:
        return None
    finding = Finding("FML904", (), message, advice, source=policy.name)
    subject = Subject(f"policy {policy.id}", "", is_recipe=False, line_text=lambda _: "")
    return outcome(subject, [Located(finding, None)], setting)
