"""Exact numbers: an immutable rational of two integers, several times faster than ``fractions.Fraction``.

A Fraction divides out the common factor after every operation; here that waits until somebody hashes or
prints the number, or until the denominator grows beyond what a sum of written decimals needs. Nothing in
this module accepts a float: a float on the way would already have changed the dose.
"""

from __future__ import annotations

import re
from math import gcd
from sys import hash_info
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

_TEXT = r"(-?)([0-9]{1,4000})(?:\.([0-9]{1,4000}))?(?:/(0*[1-9][0-9]{0,4000}))?"
_ROOMY = 1 << 256  # beyond this a denominator is reduced, so that long sums stay quick
_new = object.__new__


class Exact:
    """The rational ``n / d`` with ``d > 0``; not reduced until it matters, equal by value, hashable.

    Mixes with ``int`` and ``Fraction`` in arithmetic and comparisons, and with nothing else: a float or a
    Decimal is a TypeError, in ``==`` too.
    """

    __slots__ = ("d", "n")
    n: int
    d: int

    def __init__(self, n: int, d: int = 1) -> None:
        if type(n) is not int or type(d) is not int:
            raise TypeError("Exact takes two integers; for text use Exact.of")
        if d == 0:
            raise ZeroDivisionError("Exact with a denominator of zero")
        _set_n(self, n if d > 0 else -n)
        _set_d(self, abs(d))

    @staticmethod
    def of(value: int | str | Fraction | Exact) -> Exact:
        """The exact value of an integer, a Fraction or a text such as ``"84.01"``, ``"-1.5"`` or ``"1/3"``.

        Raises ValueError for other text and TypeError for other types, floats above all.
        """
        if isinstance(value, Exact):
            return value
        if isinstance(value, str):
            return _read(value)
        n, d = _parts(value)
        return make(n, d)

    @property
    def fraction(self) -> Fraction:
        """The same number as a ``fractions.Fraction``, in lowest terms."""
        from fractions import Fraction  # noqa: PLC0415 - costs 3 ms to import, and checking never needs it

        return Fraction(self.n, self.d)

    def reduced(self) -> Exact:
        """The same number in lowest terms."""
        common = gcd(self.n, self.d)
        return make(self.n // common, self.d // common)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Exact never changes ({name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Exact never changes ({name})")

    def __reduce__(self) -> tuple[Callable[[int, int], Exact], tuple[int, int]]:
        return make, (self.n, self.d)

    def __repr__(self) -> str:
        return f"Exact({self.n}, {self.d})"

    def __str__(self) -> str:
        """The number in full, ``"5"`` or ``"1/3"``, as `Exact.of` reads it back; `display` is for people."""
        least = self.reduced()
        return str(least.n) if least.d == 1 else f"{least.n}/{least.d}"

    def __bool__(self) -> bool:
        return self.n != 0

    def __hash__(self) -> int:
        """As Python hashes every rational number, so that an equal int or Fraction has the same hash."""
        least = self.reduced()
        try:
            inverse = pow(least.d, -1, hash_info.modulus)
        except ValueError:
            inverse = hash_info.inf  # the denominator is a multiple of the modulus
        result = hash(hash(abs(least.n)) * inverse) if inverse != hash_info.inf else inverse
        return hash(result if least.n >= 0 else -result)

    def __neg__(self) -> Exact:
        return make(-self.n, self.d)

    def __abs__(self) -> Exact:
        return make(abs(self.n), self.d)

    def __add__(self, other: Exact | Fraction | int) -> Exact:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        if d == self.d:
            return make(self.n + n, d)
        return _slim(self.n * d + n * self.d, self.d * d)

    __radd__ = __add__

    def __sub__(self, other: Exact | Fraction | int) -> Exact:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        if d == self.d:
            return make(self.n - n, d)
        return _slim(self.n * d - n * self.d, self.d * d)

    def __rsub__(self, other: Fraction | int) -> Exact:
        return -(self - other)

    def __mul__(self, other: Exact | Fraction | int) -> Exact:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        return _slim(self.n * n, self.d * d)

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | Fraction | int) -> Exact:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        if n == 0:
            raise ZeroDivisionError("division of an exact number by zero")
        return _slim(self.n * d, self.d * n) if n > 0 else _slim(-self.n * d, self.d * -n)

    def __rtruediv__(self, other: Fraction | int) -> Exact:
        n, d = _parts(other)
        return make(n, d) / self

    def __eq__(self, other: object) -> bool:
        n, d = (other.n, other.d) if type(other) is Exact else _parts_or_none(other)
        return d != 0 and self.n * d == n * self.d

    def __lt__(self, other: Exact | Fraction | int) -> bool:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        return self.n * d < n * self.d

    def __le__(self, other: Exact | Fraction | int) -> bool:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        return self.n * d <= n * self.d

    def __gt__(self, other: Exact | Fraction | int) -> bool:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        return self.n * d > n * self.d

    def __ge__(self, other: Exact | Fraction | int) -> bool:
        n, d = (other.n, other.d) if type(other) is Exact else _parts(other)
        return self.n * d >= n * self.d


# The slots' own setters: the one way to fill an Exact, since its __setattr__ refuses.
_set_n = Exact.__dict__["n"].__set__
_set_d = Exact.__dict__["d"].__set__


def make(n: int, d: int) -> Exact:
    """An Exact of parts already known to be sound: integers, ``d > 0``; checks nothing."""
    made = _new(Exact)
    _set_n(made, n)
    _set_d(made, d)
    return made


def _slim(n: int, d: int) -> Exact:
    """As `make`, reduced when the denominator has grown large."""
    if d > _ROOMY:
        common = gcd(n, d)
        n, d = n // common, d // common
    made = _new(Exact)
    _set_n(made, n)
    _set_d(made, d)
    return made


def _parts(value: object) -> tuple[int, int]:
    """Numerator and denominator of an int or a Fraction."""
    n, d = getattr(value, "numerator", None), getattr(value, "denominator", None)
    if type(n) is int and type(d) is int:
        return n, d
    raise TypeError(f"an exact number does not mix with {type(value).__name__}")


def _parts_or_none(value: object) -> tuple[int, int]:
    """As `_parts`; (0, 0), equal to nothing, for what is no number at all."""
    if isinstance(value, float) or type(value).__name__ == "Decimal":
        raise TypeError(f"an exact number does not compare with {type(value).__name__}")
    return _parts(value) if hasattr(value, "denominator") else (0, 0)


def _read(text: str) -> Exact:
    found = re.fullmatch(_TEXT, text)
    if found is None:
        raise ValueError(f"not an exact number: {text[:80]!r}")
    sign, whole, decimals, below = found.groups()
    digits = int(whole + (decimals or ""))
    return Exact(-digits if sign else digits, 10 ** len(decimals or "") * int(below or "1"))


ZERO = Exact(0)
ONE = Exact(1)
