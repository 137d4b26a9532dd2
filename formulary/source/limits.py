"""How much a file may hold; in NDJSON each line is counted like a file."""

from __future__ import annotations

MAX_BYTES = 256 * 1024
"""Bytes in a file."""

MAX_DEPTH = 16
"""Mappings and lists inside one another; the document's own mapping is the first."""

MAX_NODES = 20_000
"""Keys, values, mappings and lists in a file."""

MAX_COMPONENTS = 200
"""Components in a recipe (counted where the shape is checked)."""

MAX_FINDINGS = 100
"""Findings reported for a file."""

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493); it has 16 digits."""

MAX_MARKS = 30
"""Combining marks in a row (the Stream-Safe Text Format of UAX #15): sorting more takes quadratic time."""
