"""A file that cannot be read, is not a regular file, is a link, or is too large.

A link may lead out of the folder that was meant, and a pipe or a device may never end; neither is
opened. A file of more than 256 KiB is not a recipe: many recipes belong into NDJSON, one a line,
where each line has a limit of its own. In a folder that is searched, links and hidden files are
passed over.

Source: CWE-59, link following, and CWE-400, uncontrolled resource consumption.

Fails (link)::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from formulary.findings import Severity

LEVEL = Severity.ERROR
