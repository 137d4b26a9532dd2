"""From a version and a job to its worksheet: judged again today, and what speaks against it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.build import build
from formulary.errors import UsageFaultError
from formulary.findings import Severity
from formulary.rules import rule
from formulary.rules.case import make_case
from formulary.validation.judge import judge_recipe, policy_of
from formulary.worksheet.batch import scale, unpreparable
from formulary.worksheet.compose import make_sheet
from formulary.worksheet.job import potencies_of
from formulary.worksheet.sheet import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.version import Version
    from formulary.findings import Finding
    from formulary.rules.case import Case
    from formulary.validation.judge import Setting
    from formulary.worksheet.job import Job
    from formulary.worksheet.sheet import Sheet

_MOST_ERRORS = 8


def case_of(version: Version, setting: Setting) -> Case:
    """The recipe of a version, solved and compared by today's catalogue and policy.

    Raises:
        UsageFaultError: no batch can be made of it.
    """
    recipe = build(version.data)
    case = make_case(recipe, setting.catalogue, policy_of(recipe, setting) or setting.policy)
    why = unpreparable(case.mixture)
    if why:
        raise UsageFaultError(
            f"no batch can be made of {version.formula}: {why}", "`formulary validate` says more."
        )
    return case


def worksheet_of(version: Version, case: Case, setting: Setting, job: Job) -> Sheet:
    """The worksheet; without a watermark only if the version is approved and nothing new is against it."""
    batch = scale(
        case.mixture, job.wanted, job.made, case.catalogue, potencies_of(job, case.mixture, case.catalogue)
    )
    errors = list(_new_errors(version, setting))
    notices = (*_errors(version, errors), *_changed(version, case))
    watermark = "CHECK FAILS TODAY – NOT FOR USE" if errors and version.status == "approved" else ""
    return make_sheet(case, version, batch, job, notices, watermark)


def _new_errors(version: Version, setting: Setting) -> Iterator[Finding]:
    """What is an error today, and was not there (nor waived) when the version was approved."""
    known = {
        (one.get("code"), one.get("pointer")) for one in version.findings if version.status == "approved"
    }
    for finding in judge_recipe(version.data, setting):
        if (finding.severity or rule(finding.code).level) is Severity.ERROR:
            pointer = "".join(f"/{key}" for key in finding.path)
            if (finding.code, pointer) not in known:
                yield finding


def _errors(version: Version, errors: list[Finding]) -> Iterator[Notice]:
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
