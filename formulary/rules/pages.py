"""The page of a rule, taken apart: summary, rationale, source, failing and passing examples."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.rules import Rule

_HEADING = re.compile(r"^(Fails|Passes)(?: \((?P<how>[^)]*)\))?::$", re.MULTILINE)


class Example(NamedTuple):
    r"""One example file. ``how`` says how the test makes and judges it; empty is YAML as it stands.

    - ``json``: the file is JSON.
    - ``escaped``: escapes as in a Python string, ``\u202e``, stand for what a page should not hold.
    - ``link``: a symbolic link to the file is given instead of the file.
    - ``repeated``: the last line stands 201 times, one more than the most components.
    - ``twice``: it stands in the collection twice; ``renamed``: the second time under an id of its own.
    - ``waivers``: the file of waivers beside a recipe called ``example``, in which nothing is found.
    - ``in YEAR``: the run is made on the first day of that year.
    - ``at most N actives``: the policy allows so many active components.
    - ``unverified``: every limit of the policy is taken to rest on unverified evidence.
    """

    fails: bool
    how: str
    text: str


class Page(NamedTuple):
    """What a rule's docstring says."""

    summary: str
    rationale: tuple[str, ...]
    source: str
    examples: tuple[Example, ...]

    def of(self, *, fails: bool) -> tuple[Example, ...]:
        """The failing or the passing examples."""
        return tuple(example for example in self.examples if example.fails is fails)


def page(rule: Rule) -> Page:
    """The page of a rule."""
    parts = _HEADING.split(rule.page)
    paragraphs = [" ".join(block.split()) for block in parts[0].split("\n\n") if block.strip()]
    source = next(text for text in paragraphs if text.startswith("Source: "))
    examples = tuple(
        Example(parts[at] == "Fails", parts[at + 1] or "", dedent(parts[at + 2]).strip("\n") + "\n")
        for at in range(1, len(parts), 3)
    )
    rationale = tuple(text for text in paragraphs[1:] if text is not source)
    return Page(paragraphs[0], rationale, source.removeprefix("Source: "), examples)


def markdown(rule: Rule) -> str:
    """The page as Markdown, for the documentation."""
    found = page(rule)
    lines = [f"## {rule.code} {rule.name}", "", f"**{rule.level.value}** · {found.summary}", ""]
    for paragraph in found.rationale:
        lines += [paragraph, ""]
    lines += [f"Source: {found.source}", ""]
    for word, fails in (("Fails", True), ("Passes", False)):
        for example in found.of(fails=fails):
            made = f" ({example.how})" if example.how else ""
            language = "json" if example.how == "json" else "yaml"
            lines += [f"{word}{made}:", "", f"```{language}", example.text.rstrip("\n"), "```", ""]
    return "\n".join(lines)
