"""What is wrong with a document: one Finding per fault, pointing into the document by path."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

Path = tuple[str | int, ...]
"""A route of keys and indices into a document, such as ``("components", 2, "strength")``."""


class Severity(StrEnum):
    """How much a finding weighs: an error fails the run, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(NamedTuple):
    """One fault, in the words of a pharmacist, without knowledge of lines or files.

    ``severity`` is None where the rule's own level holds. ``path`` leads to the faulty value, or to its
    key when ``on_key`` is set. ``value``, ``limit`` and ``unit`` are exact numbers as text.
    ``not_checked`` marks a check that could not be made: such a recipe is never clean.
    """

    code: str
    path: Path
    message: str
    help: str = ""
    severity: Severity | None = None
    component: str = ""
    value: str = ""
    limit: str = ""
    unit: str = ""
    source: str = ""
    not_checked: bool = False
    on_key: bool = False


class Span(NamedTuple):
    """Where something stands: 1-based lines and columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Located(NamedTuple):
    """A finding together with its place in the text; the place is None where there is no text."""

    finding: Finding
    span: Span | None
