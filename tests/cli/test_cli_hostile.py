"""Nothing that stands in a file or in its name reaches a terminal as anything but visible text."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from command import CLEAN, formulary, here
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import EVIL as MARKUP
from runner import commands

from formulary.reports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\u202e\u2066\u200b\u200f\ufeff\u2028\x00\x7f\x08\U000e0041\u3164"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


_VISIBLE = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f\n]"
)
"""Line ends, and format characters (Cf) that show as signs of their own."""


def _acts(text: str) -> list[str]:
    """The characters that do something instead of being seen."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [f"U+{ord(char):04X}" for char in _VISIBLE.sub("", text) if unicodedata.category(char) in kinds]


def _write(folder: Path, evil: str) -> None:
    base = CLEAN.replace("title: Example", f"title: Ex{evil}ample")
    (folder / "title.yaml").write_text(base, "utf-8", "surrogatepass")
    (folder / "name.yaml").write_text(CLEAN.replace("lidocaine-1", f"lido{evil}"), "utf-8", "surrogatepass")
    data = {
        "format": "recipe/1",
        "id": evil,
        f"key{evil}": evil,
        "volume": f"1{evil} mL",
        "components": [evil],
    }
    (folder / "escaped.json").write_text(json.dumps(data), "utf-8")
    (folder / "raw.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8", "surrogatepass")
    (folder / "lines.ndjson").write_text(f"{json.dumps(data)}\n{{{evil}\n", "utf-8", "surrogatepass")
    (folder / "kind.yaml").write_text(f'format: "{evil}/1"\n', "utf-8", "surrogatepass")
    (folder / "bytes.yaml").write_bytes(b"title: \xff\x1b[31m\n")


def _check_formats(folder: Path) -> None:
    for form in FORMATS:
        for colour in ("never", "always"):
            done = here("--color", colour, "validate", "--output-format", form, str(folder))
            assert done.code == 1
            assert _acts(COLOUR.sub("", done.out) if colour == "always" else done.out) == []
            assert _acts(done.err) == []
            obeyed = {command.name for command in commands(done.out + done.err)}
            assert obeyed <= ({"error", "warning", "notice"} if form == "github" else set())
            if form in ("text", "concise"):
                assert max(map(len, COLOUR.sub("", done.out).splitlines())) <= 300


@pytest.mark.parametrize("evil", [EVIL, MARKUP, f"::error::{MARKUP}", f"##[error]{MARKUP}"])
def test_no_character_of_a_file_acts_on_a_terminal_or_a_runner(tmp_path: Path, evil: str) -> None:
    _write(tmp_path, evil)
    _check_formats(tmp_path)


@settings(max_examples=settings().max_examples // 10)
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_text_at_all_does(tmp_path_factory: pytest.TempPathFactory, evil: str) -> None:
    folder = tmp_path_factory.mktemp("evil")
    _write(folder, evil)
    for form in FORMATS:
        done = here("validate", "--output-format", form, str(folder))
        assert _acts(done.out + done.err) == []
    for name in ("title.yaml", "name.yaml"):
        done = here("explain", str(folder / name))
        assert _acts(done.out + done.err) == []


@pytest.mark.parametrize(
    "name",
    [
        *("e\x1b[31mvil\u202e.yaml", "two\nlines.yaml", "x" * 240 + ".yaml", b"by\xfftes.yaml"),
        *("::error::x.yaml", "##[error]x.yaml", "\n::error::x.yaml", "<b>|`[a](b)`|@team.yaml"),
    ],
)
def test_nor_of_the_name_of_a_file(name: str | bytes, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    with open(os.path.join(folder, os.fsencode(name)), "w", encoding="utf-8") as stream:  # noqa: PTH118, PTH123
        stream.write("format: recipe/1\n")
    _check_formats(tmp_path)
    for form in ("json", "sarif", "gitlab"):
        json.loads(here("validate", "--output-format", form, str(tmp_path)).out.encode())
    ET.fromstring(here("validate", "--output-format", "junit", str(tmp_path)).out.encode())  # noqa: S314


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", f"1{EVIL} mg", "mg"],
        ["convert", "1 mg", f"m{EVIL}g"],
        ["convert", "1 mg", "mg", "--ingredient", f"zinc{EVIL}"],
        ["convert", "1 mg", "mg", "--as", f"zinc{EVIL}"],
        ["rules", f"FML{EVIL}"],
        ["catalogue", "show", f"zinc{EVIL}"],
        ["catalogue", "search", f"zinc{EVIL}"],
        ["catalogue", "list", f"zinc{EVIL}"],
        ["schema", EVIL],
        ["validate", f"gone{EVIL}.yaml"],
        ["validate", "--select", EVIL, "seed"],
        ["validate", f"--{EVIL}", "seed"],
        ["validate", "-o", f"gone/{EVIL}", "seed"],
        ["validate", "--stdin-filename", EVIL, "-"],
        ["--policy", EVIL, "validate", "seed"],
        ["explain", "seed/recipes/hair-density-panthenol.yaml", f"zinc{EVIL}"],
        [EVIL],
    ],
    ids=lambda arguments: arguments[0] if arguments[0] != EVIL else "command",
)
def test_nor_of_an_argument(arguments: list[str]) -> None:
    arguments = [argument.replace("\x00", "") for argument in arguments]
    done = formulary(*arguments)
    assert done.code in (1, 2, 3)
    assert _acts(done.out + done.err) == []


def test_a_name_that_is_right_to_left_or_wide_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "注射.yaml"
    path.write_text(
        CLEAN.replace("title: Example", "title: שלום 注射 β-glucan").replace("10 mL\ncomp", "10 ml\ncomp")
    )
    shown = here("validate", str(path)).out
    assert "注射.yaml:" in shown
    assert _acts(shown) == []
