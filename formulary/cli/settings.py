"""The settings of a run: those of the project as defaults of options, and where each one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from formulary.text import clip, escape, without_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.config import Config

_COMMAND = ("select", "ignore", "strict", "output-format", "waivers", "baseline")
_GROUP = ("catalogue", "db")
_ALONE = ("paths", "include", "exclude", "policy", "allowed-policies", "per-path", "approvers", "severity")
"""Settings that are no option, or one of several ways to say what an option says."""


def defaults(config: Config) -> dict[str, Any]:
    """The settings of the project as defaults of the options of the same name, by command."""
    of_command = {_name(key): _text(config, key) for key in _COMMAND if config.states(key)}
    waivers = {key: of_command[key] for key in ("waivers",) if key in of_command}
    return {
        **{_name(key): _text(config, key) for key in _GROUP if config.states(key)},
        "validate": of_command,
        "waivers": {"list": waivers, "check": waivers},
    }


def _name(key: str) -> str:
    return key.replace("-", "_")


def _text(config: Config, key: str) -> Any:
    """A setting as an option takes it."""
    value = getattr(config, _name(key))
    return ",".join(value) if isinstance(value, tuple) else value


_GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


class Setting(NamedTuple):
    """One setting in force, and where it came from."""

    name: str
    value: str
    origin: str


def settings(ctx: click.Context, config: Config) -> Iterator[Setting]:
    """Every setting in force for a command: options of the group, of the command, and what has no option."""
    for context in filter(None, (ctx.parent, ctx)):
        for param in context.command.params:
            if isinstance(param, click.Option) and param.expose_value and not _apart(param):
                value, origin = _in_force(ctx, context, param, config)
                if param.name == "policy" and not value:
                    value = config.policy or "us"
                    origin = config.place("policy") if config.policy else "default"
                if param.name == "db" and value:
                    value = without_password(str(value))
                yield Setting(param.opts[-1].lstrip("-"), _shown(value), origin)
    for key in _ALONE:
        if key != "policy":
            origin = config.place(key) if config.states(key) else "default"
            yield Setting(key, _shown(getattr(config, _name(key))), origin)


def _in_force(
    ctx: click.Context, owner: click.Context, param: click.Option, config: Config
) -> tuple[Any, str]:
    """The value of an option and its origin; one of the group may have been given after the command too."""
    name = param.name or ""
    if owner is not ctx and ctx.get_parameter_source(name) in _GIVEN:
        return getattr(ctx.obj, name), _origin(ctx, param, config)
    return owner.params.get(name), _origin(owner, param, config)


def _apart(option: click.Option) -> bool:
    """Options that ask for something instead of setting it."""
    return option.is_eager or option.hidden or option.name == "show_settings"


def _origin(ctx: click.Context, param: click.Option, config: Config) -> str:
    source = ctx.get_parameter_source(param.name or "")
    if source is ParameterSource.COMMANDLINE:
        return "command line"
    if source is ParameterSource.ENVIRONMENT:
        return f"{ctx.auto_envvar_prefix}_{(param.name or '').upper()}"
    if source is ParameterSource.DEFAULT_MAP:
        return config.place((param.name or "").replace("_", "-"))
    return "default"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ", ".join(" = ".join(one) if isinstance(one, tuple) else str(one) for one in value) or "-"
    return "-" if value in (None, "") else str(value)


def show(ctx: click.Context, config: Config) -> None:
    """Print every setting in force, one a line, with where it came from."""
    found = list(settings(ctx, config))
    names, values = (max(len(one[place]) for one in found) for place in (0, 1))
    click.echo(f"configuration: {escape(config.file) or 'none'}")
    for one in found:
        value = clip(escape(one.value), 120)
        click.echo(f"{one.name:<{names}}  {value:<{min(values, 40)}}  {escape(one.origin)}")
