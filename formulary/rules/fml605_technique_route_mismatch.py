"""A technique that does not fit the route.

Needle-free ultrasound, electroporation and iontophoresis carry a liquid through intact skin: with a
needle, or called an injection, one of the two statements is wrong. A technique with a needle, or a
needle without any technique, does not give a transdermal formula.

Source: the format of the recipe: `transdermal` is the needle-free route.

Fails::

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
    administration: {technique: needle-free-ultrasound}

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
    administration: {technique: nappage}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The technique against the route, and a needle against a technique or a route without one."""
    given, route = case.recipe.administration, case.recipe.route
    needle_free = given.technique.startswith("needle-free")
    if given.technique and needle_free != (route == "transdermal"):
        yield Finding(
            "FML605",
            ("administration", "technique"),
            f"{given.technique} does not give a formula by the {route} route",
            "Needle-free techniques go with `route: transdermal`, and all others with an injected route.",
        )
    elif route == "transdermal" and (given.needle_length is not None or given.gauge is not None):
        yield Finding(
            "FML605",
            ("administration", "needle"),
            f"{given.technique or 'the transdermal route'} uses no needle, and the recipe states one",
            f"Remove `needle`, or correct the {'technique' if given.technique else 'route'}.",
            on_key=True,
        )
