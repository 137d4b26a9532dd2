"""Whether a policy is in force and not due for review: told once of that of the run, of others by recipe."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from formulary.findings import Finding, Located
from formulary.validation.sift import Subject, outcome

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting


def today() -> date:
    """The date of the run in UTC; SOURCE_DATE_EPOCH sets it, for runs that must give the same again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def untimely(policy: Policy, day: date) -> Finding | None:
    """The finding that a policy is due for review, or not in force yet; or None."""
    if day > date.fromisoformat(policy.review_by):
        message = f"policy `{policy.id}` was to be reviewed by {policy.review_by}; it may be out of date"
        advice = "Have a pharmacist review its sources, then update the catalogue or move `review_by`."
    elif day < date.fromisoformat(policy.effective):
        message = f"policy `{policy.id}` takes effect on {policy.effective} only"
        advice = "Judge by the policy that is in force today."
    else:
        return None
    return Finding("FML904", (), message, advice, source=policy.name)


def stale(setting: Setting, day: date) -> Outcome | None:
    """What is to be said of the policy of the run, whatever the recipes are like; or None."""
    finding = untimely(setting.policy, day)
    if finding is None:
        return None
    subject = Subject(f"policy {setting.policy.id}", "", is_recipe=False, line_text=lambda _: "")
    return outcome(subject, [Located(finding, None)], setting)


def others_untimely(catalogue: Catalogue, policy: str, day: date) -> tuple[str, ...]:
    """The ids of the policies, but for that of the run, of which there is something of the kind to say."""
    on, rows = day.isoformat(), catalogue.data["policies"]
    return tuple(
        name
        for name, data in sorted(rows.items())
        if name != policy and not data["effective"] <= on <= data["review_by"]
    )
