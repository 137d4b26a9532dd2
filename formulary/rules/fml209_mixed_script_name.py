r"""A name whose words mix look-alike scripts.

A Cyrillic a inside a Latin word looks right and is another word: it can hide an ingredient from
every list of names. Whole words in another script are fine, and so is a Greek letter on its own, as
in β-glucan.

Source: Unicode Technical Standard #39, restriction levels of identifiers.

Fails (escaped)::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: "lidoc\u0430ine", strength: 20 mg/mL, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
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

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path
from formulary.text import mixed_script, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The title, the indication and every component name."""
    names = [("title",), ("indication",), ("profile",), ("site",)]
    places: list[tuple[Path, str]] = [(path, getattr(case.recipe, path[0])) for path in names]
    places += [(named_path(portion), portion.component.name) for portion in case.mixture.portions]
    for path, name in places:
        if name.isascii():
            continue
        mixed = mixed_script(name)
        if mixed:
            word, scripts = mixed
            yield Finding(
                "FML209",
                path,
                f"{quoted(word)} mixes {scripts} letters, which look alike and are different",
                "Type the name again with one keyboard layout.",
            )
