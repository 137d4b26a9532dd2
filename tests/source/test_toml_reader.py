"""TOML as people write it: its data, the line of every setting, and a fault with its line."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.source.toml_reader import Toml, Unsound, read_toml

SAMPLE = """\
[project]
name = "strict"  # strict = 3

[tool.formulary]
strict = true
"output-format" = 'json'
select = [
  "FML3",
]
severity = {FML302 = "error"}

[[tool.formulary.per-path]]
pattern = "a/**"

[[tool.formulary.per-path]]
policy = "us"
inner.deep = 1
[tool.formulary.per-path.more]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("tool", "formulary"), 4),
        (("tool", "formulary", "strict"), 5),
        (("tool", "formulary", "output-format"), 6),
        (("tool", "formulary", "select", 0), 7),
        (("tool", "formulary", "severity", "FML302"), 10),
        (("tool", "formulary", "per-path", 0), 12),
        (("tool", "formulary", "per-path", 0, "pattern"), 13),
        (("tool", "formulary", "per-path", 1), 15),
        (("tool", "formulary", "per-path", 1, "policy"), 16),
        (("tool", "formulary", "per-path", 1, "inner", "deep"), 17),
        (("tool", "formulary", "per-path", 1, "more", "x"), 19),
        (("tool", "formulary", "missing"), 4),
        (("nowhere",), 1),
    ],
)
def test_a_setting_has_the_line_it_stands_on(path: tuple[str | int, ...], line: int) -> None:
    found = read_toml(SAMPLE.encode())
    assert isinstance(found, Toml)
    assert found.data == tomllib.loads(SAMPLE)
    assert found.line(path) == line


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (b"a = 1\nb =\n", 2, "not TOML"),
        (b"a = [1,", 1, "not TOML"),
        (b"a = 1\na = 2\n", 2, "not TOML"),
        (b"a = 1\nb = '\x1b'\n", 2, "hidden character"),
        (b"a = '\xff'", 1, "not UTF-8"),
        (b"a = " + b"[" * 50_000, 0, "too deep"),
        (b"b = 1\n" + b"a . " * 60_000 + b"a = 1", 2, "too deep"),
        (b"b = 1\n[" + b"'a'." * 60_000 + b"a]", 2, "too deep"),
        (b"b = {" + b"a." * 120_000 + b"a = 1}", 1, "too deep"),
    ],
)
def test_a_fault_has_a_line_and_words(text: bytes, line: int, word: str) -> None:
    found = read_toml(text)
    assert isinstance(found, Unsound)
    assert (found.line, word in found.message) == (line, True), found
    assert found.help.endswith(".")


@given(st.binary(max_size=200) | st.text("[]{}=.\"'#\\\na1 ", max_size=60).map(str.encode))
def test_no_text_makes_it_fall_over(raw: bytes) -> None:
    found = read_toml(raw)
    if isinstance(found, Toml):
        assert 1 <= found.line(("a", 1)) <= found.text.count("\n") + 1
