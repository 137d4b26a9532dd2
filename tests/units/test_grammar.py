"""The grammar against random texts: what is read is what Fraction reads, and nothing raises or stalls."""

from __future__ import annotations

import re
import time
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from formulary.units import Exact, Quantity, Refused, find_unit, parse, parse_foreign
from formulary.units._factors import SPELLINGS, UNITS
from formulary.units.quantity import _parse

SYMBOLS = [*UNITS, *SPELLINGS]
whole = st.integers(0, 10**9 - 1)
decimals = st.none() | st.text("0123456789", min_size=1, max_size=9)
EVERYTHING = st.text(st.characters(), max_size=70)
LIKELY = st.text("0123456789 .,-+/%:eExmgMLIUkc'_\n\u00b5\u00bd\u0665\u00a0", max_size=30)
WORDS = ["mg", "mL", "IU", "ML", "cc", "kg", "of", "to", "in", "w/v", "units", "1:", "10^", "e3", "1,000"]
PIECES = st.lists(
    st.sampled_from([*"0123456789 .,/%:()-\u00bd\u2076", " per ", "USP units", *WORDS]), max_size=10
).map("".join)


def spelled(number: int, places: str | None) -> str:
    return str(number) if places is None else f"{number}.{places}"


@given(whole, decimals, st.sampled_from(["", " "]), st.sampled_from(SYMBOLS))
def test_amounts_are_read_digit_by_digit(number: int, places: str | None, space: str, spelling: str) -> None:
    text = f"{spelled(number, places)}{space}{spelling}"
    found = parse(text)
    assert isinstance(found, Quantity), found
    unit = find_unit(spelling)
    assert unit is not None
    assert found.amount.fraction == Fraction(spelled(number, places))
    assert found.base.fraction == Fraction(spelled(number, places)) * unit.factor.fraction
    assert found.text == text


@given(
    whole, decimals, whole, decimals, st.sampled_from(["mL", "uL", "L", "g"]), st.sampled_from(["/", " per "])
)
def test_numbers_under_the_slash(
    number: int, places: str | None, below: int, below_places: str | None, under: str, slash: str
) -> None:
    text = f"{spelled(number, places)} mg{slash}{spelled(below, below_places)} {under}"
    found = parse(text)
    divisor = Fraction(spelled(below, below_places))
    if not divisor:
        assert isinstance(found, Refused)
        return
    unit = find_unit(f"mg/{under}")
    assert unit is not None
    assert isinstance(found, Quantity), found
    assert found.base.fraction == Fraction(spelled(number, places)) / divisor * unit.factor.fraction


@given(EVERYTHING | LIKELY | PIECES)
@example("9**9**9 mg")
@example("1" * 64)
@example("1/" * 32)
@example("mg per " * 9)
@example("5 " + "% " * 31)
@example("1:" + "1 " * 31)
@example("5 mg/" + ".5" * 20)
def test_no_text_raises_and_every_refusal_helps(text: str) -> None:
    for read in (parse, parse_foreign):
        found = read(text)
        if isinstance(found, Quantity):
            assert found.amount >= 0
            assert found.text == text
            continue
        assert found.code in {"FML401", "FML402"}
        assert found.reason
        assert found.hint.endswith((".", "?"))
        assert found.text == text[:64]
        assert found.reason.isprintable()
        assert found.hint.isprintable()


@given(EVERYTHING | LIKELY | PIECES)
def test_only_the_written_grammar_is_read(text: str) -> None:
    found = parse(text)
    if isinstance(found, Refused):
        return
    ratio = re.fullmatch(r"1:[1-9][0-9,]{3,}", text)
    amount = re.match(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?(?![0-9.,])", text)
    assert ratio or amount
    if amount and not ratio:
        assert found.amount == Exact.of(amount[0])


@given(LIKELY | PIECES)
def test_hints_are_quantities(text: str) -> None:
    found = parse(text)
    if isinstance(found, Refused) and found.hint.startswith("Write `"):
        for proposed in re.findall("`([^`]*)`", found.hint):
            assert isinstance(parse(proposed), Quantity) or ": " in proposed


def test_no_text_stalls() -> None:
    awkward = [
        "1" * 64,
        "1 " * 32,
        "1," * 32,
        "1." * 32,
        "mg/" * 21,
        "5 " + "a " * 31,
        "5 " + "-1" * 31,
        "1-" * 32,
    ]
    awkward += [
        "5 mg" + " of" * 20,
        "5 " + "(" * 62,
        "5 " + "." * 62,
        "1:" + "1 " * 31,
        "5 mg/" + "1" * 59,
        "\u2070" * 64,
    ]
    for text in awkward:
        started = time.perf_counter()
        _parse.__wrapped__(text)
        assert time.perf_counter() - started < 10, text
