"""A worksheet as text: what is drawn, mixed and checked, until when it keeps, and who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.text import together

if TYPE_CHECKING:
    from formulary.worksheet.holds import Active
    from formulary.worksheet.lines import Line


class Notice(NamedTuple):
    """Something to heed: ``level`` is ``error``, ``warning`` or ``note``."""

    level: str
    text: str
    detail: str


class Step(NamedTuple):
    """One step of the preparation; ``caution`` says that its amounts are not those of this batch."""

    text: str
    caution: str


class Check(NamedTuple):
    """A check of the finished batch and what is expected."""

    test: str
    expect: str


class Sheet(NamedTuple):
    """A worksheet. ``watermark`` is empty only for an approved version that still stands.

    ``moment`` dates the document: the last signature, or the registration.
    """

    title: str
    formula: str
    version: str
    status: str
    watermark: str
    use: str
    made: str
    batch: tuple[tuple[str, str], ...]
    notices: tuple[Notice, ...]
    actives: tuple[Active, ...]
    also: tuple[str, ...]
    prepared: str
    lines: tuple[Line, ...]
    total: str
    steps: tuple[Step, ...]
    steps_note: str
    before: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    keep: tuple[tuple[str, str], ...]
    use_within: str
    use_until: str
    use_because: str
    bounds: tuple[tuple[str, str, str], ...]
    labelling: tuple[str, ...]
    signatures: tuple[tuple[str, str, str, str], ...]
    identity: tuple[tuple[str, str], ...]
    code: str
    sha256: str
    moment: str

    def data(self) -> dict[str, Any]:
        """The sheet as plain data, for a template."""
        return {key: _plain(value) for key, value in zip(self._fields, self, strict=True)}


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return together(value) if isinstance(value, str) else value
