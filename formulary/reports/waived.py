"""What a waiver lets through, as every report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity

if TYPE_CHECKING:
    from formulary.domain.waiver import Waiver
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported


def shown(outcome: Outcome, context: Context) -> tuple[Reported, ...]:
    """The findings of one document, waived ones last if they are to be shown."""
    return (*outcome.reported, *outcome.waived) if context.show_waived else outcome.reported


def level(item: Reported) -> str:
    """The severity in a word, or that the finding is waived."""
    return "waived" if item.waiver else item.severity.value


def weight(item: Reported) -> Severity:
    """How grave a finding is beside others: one that is waived fails nothing."""
    return Severity.NOTE if item.waiver else item.severity


def words(waiver: Waiver) -> str:
    """Until when, on whose word and why."""
    return f"until {waiver.expires}, approved by {waiver.approved_by}: {waiver.reason}"


def advice(item: Reported) -> str:
    """What to do, or what was decided instead."""
    return f"Waived {words(item.waiver)}" if item.waiver else item.finding.help
