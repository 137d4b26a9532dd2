"""One formula a line: the same objects as in the JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.exports.form_json import maker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulary.exports.about import About

__all__ = ("maker", "write")


def write(parts: Iterator[str], target: Path, about: About) -> None:  # noqa: ARG001 - the signature of every format
    """Write one line a formula."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{part}\n" for part in parts)
