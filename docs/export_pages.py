"""The pages on exports and imports: their words, and the tables that the program knows better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.exports import FORMATS
from formulary.exports.columns import COMPONENT_COLUMNS, FORMULA_COLUMNS
from formulary.exports.fhir.codes import OWN, UNITS
from formulary.imports.fields import FIELDS
from formulary.imports.table import MAX_CELL, MAX_COLUMNS, MAX_FILE, MAX_ROWS
from formulary.imports.xlsx_table import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.exports.columns import Column

_PLACES = {"folder": "a folder", "file": "a file", "text": "a file, or standard output"}


def exports_page(note: str) -> str:
    """What an export holds, format by format and column by column."""
    return "\n".join(
        (
            _EXPORTS.format(note=note),
            "| `--format` | what it is | `-o` is |",
            "|---|---|---|",
            *(f"| `{name}` | {form.what} | {_PLACES[form.place]} |" for name, form in FORMATS.items()),
            _SAME,
            "## The first table: one row a formula",
            "",
            *_columns(FORMULA_COLUMNS),
            "",
            "## The second table: one row for each substance that a component brings",
            "",
            _SECOND,
            *_columns(COMPONENT_COLUMNS),
            _FHIR,
            "| kind | unit | UCUM |",
            "|---|---|---|",
            *(f"| {kind} | {unit} | `{code}` |" for kind, (unit, code) in UNITS.items()),
            _FHIR_OWN,
            "| URN | what it is |",
            "|---|---|",
            *(f"| `{name}` | {what} |" for name, what in OWN.items()),
            "",
        )
    )


def imports_page(note: str) -> str:
    """How foreign tables are read."""
    return "\n".join(
        (
            _IMPORTS.format(note=note),
            "| field | it fills | headers that are recognised |",
            "|---|---|---|",
            *(
                f"| `{field.name}` | {'a component' if field.of_part else f'`{_joined(field.path)}`'} "
                f"| {', '.join(field.headers) or 'none: name it in a mapping'} |"
                for field in FIELDS
            ),
            _LIMITS.format(
                file=MAX_FILE >> 20,
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
                cell=MAX_CELL,
                members=MAX_MEMBERS,
                unpacked=MAX_UNPACKED >> 20,
                ratio=MAX_RATIO,
            ),
        )
    )


def _joined(path: Iterable[str]) -> str:
    return ".".join(path)


def _columns(columns: tuple[Column, ...]) -> list[str]:
    rows = [f"| `{one.name}` | {one.kind} | {one.what} |" for one in columns]
    return ["| column | cell | what it means |", "|---|---|---|", *rows]


_EXPORTS = """\
# Exports: the formula inventory

{note}

```sh
formulary export -o inventory.xlsx                                   # the current version of each formula
formulary export --format csv --status approved -o inventory         # a folder with two tables
formulary export --as-of 2026-06-30 -o june.json                     # what was approved on that day
formulary export --from-files recipes/ -o recipes.html               # recipe files, without a registry
```

The current version of a formula is the approved one, else the newest; `--all` takes every version,
`--status` those of a status. `--indication`, `--ingredient`, `--group` and `--jurisdiction` narrow it down;
an ingredient is found through the products that bring it. The exit code is 1 where a formula could not be
exported or worked out completely: the rest is written, and both the export and its manifest say what is
missing. Findings do not make an export fail: they stand in it.

Concentrations, limits and headroom are worked out by the catalogue and the policies that the program has
now; the findings of a version are those of its last judgement. `check_is_current` says whether that was by
the same ones.
"""

_SAME = """
**The name of the output** says which format it is: `inventory.xlsx`, `june.json`, `recipes.html`, `list.md`.
`--format` says it for any other name; without either it is JSON.

**The same bytes again.** The same formulas under the same catalogue give the same bytes, on any machine, in
any folder, time zone and language, on any day: times come from the data only. (Workbooks and Parquet files
are packed, so there it takes the same versions of the libraries `xlsxwriter`, `pyarrow` and `zlib` too.
With `--from-files`, waivers that expired since are no longer in force; `SOURCE_DATE_EPOCH` sets the day.)

**All or nothing.** An export is written aside and takes its name when it is complete. A full disk or a
place that cannot be written is exit code 3, and nothing is left there. Only an earlier export is ever
replaced.

**The manifest** is `manifest.json` in a folder, `FILE.manifest.json` beside a file: the SHA-256 of each
file, the counts, the filters, the policies and the catalogue with their SHA-256, and of the registry the
number of events and the head of its audit chain. `formulary verify inventory` holds an export against it.
Standard output has no manifest.

