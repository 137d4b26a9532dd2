"""``formulary convert``: one quantity in another unit, exactly, with the steps; or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.errors import RefusedError, UsageFaultError
from formulary.text import alternatives, escape, quoted
from formulary.units import CannotConvert, Refused, amount_text, convert, find_unit, parse, ratio_strength

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.domain.catalogue import Ingredient


@click.command(name="convert", short_help="Convert a quantity exactly.")
@click.argument("quantity")
@click.argument("unit")
@click.option(
    "--ingredient",
    metavar="NAME",
    shell_complete=completing.ingredients,
    help="Whose figures may be used, such as its molar mass.",
)
@click.option(
    "--as", "basis", default="", metavar="MOIETY", help="What the result is stated as, such as zinc."
)
@click.pass_obj
def command(options: Globals, quantity: str, unit: str, ingredient: str | None, basis: str) -> None:
    """Convert a QUANTITY such as "2 % w/v" to a UNIT such as mg/mL.

    The last line of the output is the result alone; the steps stand above it. Kinds that do not convert by
    themselves (mmol to mg, IU to mcg) need an ingredient with the cited figure on record.
    """
    found = _ingredient(ingredient, options.catalogue) if ingredient else None
    stated, wanted = parse(quantity), find_unit(unit)
    if isinstance(stated, Refused):
        raise RefusedError(stated.reason, stated.hint)
    if wanted is None:
        refused = parse(f"1 {unit}")
        if isinstance(refused, Refused):
            raise RefusedError(refused.reason, refused.hint)
        raise RefusedError(f"{quoted(unit)} is not a unit", "Write a unit alone, such as `mg/mL`.")
    if stated.kind == "ratio" and found and found.ratio_strength:
        stated = ratio_strength(stated)
        click.echo(escape(f"{quantity} = {amount_text(stated.amount, stated.unit)}"))
    made = convert(stated, wanted, found.properties if found else None, to_basis=basis or None)
    if isinstance(made, CannotConvert):
        advice = made.hint if found else f"Name the ingredient with `--ingredient`. {made.hint}"
        raise RefusedError(made.reason, advice)
    for step in made.steps:
        click.echo(escape(step))
    click.echo(amount_text(made.value, made.unit))


def _ingredient(name: str, overlay: str) -> Ingredient:
    from formulary.catalogue.load import catalogue_with  # noqa: PLC0415 - most conversions need no catalogue

    catalogue = catalogue_with(overlay)
    resolved = catalogue.resolve(name, "ingredients")
    if resolved is None or resolved.kind != "ingredients":
        near = alternatives(catalogue.nearest(name, "ingredients"))
        raise UsageFaultError(
            f"there is no ingredient {quoted(name)}", near or "`formulary catalogue list` names them."
        )
    return catalogue.ingredient(resolved.id)
