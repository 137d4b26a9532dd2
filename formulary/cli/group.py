"""A group of commands that shows its help where no command is named, and remembers the whole command line."""

from __future__ import annotations

import click

ARGUMENTS = "formulary.arguments"
"""The whole command line, under this key of every context's ``meta``."""
HELP = "formulary.help"
"""Whether only help is asked for, under this key."""
_NAMES = frozenset(("-h", "--help"))


class HelpfulGroup(click.Group):
    """Without a command it shows its help, which is wrong use all the same."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, or the help on standard error and exit code 2 where there are none."""
        if not args and not ctx.resilient_parsing:  # a shell that completes asks so, too
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        ctx.meta.setdefault(ARGUMENTS, tuple(args))
        ctx.meta[HELP] = ctx.meta.get(HELP) or not _NAMES.isdisjoint(args)
        return super().parse_args(ctx, args)
