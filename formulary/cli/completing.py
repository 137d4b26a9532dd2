"""What a shell completes after TAB: codes of rules, names of the catalogue, formulas of the registry, files.

Nothing here may fail or make a registry: who presses TAB asked for no command yet.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem

_MOST = 500


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever stands in the folder; the shell knows that itself."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell that completes needs it

    return [CompletionItem(incomplete, type="file")]


def folders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever folders there are."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    return [CompletionItem(incomplete, type="dir")]


def codes(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of the rules, with their names; in a list that commas divide, the last one."""
    from formulary.rules import codes as known  # noqa: PLC0415

    before, comma, begun = incomplete.rpartition(",")
    return _items(((code, name) for code, name in known().items()), begun.upper(), before + comma)


def policies(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The policies on record."""
    return _entries(ctx, incomplete, "policies")


def ingredients(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ingredients on record."""
    return _entries(ctx, incomplete, "ingredients")


def entries(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Everything that the catalogue shows."""
    return _entries(ctx, incomplete, "ingredients", "products", "indications", "policies")


def substances(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ingredients and the products on record."""
    return _entries(ctx, incomplete, "ingredients", "products")


def formulas(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formulas of the registry, with their titles; none where there is no registry yet."""
    with suppress(Exception):
        from formulary.registry.lists import listed  # noqa: PLC0415
        from formulary.store.address import address  # noqa: PLC0415
        from formulary.store.store import open_store  # noqa: PLC0415
        from formulary.store.versions import Filter  # noqa: PLC0415

        url = _given(ctx, "db")
        file = address(url).path
        if file is None or file.is_file():
            with open_store(url) as store, store.read() as db:
                rows = listed(db, Filter())
                return _items(((row["formula"], row["title"]) for row in rows), incomplete)
    return []


def _entries(ctx: click.Context, incomplete: str, *kinds: str) -> list[CompletionItem]:
    with suppress(Exception):
        from formulary.catalogue.load import catalogue_with  # noqa: PLC0415

        catalogue = catalogue_with(_given(ctx, "catalogue"))
        found = ((name, catalogue.data[kind][name]["name"]) for kind in kinds for name in catalogue.ids(kind))
        return _items(found, incomplete.lower())
    return []


def _items(found: Iterable[tuple[str, str]], begun: str, before: str = "") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    wanted = ((value, help_) for value, help_ in found if value.startswith(begun))
    return [CompletionItem(before + value, help=help_) for value, help_ in islice(wanted, _MOST)]


def _given(ctx: click.Context, name: str) -> str:
    """What an option of the group is set to, after the command or before it."""
    return str(ctx.params.get(name) or ctx.find_root().params.get(name) or "")
