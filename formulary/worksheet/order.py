"""From a version and a job to its worksheet: judged again today, and what speaks against it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.findings import Severity
from formulary.rules import rule
from formulary.validation.judge import judge_recipe
from formulary.validation.staleness import today
from formulary.worksheet.batch import scale, unpreparable
from formulary.worksheet.compose import make_sheet
from formulary.worksheet.job import potencies_of
from formulary.worksheet.lots import broken
from formulary.worksheet.sheet import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.version import Version
    from formulary.findings import Finding
    from formulary.rules.case import Case
    from formulary.validation.setting import Setting
    from formulary.worksheet.batch import Batch
    from formulary.worksheet.job import Job
    from formulary.worksheet.sheet import Sheet

_MOST_ERRORS = 8


class Order(NamedTuple):
    """A version with its case by today's catalogue and policy, and the errors that speak against it today."""

    version: Version
    case: Case
    errors: tuple[Finding, ...]


def order(version: Version, setting: Setting) -> Order:
    """The version, judged again.

    Raises:
        UsageFaultError: no batch can be made of it.
    """
    findings, case = judge_recipe(version.data, _for(version, setting))
    why = unpreparable(case.mixture)
    if why:
        raise UsageFaultError(
            f"no batch can be made of {version.formula}: {why}", "`formulary validate` says more."
        )
    return Order(version, case, tuple(_new_errors(version, findings)))


def _for(version: Version, setting: Setting) -> Setting:
    """The policy that the version was checked under, unless another was asked for or it is no more."""
    if setting.forced or version.policy not in setting.catalogue.data["policies"]:
        return setting
    return setting._replace(policy=setting.catalogue.policy(version.policy), forced=True)


def worksheet_of(order: Order, job: Job) -> tuple[Sheet, Batch]:
    """The worksheet and its batch; no watermark only if it is approved and nothing new is against it."""
    version, case, errors = order
    batch = scale(
        case.mixture, job.wanted, job.made, case.catalogue, potencies_of(job, case.mixture, case.catalogue)
    )
    over = list(broken(case, batch))
    notices = (*_errors(version, errors), *_over(over), *_changed(version, case))
    fails = errors or any(hard for _, hard in over)
    watermark = "CHECK FAILS TODAY – NOT FOR USE" if fails and version.status == "approved" else ""
    return make_sheet(case, version, batch, job, notices, watermark), batch


def _over(found: list[tuple[str, bool]]) -> Iterator[Notice]:
    for words, hard in found:
        yield Notice("error" if hard else "warning", words, "")


def _new_errors(version: Version, findings: list[Finding]) -> Iterator[Finding]:
    """What is an error today, and is not let through by a waiver of the approved version that is in force."""
    day = today().isoformat()
    known = {
        (one.get("code"), one.get("pointer"))
        for one in version.findings
        if version.status == "approved" and one.get("waiver", {}).get("expires", "") >= day
    }
    for finding in findings:
        if (finding.severity or rule(finding.code).level) is Severity.ERROR:
            pointer = "".join(f"/{key}" for key in finding.path)
            if (finding.code, pointer) not in known:
                yield finding


def _errors(version: Version, errors: tuple[Finding, ...]) -> Iterator[Notice]:
    for finding in errors[:_MOST_ERRORS]:
        yield Notice("error", finding.message, f"{finding.code}. {finding.help}")
    if len(errors) > _MOST_ERRORS:
        more = len(errors) - _MOST_ERRORS
        yield Notice("error", f"{more} more errors: `formulary validate` lists them.", "")
    if errors and version.status == "approved":
        yield Notice(
            "error", "The version was approved, and today's check refuses it. Ask the pharmacist.", ""
        )


def _changed(version: Version, case: Case) -> Iterator[Notice]:
    changed = [
        name
        for name, then, now in (
            ("catalogue", version.catalogue_sha256, case.catalogue.sha256),
            ("policy", version.policy_sha256, case.policy.sha256),
        )
        if then and then != now
    ]
    if changed:
        yield Notice("note", f"The {' and the '.join(changed)} changed since the version was registered.", "")
