"""``formulary rules``: the list of rules, and the page of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.options import output_option
from formulary.cli.output import output, use_colour, width
from formulary.errors import UsageFaultError
from formulary.reports.layout import Line, lay
from formulary.reports.style import severity_style
from formulary.rules import all_rules, codes, rule
from formulary.rules.pages import markdown, page
from formulary.text import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.cli.main import Globals
    from formulary.rules import Rule


@click.command(name="rules", short_help="List the rules, or show the page of one.")
@click.argument("code", required=False, shell_complete=completing.codes)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    metavar="FORMAT",
    help="text, json or markdown. [default: text]",
)
@output_option
@click.pass_obj
def command(options: Globals, code: str | None, output_format: str, output_file: str | None) -> None:
    """List the rules, or show the page of one by its CODE or name: rationale, source, examples.

    The beginning of a code, such as FML3, lists the rules that begin so.
    """
    rules = _find(code) if code else list(all_rules().values())
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps([_record(item) for item in rules], indent=2)}\n")
        elif output_format == "markdown":
            write("\n".join(markdown(item) for item in rules).rstrip("\n") + "\n")
        else:
            columns, colour = width(output_file), use_colour(options, output_file)
            for line in _page(rules[0]) if code and len(rules) == 1 else _list(rules):
                write(f"{lay(line, columns, colour=colour, whole=True)}\n")


def _find(code: str) -> list[Rule]:
    """The rule of a code or name, or all whose code begins so."""
    known = codes()
    wanted = f"FML{code}" if code.isdecimal() else code.upper()
    found = [name for name in known if name.startswith(wanted)] if wanted.startswith("FML") else []
    found = found or [name for name, words in known.items() if words == code.lower()]
    if not found:
        words = known if wanted.startswith("FML") else known.values()
        hint = did_you_mean(wanted if words is known else code, words)
        raise UsageFaultError(f"there is no rule {quoted(code)}", hint or "`formulary rules` lists them.")
    return [rule(name) for name in found]


def _list(rules: list[Rule]) -> Iterator[Line]:
    longest = max(len(item.name) for item in rules)
    for item in rules:
        mark = f"{item.code}  {item.level.value:<7}  {item.name:<{longest}} "
        yield Line(item.summary, mark=mark, mark_style=severity_style(item.level))


def _page(item: Rule) -> Iterator[Line]:
    found = page(item)
    yield Line(f"{item.code} {item.name} ({item.level.value})", "bold")
    for paragraph in (found.summary, *found.rationale, f"Source: {found.source}"):
        yield Line("")
        yield Line(paragraph)
    for word, fails in (("Fails", True), ("Passes", False)):
        for example in found.of(fails=fails):
            made = f" ({example.how})" if example.how else ""
            yield Line("")
            yield Line(f"{word}{made}:", "red" if fails else "green")
            yield Line("")
            for line in example.text.splitlines():
                text = line.lstrip(" ")
                indent = 4 + len(line) - len(text)
                yield Line(text, indent=indent, hang=indent + 4)


def _record(item: Rule) -> dict[str, object]:
    found = page(item)
    return {
        "code": item.code,
        "name": item.name,
        "level": item.level.value,
        "summary": found.summary,
        "rationale": list(found.rationale),
        "source": found.source,
        "fails": [example.text for example in found.of(fails=True)],
        "passes": [example.text for example in found.of(fails=False)],
    }
