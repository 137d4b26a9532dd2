"""One formula a line: the same objects as in the JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.exports.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry


def write(entries: Iterator[Entry], target: Path, about: About) -> None:  # noqa: ARG001 - the signature of every format
    """Write one line a formula."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for entry in entries:
            stream.write(f"{json.dumps(record(entry), ensure_ascii=False)}\n")
