"""``formulary convert``: one quantity in another unit, exactly, with the steps; or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulary.errors import UsageFaultError
from formulary.text import alternatives, quoted
from formulary.units import CannotConvert, Refused, amount_text, convert, find_unit, parse, ratio_strength

if TYPE_CHECKING:
    from formulary.domain.catalogue import Ingredient


@click.command(name="convert", short_help="Convert a quantity exactly.")
@click.argument("quantity")
@click.argument("unit")
@click.option("--ingredient", metavar="NAME", help="Whose cited properties may be used.")
@click.option(
    "--as", "basis", default="", metavar="MOIETY", help="What the result is stated as, such as zinc."
)
def command(quantity: str, unit: str, ingredient: str | None, basis: str) -> int:
    """Convert a QUANTITY such as "2 % w/v" to a UNIT such as mg/mL.

    The last line of the output is the result alone; the steps stand above it. Kinds that do not convert by
    themselves (mmol to mg, IU to mcg) need an ingredient with the cited figure on record.
    """
    found = _ingredient(ingredient) if ingredient else None
    stated = parse(quantity)
    if isinstance(stated, Refused):
        return _refuse(stated.reason, stated.hint)
    wanted = find_unit(unit)
    if wanted is None:
        refused = parse(f"1 {unit}")
        return _refuse(
            *(refused.reason, refused.hint) if isinstance(refused, Refused) else (f"no unit {unit}", "")
        )
    if stated.kind == "ratio" and found and found.ratio_strength:
        stated = ratio_strength(stated)
        click.echo(f"{quantity} = {amount_text(stated.amount, stated.unit)}")
    made = convert(stated, wanted, found.properties if found else None, to_basis=basis or None)
    if isinstance(made, CannotConvert):
        return _refuse(
            made.reason, made.hint if ingredient else f"Name the ingredient with `--ingredient`. {made.hint}"
        )
    for step in made.steps:
        click.echo(step)
    click.echo(amount_text(made.value, made.unit))
    return 0


def _ingredient(name: str) -> Ingredient:
    from formulary.catalogue.load import shipped  # noqa: PLC0415 - most conversions need no catalogue

    catalogue = shipped()
    resolved = catalogue.resolve(name, "ingredients")
    if resolved is None or resolved.kind != "ingredients":
        near = alternatives(catalogue.nearest(name, "ingredients"))
        raise UsageFaultError(
            f"there is no ingredient {quoted(name)}", near or "`formulary catalogue list` names them."
        )
    return catalogue.ingredient(resolved.id)


def _refuse(reason: str, hint: str) -> int:
    click.echo(f"error: {reason}", err=True)
    if hint:
        click.echo(f"help: {hint}", err=True)
    return 1
