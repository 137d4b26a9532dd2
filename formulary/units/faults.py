"""The faults of characters and amounts: one small function each; the first that knows the text names it.

Only texts that the grammar refused come here, of at most 64 characters, so this may take its time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from formulary.text import quoted
from formulary.units.display import exact_text
from formulary.units.exact import Exact
from formulary.units.refused import INVALID

NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")
_LOOSE = r"([0-9]+(?:\.[0-9]+)?)"
_RAISED = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b", "0123456789+-"
)
_RAISED_DIGITS = "[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+"
_POWER = r"([+-]?[0-9]{1,3})(?![0-9])"
_TEN = rf"10 ?(\^|\*\*|\*){_POWER}"
_VULGAR = {"\u00bd": "5", "\u00bc": "25", "\u00be": "75"}


class Fault(NamedTuple):
    """What is wrong with a text, and the texts that the author may have meant, or a sentence of advice."""

    reason: str
    rewritten: tuple[str, ...] = ()
    hint: str = ""
    code: str = INVALID


def empty(text: str) -> Fault | None:
    """Nothing at all."""
    return None if text.strip() else Fault("there is no amount and no unit")


def unseen(text: str) -> Fault | None:
    """Line breaks, controls, invisible characters and spaces other than the plain one."""
    if text.isprintable():
        return None
    plain = "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text).strip()
    if text[-1] in "\r\n":
        return Fault("a line break ends it", (plain,))
    odd = next(char for char in text if not char.isprintable())
    return Fault(f"it holds a character that cannot be seen, U+{ord(odd):04X}", (plain,))


def outer_space(text: str) -> Fault | None:
    """Spaces around the quantity."""
    return None if text == text.strip() else Fault("a space stands before or after it", (text.strip(),))


def other_digits(text: str) -> Fault | None:
    """Digits of other scripts, which `int` would read and a reader may not."""
    if not any(char.isdecimal() and not char.isascii() for char in text):
        return None
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    return Fault("its digits are not 0 to 9", (plain.replace("\u066b", ".").replace("\uff0e", "."),))


def no_number(text: str) -> Fault | None:
    """Words in the place of a number, and filling up."""
    found = re.match(r"(nan|inf|infinity|\u221e|none|null|nil|n/a|tbd|\?+)(?![A-Za-z])", text, re.IGNORECASE)
    if found:
        return Fault(f"{quoted(found[0])} is not an amount")
    if re.match(r"(q\.? ?s\.?|ad|up to)(?![A-Za-z])", text, re.IGNORECASE):
        return Fault("filling up is not an amount", hint="Write `qs: true` in its place.")
    return None


def sign(text: str) -> Fault | None:
    """A plus, a minus in any of its forms, or plus-minus."""
    if text[0] not in "+-\u2212\u2013\u2014\u00b1":
        return None
    rest = text[1:].lstrip()
    if text[0] != "+" and re.search(r"[0-9] ?\u00b0?C$", rest):
        return Fault("an amount has no sign", hint="Describe storage below 0 C in words.")
    return Fault("an amount has no sign", (rest,))


def ratio(text: str) -> Fault | None:
    """A ratio strength written otherwise than `1:100000`, or too strong to be one."""
    if ":" not in text:
        return None
    found = re.fullmatch(r"([0-9]+) ?: ?([0-9]+(?:[ .,'\u2019_][0-9]{3})*)(?![0-9])(.*)", text)
    if found is None:
        return Fault("it is not a ratio strength", hint="Write a ratio strength as `1:100000`.")
    parts, digits = int(found[1]), re.sub("[^0-9]", "", found[2]).lstrip("0")
    if re.match(r"[^A-Za-z(]*[0-9]", found[3]):
        return Fault("its digits are not set off in threes", hint="Write a ratio strength as `1:100000`.")
    if found[3]:
        return Fault(f"{quoted(found[3].strip())} follows the ratio strength", (f"{found[1]}:{found[2]}",))
    if not digits or not parts:
        return Fault("nothing is a ratio to 0", hint="Write a ratio strength as `1:100000`.")
    volume = int(digits)
    if volume < 10 * parts:
        return Fault("a ratio strength is read from 1:1000 on", hint="Write the strength in `mg/mL`.")
    if volume < 1000 * parts:
        return Fault(
            "a ratio strength is read from 1:1000 on", _terminating(Exact(1000 * parts, volume), " mg/mL")
        )
    if parts != 1:
        return Fault("a ratio strength begins with 1", () if volume % parts else (f"1:{volume // parts}",))
    if len(digits) > 9:
        return Fault("a ratio strength has at most 9 digits", hint="Write it in `ng/mL`.")
    return Fault("it is not how a ratio strength is written", (f"1:{digits}",))


def _terminating(value: Exact, rest: str) -> tuple[str, ...]:
    """The value with what follows it, unless it has no end as a decimal."""
    number = exact_text(value)
    return (number + rest,) if Exact.of(number) == value else ()


def a_range(text: str) -> Fault | None:
    """Two amounts where one belongs: `2-5 mg`, `2 to 5 mg`, `2 mg to 5 mg`."""
    dash = r"(?: ?(?:-|\u2212|\u2013|\u2014|\.\.\.|\u2026) ?| to | and | or )"
    found = re.fullmatch(rf"{_LOOSE} ?[^0-9.]*?{dash}{_LOOSE} ?([^0-9.].*)", text)
    if found is None:
        return None
    low, high, unit = found.groups()
    return Fault("a quantity is one amount, not a range", (f"{low} {unit}", f"{high} {unit}"))


def exponent(text: str) -> Fault | None:
    """`1e3 mg`, `1x10^3 mg`, `10^6 IU`, `10\u2076 IU`."""
    plain = re.sub(f"(?<=[0-9])({_RAISED_DIGITS})", lambda found: f"^{found[1].translate(_RAISED)}", text)
    for pattern in (rf"{_LOOSE} ?([eE]){_POWER}", rf"{_LOOSE} ?[x\u00d7*\u00b7] ?{_TEN}", rf"(?=(1)){_TEN}"):
        found = re.match(pattern, plain)
        if found:
            power = int(found[3])
            scale = Exact(10 ** abs(power))
            value = Exact.of(found[1]) * scale if power >= 0 else Exact.of(found[1]) / scale
            written = _terminating(value, plain[found.end() :]) if abs(power) <= 12 else ()
            return Fault("an exponent is not read", written)
    return None


def fraction(text: str) -> Fault | None:
    """`1/2 mg`, `1 1/2 mg`, and their one-character forms."""
    if found := re.match("([0-9]*) ?([\u00bd\u00bc\u00be])", text):
        return Fault(
            "a fraction is not read", (f"{found[1] or '0'}.{_VULGAR[found[2]]}{text[found.end() :]}",)
        )
    found = re.match(r"(?:([0-9]+) )?([0-9]+)/([1-9][0-9]*)(?![0-9.])", text)
    if found is None:
        return None
    value = Exact(int(found[2]), int(found[3])) + int(found[1] or 0)
    return Fault("a fraction is not read", _terminating(value, text[found.end() :]))


def product(text: str) -> Fault | None:
    """`2 x 5 mL`: sums are the computer's, but what is written should be the amount."""
    found = re.match(rf"(?!0x){_LOOSE} ?[x\u00d7*] ?{_LOOSE}(?![0-9.,])", text)
    if found is None:
        return None
    value = Exact.of(found[1]) * Exact.of(found[2])
    return Fault("a product is not read", _terminating(value, text[found.end() :]))


