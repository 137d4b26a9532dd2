"""Where the shipped data is: inside the installed wheel, or beside the package in a checkout."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from formulary.errors import EnvironmentFaultError

_PACKAGE = Path(__file__).parent
KINDS = (
    "recipe",
    "session",
    "ingredients",
    "products",
    "indications",
    "incompatibilities",
    "policy",
    "waivers",
    "baseline",
    "mapping",
)
"""The kinds of file that say what they are, as in ``format: recipe/1``."""

SCHEMAS = (*KINDS, "config")
"""What there is a schema for; a configuration stands in TOML, under a name of its own."""

OUTPUTS = ("report", "inventory")
"""What the program prints that other programs rely on, each with a schema too."""


@cache
def data_folder(name: str) -> Path:
    """The folder ``schemas`` or ``seed``; the checkout's own wins, so that an edit shows at once."""
    for root in (_PACKAGE.parent, _PACKAGE / "_data"):
        folder = root / name
        if folder.is_dir() and (root != _PACKAGE.parent or (root / "pyproject.toml").is_file()):
            return folder
    raise EnvironmentFaultError(
        f"the shipped `{name}` folder is missing from the installation",
        "Reinstall the package: `pip install --force-reinstall formulary`.",
    )


@cache
def schema_text(kind: str) -> str:
    """The packaged JSON Schema of one kind of file, as text."""
    return (data_folder("schemas") / f"{kind}.schema.json").read_text("utf-8")


@cache
def schema(kind: str) -> dict[str, Any]:
    """The packaged JSON Schema of one kind of file, parsed."""
    parsed: dict[str, Any] = json.loads(schema_text(kind))
    return parsed
