"""Folders and outcomes that the tests of every report look at, and a name that tries everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command import CLEAN, FAILING, WARNED, here

from formulary.domain.waiver import Waiver
from formulary.findings import Finding, Severity, Span
from formulary.reports import Context, report
from formulary.validation.outcome import Outcome, Reported, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CONTEXT = Context("0", "", (), colour=False, quiet=False)
EVIL = (
    "two\nlines ::error::x ##[error]x ##vso[task.complete]x \x1b[31m\u202e <script>alert(1)</script> &amp; "
    "]]> '\" | [a](https://evil.example) ![i](x) @team #1 www.evil.example `x` \\ $x$ **b** ~~s~~ %0A \t "
    + "x"
    * 4000
)
"""What a stranger may call a recipe, a substance or a file."""


def recipes(folder: Path) -> Path:
    """A folder with a clean, a warned and a failing recipe, a torn one and a link."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"clean": CLEAN, "warned": WARNED, "failing": FAILING, "torn": "format: ["}.items():
        (folder / f"{name}.yaml").write_text(text.replace("id: example", f"id: {name}"), "utf-8")
    (folder / "link.yaml").symlink_to("clean.yaml")
    return folder


def printed(form: str, *arguments: str) -> str:
    """The report of a run in one format; the run must come to a verdict."""
    done = here("validate", "--output-format", form, *arguments)
    assert done.code in (0, 1), done.err
    assert done.err == ""
    return done.out


def found(
    message: str = "wrong",
    severity: Severity = Severity.ERROR,
    line: int = 3,
    *,
    help_: str = "",
    source: str = "x: 1",
) -> Reported:
    """A finding at the first four columns of a line."""
    finding = Finding("FML103", ("components", line, "volume"), message, help_)
    return Reported(finding, "wrong-type", severity, Span(line, 1, line, 5), source)


def outcome(*reported: Reported, name: str = "a.yaml", recipe: str = "a", more: int = 0) -> Outcome:
    """An outcome with these findings."""
    return Outcome(name, recipe, is_recipe=True, reported=reported, more=more)


WAIVER = Waiver(
    rule="FML302",
    recipe="a",
    reason="the patient tolerates it, see the chart",
    approved_by="C. Pharmacist",
    created="2026-11-01",
    expires="2027-01-01",
    file="waivers.yaml",
    line=4,
)


def waived(message: str = "let through", severity: Severity = Severity.ERROR, **changed: str) -> Reported:
    """A finding that a waiver lets through."""
    return found(message, severity)._replace(waiver=WAIVER._replace(**changed))


def written(form: str, outcomes: Iterable[Outcome], context: Context = CONTEXT) -> str:
    """What a format makes of some outcomes, without a command around it."""
    renderer, tally, parts = report(form), Tally(), []
    writer = renderer.writer(context)
    for one in outcomes:
        tally.add(one)
        text = renderer.one(one, context)
        if text:
            parts.append(writer.add(text))
    return "".join([*parts, *writer.end(tally)])