def beginning(text: str) -> Fault | None:
    """Anything before the digits: `about 5 mg`, `<5 mg`, `$5`; or no digits at all."""
    if text[0] in ".,0123456789":
        return None
    found = re.search("[.,]?[0-9]", text)
    if found is None or found.start() > 12:
        from formulary.units.unit import find_unit  # noqa: PLC0415 - the unit is in question only here

        if find_unit(text):
            return Fault("the amount is missing", hint=f"Write the amount too, such as `1 {text}`.")
        return Fault("it does not begin with a number")
    before = text[: found.start()].strip()
    return Fault(f"it begins with {quoted(before)}, not with the amount", (text[found.start() :],))


def thousands(text: str) -> Fault | None:
    """Digits set off in threes by spaces, apostrophes or low lines; or two numbers side by side."""
    found = re.match(r"[0-9]{1,3}(?:[ '\u2019_][0-9]{3})+(?![0-9])", text) or re.match(
        "[0-9]+(?:_[0-9]+)+", text
    )
    if found:
        digits = re.sub("[^0-9]", "", found[0])
        return Fault("digits are not set off in groups", (digits + text[found.end() :],))
    if re.match(r"[0-9][0-9.,]* [0-9]", text):
        return Fault("two numbers stand side by side")
    return None


def comma(text: str) -> Fault | None:
    """A comma, which is a decimal point to some and sets off thousands for others."""
    if found := re.match(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)", text):
        number = f"{found[1].replace('.', '')}.{found[2]}"
        return Fault("a decimal comma is not read", (number + text[found.end() :],))
    found = re.match(r"([0-9]*)((?:,[0-9]+)*)(,?)((?:\.[0-9]+)?)", text)
    if found is None or "," not in found[0]:
        return None
    whole, groups, dangling, decimals = found.groups()
    rest, parts = text[found.end() :], groups.split(",")[1:]
    if dangling:
        return Fault("a comma ends the number", (whole + groups + rest,))
    as_decimal = (f"{whole or '0'}.{parts[0]}{rest}",) if len(parts) == 1 and not decimals else ()
    in_threes = whole.lstrip("0") and len(whole) <= 3 and all(len(part) == 3 for part in parts)
    as_thousands = (whole + "".join(parts) + decimals + rest,) if in_threes else ()
    if as_decimal and as_thousands:
        reason = "a comma may be a decimal point or may set off thousands"
    elif as_decimal:
        reason = "a decimal comma is not read"
    else:
        reason = "commas are not read in an amount"
    return Fault(reason, as_decimal + as_thousands)