**Numbers are exact.** Each stands twice: as text without any loss (`50`, `0.2`, or `90/7` where no decimal
ends), and rounded to 6 significant digits to read and to sort. In a workbook the exact one is a text cell,
the rounded one a number.

`formulary schema inventory` prints the JSON Schema of `--format json` and of each line of `ndjson`.

**Nothing acts.** No cell of a workbook is a formula or a link. In CSV, text that begins with `=`, `+`, `-`,
`@`, a tab or a line break (or their wide forms) has an apostrophe before it; numbers have none, negative
ones neither. Pages escape whatever comes from a recipe.
"""

_SECOND = """\
A product that brings several substances has a row for each: first its actives, then its excipients.
`concentration` is what this component brings into the finished mixture, `total` what all of them together
bring; limits are held against the total.
"""

_FHIR = """
## FHIR

`--format fhir` writes a Bundle of type `collection`, R5 or with `--fhir-version R4B` that release. Each
formula is

- a **Medication**: every substance with its strength per 1 mL of the finished mixture, and the volume of
  the batch. `active` is what is approved. What counts a part of a substance (`zinc` of zinc sulfate) has no
  code of the whole substance;
- a **MedicationKnowledge**: how it is made (each component with its computed volume; what fills up is `q.s.
  to 10 mL (5 mL)`), how it is kept and how long, what it is for, by which route, how often and how much;
- a **DocumentReference**: the recipe itself, as its author wrote it, in canonical JSON (RFC 8785).
  `formulary import` reads it back;
- a **Provenance** for a version of the registry: who wrote, registered and signed it, with the signatures.

Decimals are written digit by digit, never through a floating-point number. A strength whose decimal does
not end is rounded to 18 significant digits, and the exact ratio stands beside it in an extension, as two
whole numbers. A bundle that lacks something ends with an OperationOutcome.

Units are UCUM codes out of this table; a percentage is never one of them, `2% w/v` is 20 mg in 1 mL:
"""

_FHIR_OWN = """
A signature's `data` is an armored SSHSIG in base64. What it signs is this text, in UTF-8, with a line break
at the end of each line, made of what stands in the Provenance and the DocumentReference; `ssh-keygen -Y
verify` checks it:

```text
formulary statement 1
formula: ID
version: N
sha256: SHA-256 of the canonical JSON
meaning: authorship, review, approval or retirement
name: printed name
account: account
time: 2026-11-26T09:30:00Z
```

Identifiers, tags and extensions that no standard defines:
"""

_IMPORTS = """\
# Imports: formulas that stand in a table

{note}

```sh
formulary import formulas.xlsx                                # read and judge, write nothing
formulary import formulas.xlsx --mapping ours.yaml --set route=intradermal
formulary import formulas.xlsx --mapping ours.yaml --write recipes/
formulary import bundle.json --write recipes/                 # a FHIR bundle that `formulary export` wrote
```

A table has one row a component; the name of the formula stands in each of its rows or in the first one
only. Or it has one row a formula, and numbered columns: `Ingredient 1`, `Amount 1`, `Ingredient 2` ... Each
finding names its cell (`H6`) and says what to do. What could not be carried over (a quantity that cannot be
read, a missing field, a cell that contradicts another) stops the whole import: nothing is half there. Other
findings are those of `formulary validate`, which come again when the written files are checked.

Nothing is guessed. A header that is not recognised, or could mean two things (`Volume`: of the batch, or of
the component?), is said and not read. A bare number needs a unit: in the header, `Amount (mg)`, in a column
`Unit`, or in a mapping. A number in a column of percentages is refused, since a spreadsheet that shows `2
%` may hold 0.02: write it as text, `2% w/v`. So is a cell that a spreadsheet has made a date of.

A mapping says what columns mean ([its fields](schemas.md)):

```yaml
format: mapping/1
header_row: 3
columns:
  - {{header: Bezeichnung, field: title}}
  - {{header: Stoff, field: name}}
  - {{header: ml, field: part_volume, unit: mL}}
ignore: [Preis]
fixed:
  - {{field: route, value: intradermal}}
```

`name` is an ingredient or a product, whichever the catalogue knows by that name. `quantity` is a volume, an
amount or a concentration, as its unit says, or `q.s.`.
"""

_LIMITS = """
CSV is UTF-8, with commas, semicolons or tabs. A file has at most {file} MiB, {rows:,} rows, {columns}
columns and {cell:,} characters in a cell; a workbook at most {members} parts, {unpacked} MiB when unpacked,
packed at most {ratio} times over. These are looked at before anything is unpacked.

A FHIR bundle is read back by the recipe of record in it: its SHA-256 must be the one that the bundle names,
and the strengths of the Medication must be what the recipe makes. Bundles of other programs say what is in
a mixture, not how it is made; they cannot be imported.
"""
