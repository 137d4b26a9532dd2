"""``formulary rules``: the list of rules, and the page of one."""

from __future__ import annotations

import json

import click

from formulary.errors import UsageFaultError
from formulary.rules import Rule, all_rules
from formulary.rules.pages import markdown, page
from formulary.text import did_you_mean, quoted


@click.command(name="rules", short_help="List the rules, or show the page of one.")
@click.argument("code", required=False)
@click.option("--output-format", type=click.Choice(["text", "json", "markdown"]), default="text")
def command(code: str | None, output_format: str) -> None:
    """List the rules, or show the page of one by its CODE or name: rationale, source, examples."""
    rules = [_find(code)] if code else list(all_rules().values())
    if output_format == "json":
        click.echo(json.dumps([_record(rule) for rule in rules], indent=2, ensure_ascii=False))
    elif output_format == "markdown":
        click.echo("\n".join(markdown(rule) for rule in rules).rstrip("\n"))
    elif code:
        click.echo(_text(rules[0]))
    else:
        width = max(len(rule.name) for rule in rules)
        for rule in rules:
            click.echo(f"{rule.code}  {rule.level.value:<8} {rule.name:<{width}}  {rule.summary}")


def _find(code: str) -> Rule:
    rules = all_rules()
    named = {rule.name: rule for rule in rules.values()}
    found = rules.get(code.upper()) or named.get(code.lower())
    if found is None:
        hint = (
            did_you_mean(code.upper(), rules) if code.upper().startswith("FML") else did_you_mean(code, named)
        )
        raise UsageFaultError(f"there is no rule {quoted(code)}", hint or "`formulary rules` lists them.")
    return found


def _record(rule: Rule) -> dict[str, object]:
    found = page(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "level": rule.level.value,
        "summary": found.summary,
        "rationale": list(found.rationale),
        "source": found.source,
        "fails": [example.text for example in found.of(fails=True)],
        "passes": [example.text for example in found.of(fails=False)],
    }


def _text(rule: Rule) -> str:
    found = page(rule)
    paragraphs = "\n\n".join((found.summary, *found.rationale, f"Source: {found.source}"))
    parts = [
        f"{rule.code} {rule.name} ({rule.level.value})",
        click.wrap_text(paragraphs, preserve_paragraphs=True),
    ]
    for word, fails in (("Fails:", True), ("Passes:", False)):
        for example in found.of(fails=fails):
            made = f" ({example.how})" if example.how else ""
            parts.append(
                word.replace(":", f"{made}:")
                + "\n\n"
                + "".join(f"    {line}\n" for line in example.text.splitlines()).rstrip("\n")
            )
    return "\n\n".join(parts)
