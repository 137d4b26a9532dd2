"""Write the pages of docs/ that the program describes better than a person: rules, commands, file formats."""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from export_pages import exports_page, imports_page

from formulary.cli.main import COMMANDS, cli, module_of
from formulary.reports import FORMATS
from formulary.resources import KINDS, OUTPUTS, SCHEMAS, schema
from formulary.rules import all_rules
from formulary.rules.pages import markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulary.rules import Rule

_DOCS = Path(__file__).parent
_NOTE = "<!-- Made by `make docs`; change the program, not this file. -->"


def main() -> None:
    """Write every page, or with ``--check`` say which are out of date."""
    stale = []
    for name, make in PAGES.items():
        text, path = make(), _DOCS / name
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != text:
            stale.append(name)
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}; run `make docs`")


def rules_page() -> str:
    """Every rule: a table to find it by, then its page."""
    rules = all_rules().values()
    rows = [f"| {_link(rule)} | {rule.name} | {rule.level.value} | {rule.summary} |" for rule in rules]
    return "\n".join((_RULES, *rows, "", *map(markdown, rules)))


_RULES = f"""\
# The rules

{_NOTE}

A rule has a code that is never used again for anything else, a name that says what is wrong, and a level:
an **error** fails the run, a **warning** fails it with `--strict`, a **note** never does. What could not be
checked is always said. `formulary rules FML301` shows one rule at the command line.

| code | name | level | fires on |
|---|---|---|---|"""


def _link(rule: Rule) -> str:
    return f"[{rule.code}](#{rule.code.lower()}-{rule.name})"


def commands_page() -> str:
    """The help of every command, and the formats of a report."""
    parts = ["# The commands", "", _NOTE, "", *_help(cli, "formulary")]
    for name in COMMANDS:
        command: click.Command = import_module(module_of(name)).command
        parts += [f"## formulary {name}", "", *_help(command, f"formulary {name}")]
        if isinstance(command, click.Group):
            for inner_name, inner in command.commands.items():
                title = f"formulary {name} {inner_name}"
                parts += [f"### {title}", "", *_help(inner, title)]
    parts += ["## Formats of a report", "", "| `--output-format` | what it is |", "|---|---|"]
    parts += [f"| `{name}` | {what} |" for name, what in FORMATS.items()]
    return "\n".join((*parts, "", _EXIT_CODES))


_EXIT_CODES = """\
## Exit codes

| code | meaning |
|---|---|
| 0 | nothing at error level |
| 1 | findings at error level (with `--strict` at warning level too), a refused conversion, nothing found |
| 2 | wrong use, or nothing to check |
| 3 | the environment failed: disk, permissions, an internal fault |
| 130 | ended with Ctrl-C |
| 141 | the reader of a pipe, such as `head`, went away before everything was written: no verdict |

The format of a report never changes the exit code. With `validate --watch` it is that
of the last check before Ctrl-C. Every option can come from the environment:
`FORMULARY_POLICY=us`, `FORMULARY_VALIDATE_STRICT=1`. `NO_COLOR` and `FORCE_COLOR` are honoured;
`--color` wins.

With `-q` every command leaves out what it says beside its result: progress, notes on standard error, hints
and the summary by rule. Findings, faults and the verdict stay.

Files, and whatever is written for programs, are UTF-8. Text for people follows the locale; where that
cannot show a character, bars are drawn with `#`, and what stands in your files is written as an escape.
"""


def _help(command: click.Command, path: str) -> list[str]:
    context = click.Context(command, info_name=path, terminal_width=80, max_content_width=80)
    context.help_option_names = ["-h", "--help"]
    return ["```text", command.get_help(context).rstrip(), "```", ""]


def schemas_page() -> str:
    """The fields of every kind of file."""
    parts = [_FIELDS]
    for kind in (*SCHEMAS, *OUTPUTS):
        data = schema(kind)
        begins = f": `format: {kind}/1`" if kind in KINDS else ""
        parts += [f"## {data['title']}{begins}", "", data["description"], ""]
        definitions = data.get("$defs", {})
        parts += _table(data, definitions)
        for name, definition in definitions.items():
            if "properties" in definition:
                parts += [f"### {kind}: {name.replace('_', ' ')}", ""]
                parts += [definition["description"], ""] if "description" in definition else []
                parts += _table(definition, definitions)
    return "\n".join(parts)


_FIELDS = f"""\
# The fields of every file

{_NOTE}

Each kind of file has a JSON Schema in `schemas/`, from which these tables are made.
`formulary schema recipe` prints one, and [an editor](editors.md) completes and explains by it.
[How the files are written](formats.md) is told apart.
"""


def _table(definition: dict[str, Any], definitions: dict[str, Any]) -> list[str]:
    required = definition.get("required", ())
    rows = ["| field | what it is | example |", "|---|---|---|"]
    for name, field in definition["properties"].items():
        examples = field.get("examples", [])
        example = f"`{json.dumps(examples[0], ensure_ascii=False)}`" if examples else ""
        must = " (required)" if name in required else ""
        rows.append(f"| `{name}`{must} | {_words(field, definitions)} | {example.replace('|', '&#124;')} |")
    return [*rows, ""]


def _words(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What the field is, and the values that it may have where they are few."""
    named = definitions.get(field.get("$ref", "").removeprefix("#/$defs/"), {})
    choices = field.get("enum") or named.get("enum") or ()
    values = f" One of {', '.join(f'`{value}`' for value in choices)}." if choices else ""
    return f"{field.get('description', '')}{values}"


PAGES: dict[str, Callable[[], str]] = {
    "rules.md": rules_page,
    "commands.md": commands_page,
    "schemas.md": schemas_page,
    "exports.md": partial(exports_page, _NOTE),
    "imports.md": partial(imports_page, _NOTE),
}
"""The pages, by name."""


if __name__ == "__main__":
    main()
