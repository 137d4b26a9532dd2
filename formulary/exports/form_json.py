"""One JSON document: formulas stream as they come, the summary comes last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.exports.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.inventory import Entry


def maker(_options: Mapping[str, str]) -> Callable[[Entry], str]:
    """A formula as one line of JSON."""
    return line


def line(entry: Entry) -> str:
    """The formula with all that stands below it, as JSON."""
    return json.dumps(record(entry), ensure_ascii=False)


def write(parts: Iterator[str], target: Path, about: About) -> None:
    """Write the document, one formula a line."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(about.head(), ensure_ascii=False)[:-1] + ',\n"formulas": [')
        for number, part in enumerate(parts):
            stream.write(",\n" if number else "\n")
            stream.write(part)
        stream.write(f'\n],\n"summary": {json.dumps(about.summary(), ensure_ascii=False)}}}\n')
