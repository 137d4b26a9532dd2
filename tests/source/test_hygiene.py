"""Text that is refused for its characters, and strings that are normalized."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from source_samples import faults, messages, read

from formulary.source import hygiene
from formulary.source.limits import MAX_FINDINGS, MAX_MARKS
from formulary.source.read import read_document

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt, Unicode 15.1 (the same in 14 to 16).
DEFAULT_IGNORABLE = """
00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0
FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF
"""


def code_points(ranges: str) -> list[str]:
    found: list[str] = []
    for item in ranges.split():
        first, _, last = item.partition("-")
        found += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_every_default_ignorable_character_is_hidden() -> None:
    assert [char for char in code_points(DEFAULT_IGNORABLE) if not hygiene.HIDDEN.fullmatch(char)] == []


def test_every_control_is_hidden_but_tab_and_line_breaks() -> None:
    controls = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cc", "Cs"}]
    assert [char for char in controls if not hygiene.HIDDEN.fullmatch(char)] == ["\t", "\n", "\r"]


def test_normalization_brings_no_hidden_character_in() -> None:
    brought = [
        chr(code)
        for code in range(0x110000)
        if hygiene.HIDDEN.search(unicodedata.normalize("NFC", chr(code)))
        and not hygiene.HIDDEN.match(chr(code))
    ]
    assert brought == []


def test_settled_characters_are_normal_whatever_stands_beside_them() -> None:
    """No settled character is a mark, changes by itself, or joins the character before it."""
    settled = {chr(c) for c in range(0x80, 0x110000) if hygiene._SETTLED.fullmatch(chr(c))}  # noqa: SLF001
    joined = {
        unicodedata.normalize("NFD", chr(code))[1:2]
        for code in range(0x110000)
        if len(unicodedata.normalize("NFD", chr(code))) > 1
    }
    assert {char for char in settled if unicodedata.combining(char)} == set()
    assert {char for char in settled if not unicodedata.is_normalized("NFC", char)} == set()
    assert settled & joined == set()


def test_every_mark_that_sorting_moves_is_counted() -> None:
    """The three characters of class 0 that decompose into marks are the only ones."""
    moved = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[0])
        and not unicodedata.combining(chr(code))
    ]
    assert "".join(moved) == hygiene._MARKS_WITHOUT_CLASS  # noqa: SLF001


@pytest.mark.parametrize(
    "char", ["\u3164", "\ufe0f", "\u202e", "\u200b", "\x07", "\x1b", "\x7f", "\x85", "\u2028"]
)
def test_a_hidden_character_is_refused_in_values_keys_and_comments(char: str) -> None:
    assert faults(f"a: 1\nb: x{char}y\n") == [("FML002", 2, 5)]
    assert faults(f"a: 1\nb{char}: x\n") == [("FML002", 2, 2)]
    assert faults(f"a: 1 # {char}{char}\n") == [("FML002", 1, 8)]
    assert faults(f'{{"µ": "x{char}y"}}', "json") == [("FML002", 1, 9)]


@pytest.mark.parametrize("escape", ["\\u3164", "\\ufe0f", "\\u202e", "\\u0000", "\\u0007", "\\u0085"])
def test_an_escape_hides_nothing(escape: str) -> None:
    assert faults(f'a: 1\nb: "x{escape}y"\n') == [("FML002", 2, 4)]
    assert faults(f'"b{escape}": 1\n') == [("FML002", 1, 1)]
    assert faults(f'{{"a": 1, "b": "x{escape}y"}}', "json") == [("FML002", 1, 15)]
    assert faults(f'{{"b{escape}": 1}}', "json") == [("FML002", 1, 2)]


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\e", "\\f", "\\v", "\\N", "\\L", "\\P", "\\x9b"])
def test_the_short_escapes_of_yaml_hide_nothing(escape: str) -> None:
    assert faults(f'a: "{escape}"\n') == [("FML002", 1, 4)]


@pytest.mark.parametrize("escape", ["\\b", "\\f"])
def test_the_short_escapes_of_json_hide_nothing(escape: str) -> None:
    assert faults(f'["{escape}"]', "json") == [("FML002", 1, 2)]


def test_lone_surrogates_are_refused_and_pairs_are_characters() -> None:
    assert faults('{"a": "\\ud800"}', "json") == [("FML002", 1, 7)]
    assert faults('{"a": "\\udc00x"}', "json") == [("FML002", 1, 7)]
    assert faults('a: "\\ud800"') == [("FML002", 1, 7)]
    assert faults(b'{"a": "\xed\xa0\x80"}', "json") == [("FML002", 1, 8)]
    assert read('{"a": "\\ud83d\\ude00"}', "json").data == {"a": "😀"}


def test_line_breaks_and_tabs_are_for_the_schema_to_judge() -> None:
    assert read('{"a": "x\\ty\\nz\\r"}', "json").data == {"a": "x\ty\nz\r"}
    assert read('a: "x\\ty\\nz"').data == {"a": "x\ty\nz"}


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"a: \xb5g\n", ("FML002", 1, 4)),
        (b"a: 1\nb: \xc3\xa9\n\xff: 2", ("FML002", 3, 1)),
        ("µµ: ".encode() + b"\xe2\x82", ("FML002", 1, 5)),
        (b"\r\n\r\n \xc0\xaf", ("FML002", 3, 2)),
    ],
)
def test_a_byte_that_is_not_utf_8_has_a_place(raw: bytes, place: tuple[str, int, int]) -> None:
    assert faults(raw) == [place]
    assert faults(raw, "json") == [place]


def test_a_byte_that_is_not_utf_8_is_told_by_its_number() -> None:
    assert "byte 4 of the file, `\\xb5`" in messages(b"a: \xb5g")[0]


def test_utf_16_byte_order_marks_and_binary_files_are_named() -> None:
    assert "UTF-16" in messages("a: 1".encode("utf-16"))[0]
    assert "UTF-16" in messages("a: 1".encode("utf-16-le"))[0]
    assert "UTF-16" in messages('{"a": 1}'.encode("utf-16-be"), "json")[0]
    assert "byte order mark" in messages("\ufeffa: 1")[0]
    assert faults("\ufeffa: 1") == [("FML002", 1, 1)]
    assert faults(b"PK\x03\x04 and more text \x00") == [("FML002", 1, 20)]


def test_a_run_of_hidden_characters_is_one_fault_and_a_file_has_a_hundred_at_most() -> None:
    assert faults("a: \u200b\u200b\u200b\u200b\n") == [("FML002", 1, 4)]
    assert len(faults("\u200b:" * 500)) == MAX_FINDINGS
    assert re.search(r"U\+200B \(zero width space\).* and 1 more", messages("a: \u200b\u200b\u200b\u200b")[0])


def test_strings_and_keys_are_normalized() -> None:
    data = {"é": ["é", {"K": 1}]}
    assert read("e\u0301: [e\u0301, {\u212a: 1}]").data == data
    assert read('{"e\u0301": ["e\u0301", {"\u212a": 1}]}', "json").data == data
    assert read('{"e\\u0301": ["e\\u0301", {"\\u212a": 1}]}', "json").data == data
    assert read("a: 10e\u0301 mL").data == {"a": "10é mL"}  # a scalar that might be a number
    assert read('"e\\u0301": ["e\\\n  \u0301", {\u212a: 1}]').data == data


@pytest.mark.parametrize("marks", ["\u0315\u0300", "\u0f73", "\u0301"])
def test_combining_marks_that_would_take_minutes_to_sort_are_refused(marks: str) -> None:
    hostile = "e" + marks * 40_000
    for content, syntax in ((f"a: {hostile}", "yaml"), (f'{{"a": "{hostile}"}}', "json")):
        started = time.process_time()
        assert [code for code, _, _ in faults(content, syntax)] == ["FML002"]
        assert time.process_time() - started < 10
    assert read("a: e" + "\u0301" * MAX_MARKS)


def test_a_text_in_other_letters_is_read() -> None:
    text = "Γλυκίνη 5 % · глицин · グリシン · 甘氨酸 · जल · ≤ 10 µg – “x” ½ ₂"
    assert read(f"a: '{text}'").data == {"a": unicodedata.normalize("NFC", text)}
    assert read_document(f'["{text}"]'.encode(), "x", "json")
