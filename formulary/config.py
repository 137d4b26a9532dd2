"""What a project configures: ``[tool.formulary]`` of the nearest pyproject.toml, or a formulary.toml."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError
from formulary.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Finding
    from formulary.source.toml_reader import Toml

_OWN = "formulary.toml"
_SHARED = "pyproject.toml"
_TABLE = ("tool", "formulary")


_GRAVITY = [level.value for level in Severity]


class Config(NamedTuple):
    """The settings of a project, checked; empty where nothing is configured.

    ``file`` is where they stand, ``root`` the folder of that file. ``paths``, ``catalogue``, ``waivers`` and
    ``baseline`` lead from the present folder; patterns are meant from ``root``. ``allowed_policies`` is None
    where nothing is said of them. ``per_path`` are patterns with their policies, ``severity`` codes with
    their levels.
    """

    file: str = ""
    root: str = ""
    paths: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    policy: str = ""
    allowed_policies: tuple[str, ...] | None = None
    per_path: tuple[tuple[str, str], ...] = ()
    catalogue: str = ""
    waivers: str = ""
    approvers: tuple[str, ...] = ()
    baseline: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    severity: tuple[tuple[str, str], ...] = ()
    output_format: str = ""
    db: str = ""
    source: Toml | None = None

    def place(self, *path: str | int) -> str:
        """``FILE:LINE`` of a setting."""
        if self.source is None:
            return self.file
        inner = path if Path(self.file).name != _SHARED else (*_TABLE, *path)
        return f"{self.file}:{self.source.line(inner)}"

    def states(self, *path: str) -> bool:
        """Whether a setting is stated."""
        return self.source is not None and path[0] in (_own_table(self.source.data, self.file) or ())


def load(explicit: str | None, start: Path) -> Config:
    """The configuration in the file named ``explicit``, or in the nearest from the folder ``start`` upwards.

    The search ends at the root of a git checkout. Without a file nothing is configured.

    Raises:
        UsageFaultError: the file cannot be read or is wrong, with its line; or two configure one folder.
    """
    shown = explicit or _nearest(start)
    if not shown:
        return Config()
    source = _read(shown, start)
    data = _own_table(source.data, shown)
    if data is None:
        raise UsageFaultError(
            f"{shown}: there is no `[tool.formulary]` in it", "Write one, or name another file."
        )
    config = Config(file=shown, root=os.path.dirname(shown) or ".", source=source)  # noqa: PTH120 - text in, text out
    _check_shape(config, data)
    _check_texts(config, data, ())
    return _checked(_filled(config, data, start))


def _nearest(start: Path) -> str:
    """The file that configures a folder, found in it or above it; empty for none."""
    for folder in (start, *start.parents):
        own, shared = (os.path.relpath(folder / name, start) for name in (_OWN, _SHARED))
        configures = [
            name for name, there in ((own, _exists(own, start)), (shared, _has_table(shared, start))) if there
        ]
        if len(configures) > 1:
            raise UsageFaultError(
                f"{own} and the {_SHARED} beside it both configure formulary",
                "Keep one of the two, or name one with `--config`.",
            )
        if configures:
            return configures[0]
        if os.path.lexists(folder / ".git"):
            break
    return ""


def _exists(name: str, start: Path) -> bool:
    return os.path.lexists(start / name)


def _has_table(name: str, start: Path) -> bool:
    """Whether a pyproject.toml is there and configures this program.

    One without its name is not parsed; one that cannot be parsed is somebody else's trouble, unless it says
    that it configures this program.
    """
    from formulary.source.toml_reader import Unsound, read_toml  # noqa: PLC0415

    if not _exists(name, start) or b"formulary" not in (raw := _bytes(name, start)):
        return False
    found = read_toml(raw)
    if isinstance(found, Unsound):
        return b"tool.formulary" in raw  # reading it again says what is wrong
    return _own_table(found.data, name) is not None


def _bytes(name: str, start: Path) -> bytes:
    from formulary.source.files import read_file  # noqa: PLC0415 - without a file nothing of this is needed

    raw = read_file(str(start / name))
    if isinstance(raw, bytes):
        return raw
    raise UsageFaultError(f"{name}: {raw.message}", f"{raw.help} `--config FILE` names another file.")


def _read(name: str, start: Path) -> Toml:
    from formulary.source.toml_reader import Unsound, read_toml  # noqa: PLC0415

    found = read_toml(_bytes(name, start))
    if isinstance(found, Unsound):
        raise UsageFaultError(f"{name}:{found.line or 1}: {found.message}", found.help)
    return found


def _own_table(data: dict[str, Any], name: str) -> Any:
    """The settings in the data of a file; of a pyproject.toml they are one table, or None."""
    if Path(name).name != _SHARED:
        return data
    tool = data.get("tool")
    return tool.get("formulary") if isinstance(tool, dict) else None


def _check_shape(config: Config, data: Any) -> None:
    from formulary.shape.check import check  # noqa: PLC0415

    for finding in check("config", data)[:1]:
        message = finding.message[:1].lower() + finding.message[1:]
        if Path(config.file).name == _SHARED:
            message = message.replace("the file", "`[tool.formulary]`")
        raise UsageFaultError(f"{config.place(*finding.path)}: {message}", _advice(finding))


def _check_texts(config: Config, value: Any, path: tuple[str | int, ...]) -> None:
    """Refuse what an escape can hide in a text: a NUL would reach the system as part of a path."""
    from formulary.source.hygiene import refusal  # noqa: PLC0415

    if isinstance(value, str) and (hidden := refusal(value)):
        raise UsageFaultError(f"{config.place(*path)}: {hidden.message}", hidden.help)
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        _check_texts(config, one, (*path, key))


def _advice(finding: Finding) -> str:
    """What to do, in the notation of TOML; the schemas speak YAML."""
    from formulary.resources import schema  # noqa: PLC0415 - only a faulty file pays for it
    from formulary.shape import outline  # noqa: PLC0415

    path = finding.path
    node = outline.at(schema("config"), path)
    if finding.code == "FML103" and path:
        key, example = next(step for step in reversed(path) if isinstance(step, str)), node["examples"][0]
        if node["type"] == "object" or (isinstance(example, list) and not isinstance(example[0], str)):
            brackets = f"[[{key}]]" if node["type"] == "array" or path[-1] != key else f"[{key}]"
            return f"Write a table: `{brackets}` on a line of its own, its settings below it."
        return f"Write it so: `{key} = {json.dumps(example if path[-1] == key else [example])}`."
    return re.sub(r"`([a-z-]+): ([^`]*)`", r'`\1 = "\2"`', finding.help)


def _filled(config: Config, data: dict[str, Any], start: Path) -> Config:
    """The settings by name, lists as tuples, paths from the present folder."""
    values = {key.replace("-", "_"): value for key, value in data.items()}
    made: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    made["per_path"] = tuple((one["pattern"], one["policy"]) for one in values.get("per_path", ()))
    made["severity"] = tuple(values.get("severity", {}).items())
    made["paths"] = tuple(_from_here(config.root, path, start) for path in values.get("paths", ()))
    for name in ("catalogue", "waivers", "baseline"):
        made[name] = _from_here(config.root, values[name], start) if name in values else ""
    return config._replace(**made)


def _from_here(root: str, path: str, start: Path) -> str:
    """A path that is meant from the folder ``root``, as it is from the folder ``start``."""
    joined = Path(root, path)
    return str(joined) if joined.is_absolute() else os.path.relpath(start / joined, start)


def _checked(config: Config) -> Config:
    """The configuration, made sure that its rules, levels and formats exist.

    Raises:
        UsageFaultError: the first that does not, with its line.
    """
    for place, message, advice in _faults(config):
        raise UsageFaultError(f"{place}: {message}", advice)
    return config


def _faults(config: Config) -> Iterator[tuple[str, str, str]]:
    from formulary.reports import FORMATS  # noqa: PLC0415
    from formulary.rules import codes, rule  # noqa: PLC0415
    from formulary.rules.firm import firm  # noqa: PLC0415
    from formulary.text import did_you_mean, listing, quoted  # noqa: PLC0415

    for key, wanted in (("select", config.select), ("ignore", config.ignore)):
        for number, code in enumerate(wanted):
            if not any(name.startswith(code) for name in codes()):
                advice = did_you_mean(code, codes()) or "`formulary rules` lists them."
                yield config.place(key, number), f"no rule begins with {quoted(code)}", advice
    for number, code in enumerate(config.ignore):
        kept = next((name for name in codes() if name.startswith(code) and stays(name)), "")
        if kept:
            advice = "Name one by one the rules that are to be left out."
            yield config.place("ignore", number), f"{kept} cannot be left out: {firm(kept)}", advice
    for code, level in config.severity:
        place = config.place("severity", code)
        if code not in codes():
            advice = did_you_mean(code, codes()) or "`formulary rules` lists them."
            yield place, f"there is no rule {quoted(code)}", advice
        elif stays(code) and _GRAVITY.index(level) > _GRAVITY.index(rule(code).level.value):
            message = f"{code} cannot weigh less than it does: {firm(code)}"
            yield place, message, f"It is `{rule(code).level.value}`, or leave it out."
    if config.output_format and config.output_format not in FORMATS:
        advice = did_you_mean(config.output_format, FORMATS) or f"The formats are {listing(FORMATS)}."
        yield config.place("output-format"), f"there is no format {quoted(config.output_format)}", advice


def stays(code: str) -> bool:
    """Whether a rule holds whatever is configured; how a collection is kept is for each project to say."""
    from formulary.rules.firm import firm  # noqa: PLC0415

    return bool(firm(code)) and not code.startswith("FML8")
