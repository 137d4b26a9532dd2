"""A worksheet or its labels as a PDF, set by typst: same data, same bytes, and no text read as markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulary.extras import need
from formulary.text import escape
from formulary.worksheet.code import matrix, svg

if TYPE_CHECKING:
    from formulary.worksheet.label import Label
    from formulary.worksheet.sheet import Sheet

TEMPLATES = Path(__file__).parent / "templates"


def worksheet(sheet: Sheet) -> bytes:
    """The worksheet as a tagged PDF on A4.

    Raises:
        EnvironmentFaultError: typst is not installed.
    """
    return _compiled("worksheet", sheet)


def labels(label: Label) -> bytes:
    """The labels as a PDF on A4, to be cut out.

    Raises:
        EnvironmentFaultError: typst is not installed.
    """
    return _compiled("label", label)


def _compiled(name: str, printed: Sheet | Label) -> bytes:
    """The PDF of a template with its data, which reaches it as one string of JSON."""
    moment = re.findall(r"[0-9]+", printed.moment)[:6]
    data = {**printed.data(), "qr": svg(matrix(printed.code)), "moment": moment}
    typst, fonts = need("typst", "pdf"), need("fontpkg_fira_sans", "pdf")
    made: bytes = typst.compile(
        TEMPLATES / f"{name}.typ",
        root=TEMPLATES,  # nothing outside it can be read
        font_paths=[Path(fonts.__file__).parent / "files"],
        ignore_system_fonts=True,  # what a machine has installed must not change the bytes
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        pdf_standards="ua-1",  # tagged, so that it can be read aloud
    )
    return made


_LONG = re.compile(r"[^\s\u200b]{24}(?=\S)")
_WHOLE = frozenset(("qr", "sha256", "signatures", "identity"))  # to be read or copied as they are


def _printable(value: Any, key: str = "") -> Any:
    """The data with what hides or reorders text made visible, and places where endless words may break."""
    if isinstance(value, str):
        shown = escape(value)
        return shown if key in _WHOLE else _LONG.sub("\\g<0>\u200b", shown)
    if isinstance(value, dict):
        return {name: _printable(item, name) for name, item in value.items()}
    return [_printable(item, key) for item in value] if isinstance(value, list | tuple) else value