def points(text: str) -> Fault | None:
    """A point without a digit on each side of it, or more than one."""
    if found := re.match("([0-9]+)[\u066b\u00b7\u02d9]([0-9]+)", text):
        return Fault(
            "the decimal point is not a plain point", (f"{found[1]}.{found[2]}{text[found.end() :]}",)
        )
    if re.match(r"\.[0-9]", text):
        return Fault("the zero before the point is missing", (f"0{text}",))
    if found := re.match(r"[0-9]+(?:\.[0-9]+){2,}", text):
        whole, *parts = found[0].split(".")
        in_threes = all(len(part) == 3 for part in parts)
        return Fault(
            "it has more than one point",
            ("".join((whole, *parts)) + text[found.end() :],) if in_threes else (),
        )
    if found := re.match(r"([0-9]+)\.(?![0-9])", text):
        return Fault("no digit follows the point", (found[1] + text[found.end() :],))
    return Fault("it begins with a point") if text[0] == "." else None


def zeros(text: str) -> Fault | None:
    """`05 mg`: a zero too many, or a lost point."""
    found = re.match(r"(0+)([0-9]+)(\.?)", text)
    if found is None:
        return None
    rest = text[found.end(2) :]
    lost_point = (f"0.{found[2]}{rest}",) if found[1] == "0" and not found[3] and int(found[2]) else ()
    return Fault("a number does not begin with a superfluous zero", (found[2] + rest, *lost_point))


def length(text: str) -> Fault | None:
    """More digits than any dose has."""
    found = re.match(r"([0-9]+)(?:\.([0-9]+))?", text)
    if found is None or (len(found[1]) <= 9 and len(found[2] or "") <= 9):
        return None
    if len(found[1]) > 9:
        return Fault("it has more than 9 digits before the point", hint="Write it in a larger unit.")
    shorter = found[2].rstrip("0")
    rewritten = (
        (f"{found[1]}{'.' * bool(shorter)}{shorter}{text[found.end() :]}",) if len(shorter) <= 9 else ()
    )
    advice = "" if rewritten else "Write it in a smaller unit, such as `mcg` or `ng`."
    return Fault("it has more than 9 digits after the point", rewritten, advice)


def bare(text: str) -> Fault | None:
    """A number and nothing else."""
    if NUMBER.fullmatch(text):
        return Fault("the unit is missing", (f"{text} mg", f"{text} mL"))
    return None


AMOUNT_FAULTS = (
    empty,
    unseen,
    outer_space,
    other_digits,
    no_number,
    sign,
    ratio,
    exponent,
    a_range,
    fraction,
    product,
    beginning,
    thousands,
    comma,
    points,
    zeros,
    length,
    bare,
)
"""The questions asked of a refused text, in this order; after them the amount is known to be sound."""
