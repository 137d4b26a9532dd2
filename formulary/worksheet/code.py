"""The code on the paper: the version and its hash, to be read by any phone and compared with the registry."""

from __future__ import annotations

import segno


def matrix(text: str) -> list[str]:
    """The QR code as rows of `0` and `1`, without a border; error correction M survives a stain."""
    return ["".join(str(bit & 1) for bit in row) for row in segno.make_qr(text, error="m").matrix]


def path(rows: list[str]) -> str:
    """The dark modules as the path of an SVG in units of one module."""
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = len(row[x:]) - len(row[x:].lstrip(row[x]))
            if row[x] == "1":
                parts.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run
    return "".join(parts)


def svg(rows: list[str]) -> str:
    """The code as an image of its own, black on white with the border that readers need."""
    size = len(rows) + 4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M-2 -2h{size}v{size}h-{size}z"/><path d="{path(rows)}"/></svg>'
    )
