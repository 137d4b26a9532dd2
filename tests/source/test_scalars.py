"""What a plain YAML scalar is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import faults, messages, read
from yaml.resolver import Resolver

from formulary.source.limits import MAX_INTEGER
from formulary.source.places import Refusal
from formulary.source.scalars import SUSPECT, plain

# fmt: off
AMBIGUOUS = [
    "012", "08", "00", "-012", "+5", "+0", "1_000", "1_0", "12_", "0x1F", "0o17", "0b101", "1:30", "1:30:00",
    "190:20:30.15", "1.5", "-1.5", "1.", ".5", "-.5", "+.5", "1e3", "1E3", "1.5e-3", "6.02e23", ".inf",
    "-.inf", "+.inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", "~", "=", "yes", "Yes", "YES", "no", "No",
    "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n", "N", "True", "TRUE", "False", "FALSE",
    "Null", "NULL", "2026-1-2", "2026-11-22T10:00:00Z", "2026-11-22t10:00:00+01:00", "1_000.5", "0x_1",
    "0.",
]
TEXT = [
    "10mL", "0.5mg", "250mg/mL", "1:100000", "1:100,000", "1:3a", "4mm", "2weeks", "recipe/1",
    "hair-density", "nope", "yesterday", "once", "offline", "tru", "nulls", "1-2", "3/4", "5%", "1,5",
    "1.2.3", "v1.0", "0x", "0b2", "0o8", "e3", "1e", "+mg", "-mL", "-", "--", "...", ".a", "~a", "=x",
    "<3", "<<<", "y1", "2026-11-22", "2026-11", "20261-11-22", ".",
]


# fmt: on


@pytest.mark.parametrize("scalar", AMBIGUOUS)
def test_what_readers_disagree_about_is_refused_as_value_and_as_key(scalar: str) -> None:
    assert faults(f"a: {scalar}") == [("FML007", 1, 4)]
    assert faults(f"- x\n- {scalar} # c") == [("FML007", 2, 3)]
    assert faults(f"{scalar}: a") == [("FML007", 1, 1)]
    assert "quotes" in messages(f"a: {scalar}")[0]


@pytest.mark.parametrize(
    "scalar", ["2026-11-22 10:00:00", "2026-11-22 10:00:00.5 -5", "2026-11-22  1:00:00 Z"]
)
def test_a_time_with_spaces_is_refused(scalar: str) -> None:
    assert faults(f"a: {scalar}") == [("FML007", 1, 4)]


@pytest.mark.parametrize("scalar", [*AMBIGUOUS, "12", "true", "null", ""])
def test_in_quotes_everything_is_text(scalar: str) -> None:
    assert read(f'a: "{scalar}"').data == {"a": scalar}
    assert read(f"'{scalar}': x").data == {scalar: "x"}
    assert read(f"a: |-\n  {scalar}").data == {"a": scalar}


@pytest.mark.parametrize("scalar", TEXT)
def test_what_every_reader_takes_for_text_is_text(scalar: str) -> None:
    assert plain(scalar) == scalar


def test_text_with_units_is_text() -> None:
    assert read("a: 0.5 mg\nb: 2 % w/v\nc: 1_000 mg").data == {"a": "0.5 mg", "b": "2 % w/v", "c": "1_000 mg"}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-0", 0),
        ("-7", -7),
        ("30", 30),
        ("", None),
    ],
)
def test_the_few_typed_scalars(scalar: str, value: object) -> None:
    found = read(f"a: {scalar}").data
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize("key", ["12", "-1", "true", "false", "null"])
def test_a_key_that_is_not_text_is_refused(key: str) -> None:
    assert faults(f"a: 1\n{key}: x") == [("FML007", 2, 1)]


def test_a_missing_key_is_an_error_of_syntax() -> None:
    assert faults("a: 1\n: x") == [("FML003", 2, 1)]
    assert faults(": x") == [("FML003", 1, 1)]
    assert faults("{: x}") == [("FML003", 1, 2)]
    assert faults("?\n: x") == [("FML003", 1, 2)]


@pytest.mark.parametrize(
    "digits", [str(MAX_INTEGER + 1), str(-MAX_INTEGER - 1), "9" * 18, "9" * 5000, "-" + "9" * 99]
)
def test_integers_that_readers_round_are_refused(digits: str) -> None:
    assert faults(f"a: {digits}") == [("FML104", 1, 4)]
    assert faults(f'{{"a": {digits}}}', "json") == [("FML104", 1, 7)]


def test_the_largest_integer_is_kept() -> None:
    assert read(f"a: [{MAX_INTEGER}, {-MAX_INTEGER}]").data == {"a": [MAX_INTEGER, -MAX_INTEGER]}
    assert read(f'{{"a": {MAX_INTEGER}}}', "json").data == {"a": MAX_INTEGER}


@given(st.text("0123456789+-.:_eExXobTZ ~=<yYnNaoOfFsStTrRuUlLiI", min_size=1, max_size=12))
def test_whatever_pyyaml_types_is_typed_alike_or_refused(scalar: str) -> None:
    """PyYAML's own resolver of YAML 1.1 is the witness."""
    from yaml.nodes import ScalarNode  # noqa: PLC0415

    tag = Resolver().resolve(ScalarNode, scalar, (True, False)).rpartition(":")[2]
    found = plain(scalar)
    if tag != "str":
        assert scalar[:1] in SUSPECT
        known = scalar.lstrip("-").isdigit() or scalar in {"true", "false", "null"}
        assert known or isinstance(found, Refusal) or (tag == "timestamp" and found == scalar)
    if isinstance(found, bool):
        assert tag == "bool"
    elif isinstance(found, int):
        assert tag == "int"
    elif found is None:
        assert tag == "null"


@pytest.mark.parametrize("part", ["1", "1_", "1:", ":1", "1.", "0", "1e", ".", "-", "2001-01-01 ", "\t"])
def test_no_scalar_takes_long_to_judge(part: str) -> None:
    started = time.process_time()
    for end in ("", "x", "1", "."):
        plain("1" + part * (200_000 // len(part)) + end)
    assert time.process_time() - started < 10
