"""Files made to stop, slow down or mislead the reader: known attacks, and mutants of good recipes."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import time
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from source_samples import QUOTED, RECIPE

from formulary.source.canonical import canonical_bytes
from formulary.source.document import Document
from formulary.source.hygiene import HIDDEN
from formulary.source.limits import MAX_BYTES, MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from formulary.source.read import read_document

if TYPE_CHECKING:
    from formulary.findings import Path
    from formulary.source.document import Syntax, Unread

LIMIT = 10  # seconds of processor time: this finds a hang on the slowest machine; speed is measured apart
CODES = re.compile(r"FML00[2-7]|FML10[34]")


def judged(raw: bytes, syntax: Syntax) -> Document | Unread:
    """Read hostile bytes within the time, and check what must hold of any answer."""
    started = time.process_time()
    found = read_document(raw, "hostile", syntax)
    if isinstance(found, Document):
        found.locate(("components", 0, "strength"))
    assert time.process_time() - started < LIMIT
    if isinstance(found, Document):
        check_data(found)
        check_against_other_readers(found)
    else:
        check_findings(found)
    return found


def check_findings(found: Unread) -> None:
    lines = found.text.count("\n") + found.text.count("\r") + 1
    assert 1 <= len(found.found) <= MAX_FINDINGS
    for finding, span in found.found:
        assert CODES.fullmatch(finding.code)
        assert not HIDDEN.search(finding.message + finding.help)
        assert finding.help
        assert span is not None
        assert 1 <= span.line <= span.end_line <= lines
        assert span.column >= 1
        assert span.end_column >= 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)


def check_data(document: Document) -> None:
    nodes = 0
    todo: list[tuple[Path, Any]] = [((), document.data)]
    while todo:
        path, value = todo.pop()
        nodes += 1
        assert len(path) <= MAX_DEPTH
        if nodes % 50 == 1:
            document.locate(path)
            document.locate(path, on_key=True)
        if isinstance(value, dict):
            todo += [((*path, key), item) for key, item in value.items()]
            todo += [(path, key) for key in value]
        elif isinstance(value, list):
            todo += [((*path, number), item) for number, item in enumerate(value)]
        elif isinstance(value, str):
            assert not HIDDEN.search(value)
            assert unicodedata.is_normalized("NFC", value)
        else:
            assert value is None or type(value) in {int, bool}
    assert nodes <= MAX_NODES
    assert canonical_bytes(document.data)


def check_against_other_readers(document: Document) -> None:
    """What is accepted means to the usual libraries what it means here (safe, as it is limited already)."""
    if document.syntax == "json":
        other = json.loads(document.text)
    else:
        try:
            other = yaml.load(document.text, yaml.CSafeLoader)
        except ValueError:  # such as the date 2026-99-99, which is text here
            return
    assert normal(other) == document.data


def normal(value: Any) -> Any:
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def filled(part: str, before: str = "", after: str = "") -> str:
    """The part repeated until the file is as large as a file may be."""
    size = MAX_BYTES - len((before + after).encode())
    return before + part * (size // len(part.encode())) + after


ATTACKS = {
    "brackets": filled("["),
    "braces": filled('{"a":'),
    "pairs": filled("[],", "[", "]"),
    "flow mappings": filled("{a: "),
    "dashes": filled("- "),
    "question marks": filled("? "),
    "colons": filled(": "),
    "deep blocks": "".join("\n" + " " * level + "a:" for level in range(700)),
    "deep lists": "".join("\n" + " " * level + "-" for level in range(700)),
    "simple keys": filled("[a]"),
    "flow commas": filled(",", "{"),
    "items": filled("- a\n"),
    "keys": "".join(f"k{number}: 1\n" for number in range(20_000)),
    "json keys": "{" + ",".join(f'"k{number}":1' for number in range(18_000)) + "}",
    "equal keys": filled("a: 1\n"),
    "equal json keys": filled('"a":1,', "{", '"a":1}'),
    "anchors": filled("- &a b\n"),
    "aliases": filled("- *a\n"),
    "tags": filled("- !!str b\n"),
    "tag directives": "".join(f"%TAG !{number:x}! a\n" for number in range(15_000)) + "---\na: 1",
    "late directives": "a: 1\n...\n" + "".join(f"%TAG !{number:x}! a\n" for number in range(15_000)),
    "other directives": filled("%A b\n"),
    "documents": filled("---\n"),
    "long tag": filled("a", "a: !"),
    "long anchor": filled("a", "a: &", " b"),
    "long text": filled("a", "a: "),
    "long key": filled("a", "", ": 1"),
    "open quote": filled("a", 'a: "'),
    "quotes": filled('"'),
    "escapes": filled("\\n", '{"a": "', '"}'),
    "backslashes": filled("\\", '{"a": "'),
    "escaped surrogates": filled('"\\ud800",', "[", "1]"),
    "escaped marks": filled("\\u0315\\u0300", '{"a": "e', '"}'),
    "marks": filled("\u0315\u0300", "a: e"),
    "marks without class": filled("\u0f73", "a: "),
    "literal": filled("  a\n", "a: |\n"),
    "folded": filled("\n", "a: >\n  x\n", "  z"),
    "comments": filled("#\n"),
    "blanks": filled(" "),
    "breaks": filled("\n"),
    "returns": filled("\r"),
    "tabs": filled("\t", "a:"),
    "digits": filled("1", "a: "),
    "json digits": filled("1", "[-", "]"),
    "fractions": filled("1.5,", "[", "1]"),
    "exponent": filled("9", "1e"),
    "sixties": filled(":1", "a: 1", "x"),
    "underscores": filled("1_", "a: "),
    "time": filled(" ", "a: 2001-01-01", "x"),
    "constants": filled("NaN,", "[", "1]"),
    "hidden": filled("\u200b"),
    "hidden apart": filled("a\u200b"),
    "emoji": filled("😀", "a: "),
    "conflicts": filled("<<<<<<< a\n"),
    "indicators": filled("a: |9"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_no_file_takes_long(name: str) -> None:
    judged(ATTACKS[name].encode(), "yaml")
    judged(ATTACKS[name].encode(), "json")


def test_a_merge_key_bomb_is_refused_at_its_first_anchor() -> None:
    """783 bytes for which `yaml.safe_load` takes 15 seconds, twice as long with each level more."""
    levels = "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 24))
    bomb = f"a0: &a0 {{k: v}}\n{levels}"
    found = judged(bomb.encode(), "yaml")
    assert not isinstance(found, Document)
    finding, span = found.found[0]
    assert (finding.code, span) == ("FML005", (1, 5, 1, 10))
    assert {located.finding.code for located in found.found} == {"FML005"}


def test_a_billion_laughs_are_refused() -> None:
    laughs = 'a: &a ["lol"]\n' + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    found = judged(laughs.encode(), "yaml")
    assert not isinstance(found, Document)
    assert {located.finding.code for located in found.found} == {"FML005"}


def test_a_file_over_the_limit_is_refused_unread() -> None:
    found = read_document(b"#" * (MAX_BYTES + 1), "x", "yaml")
    assert not isinstance(found, Document)
    assert [located.finding.code for located in found.found] == ["FML001"]


def test_reading_json_does_not_import_yaml() -> None:
    program = """
import sys
from formulary.source.read import read_document
document = read_document(b'{"a": 1}', "x", "json")
document.locate(("a",))
print([name for name in ("yaml", "jsonschema", "pint", "rapidfuzz") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SEEDS: list[tuple[Syntax, str]] = [
    ("yaml", RECIPE),
    ("yaml", QUOTED),
    ("json", QUOTED),
    ("json", json.dumps(json.loads(QUOTED), separators=(",", ":"))),
    (
        "yaml",
        "# kind\nformat: session/1\nparts:\n- {recipe: a}\n- recipe: b\n  volume: >-\n    2\n",
    ),
    ("yaml", ""),
    ("json", ""),
]
PIECES = [
    *"{}[]\"':,#&*!|>%@`?-=~<\\/+._\t\r\n 0189eyn",
    *(
        "<<: ",
        "<<<<<<< ",
        "- ",
        ": ",
        "\n\n",
        "\r\n",
        "---\n",
        "...\n",
        "&a ",
        "*a ",
        "!!str ",
        "! ",
        "? ",
        "|2\n",
    ),
    *(
        "%TAG ! a\n",
        "%YAML 1.1\n",
        "{a: ",
        '{"a":',
        '"a": 1, ',
        "a: ",
        "null",
        "true",
        "no",
        "012",
        "1:30",
        "1e3",
    ),
    *(
        "1.5",
        "0x1F",
        "1_000",
        "NaN",
        "-Infinity",
        "2026-11-22",
        "2026-11-22 10:00:00",
        "9" * 20,
        "\\u0000",
        "\\ud800",
    ),
    *(
        "\\u00e9",
        "e\\u0301",
        "\\b",
        "\\x41",
        "\\n",
        "\\\n",
        "\u200b",
        "\u202e",
        "\ufe0f",
        "\u3164",
        "\ufeff",
        "\u0085",
    ),
    *(
        "\u2028",
        "\x00",
        "\x1b",
        "\x7f",
        "e\u0301",
        "\u0f73" * 40,
        "\u212a",
        "\u0301",
        "😀",
        "µ",
        "β",
        "\u00a0",
    ),
]
RAW_PIECES = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xfe\xff", b"\x80"]


def mutant(number: int) -> tuple[Syntax, bytes]:
    """A recipe with one to six changes; the number decides which."""
    chance = random.Random(number)  # noqa: S311
    syntax, text = chance.choice(SEEDS)
    raw = bytearray(text.encode())
    for _ in range(chance.randint(1, 6) if text else 12):
        place, end = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
        end = min(end, place + chance.choice((1, 3, 20, 200)))
        match chance.randrange(8):
            case 0 if raw:
                raw[min(place, len(raw) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                del raw[place:end]
            case 2:
                raw[place:place] = raw[place:end]
            case 3:
                other = chance.choice(SEEDS)[1].encode()
                start = chance.randint(0, len(other))
                raw[place:end] = other[start : start + chance.choice((5, 50, 500))]
            case 4:
                count = chance.choice((1, 5, 17, 400))
                opening, closing = chance.choice(
                    (("[", "]"), ("{a: ", "}"), ('{"a":', "}"), ("- ", ""), ("[", ""))
                )
                raw[end:end] = closing.encode() * count
                raw[place:place] = opening.encode() * count
            case 5:
                raw[place:place] = chance.choice(RAW_PIECES) if chance.random() < 0.2 else b"\n"
            case _:
                raw[place:place] = chance.choice(PIECES).encode() * chance.choice((1, 1, 1, 2, 40))
    return syntax, bytes(raw[:MAX_BYTES])


def test_mutants_are_read_or_refused_with_a_place() -> None:
    soak = bool(os.environ.get("FORMULARY_SOAK"))
    read = 0
    for number in range(20_000 if soak else 300):
        syntax, raw = mutant(number)
        try:
            read += isinstance(judged(raw, syntax), Document)
        except BaseException as error:
            error.add_note(f"mutant {number}: {syntax} {raw!r}")
            raise
    assert read > 20  # some must survive, or the mutants are no test of what is accepted
