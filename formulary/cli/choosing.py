"""What to check and by what: paths, policy and codes, each name made sure of before the work begins."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from formulary.catalogue.load import catalogue_with
from formulary.catalogue.stamp import overlay_files
from formulary.cli.project import check_patterns, there, wanted
from formulary.config import stays
from formulary.domain.species import patients
from formulary.errors import UsageFaultError
from formulary.rules import codes
from formulary.source.files import Kind, kind_of, read_stream, walk
from formulary.source.read import SUFFIXES, syntax_of
from formulary.text import did_you_mean, listing, quoted
from formulary.validation.run import Choice
from formulary.validation.staleness import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.cli.main import Globals
    from formulary.config import Config
    from formulary.domain.waiver import Waiver
    from formulary.findings import Finding
    from formulary.validation.waivers import WaiverFile


def choose(
    options: Globals, select: str = "", ignore: str = "", waivers: tuple[Waiver, ...] | None = None
) -> Choice:
    """The choice of the user; ``waivers`` are those to judge by, if None those of the configuration.

    Raises:
        UsageFaultError: there is no such policy, or no rule begins with such a code.
    """
    config = options.config
    if waivers is None:
        file = waivers_in_force(options)
        waivers = file.waivers if file else ()
    catalogue = catalogue_with(options.catalogue)
    policy = policy_in_force(options, catalogue)
    check_patterns(config)
    for number, name in enumerate(config.allowed_policies or ()):
        known_policy(name, catalogue, config.place("allowed-policies", number))
    for number, (_, name) in enumerate(config.per_path):
        known_policy(name, catalogue, config.place("per-path", number, "policy"))
    return Choice(
        policy,
        bool(options.policy),
        _selected(select),
        _codes(ignore),
        options.catalogue,
        _may_name(options, catalogue),
        config.root,
        config.per_path,
        config.severity,
        waivers,
    )


def waivers_in_force(options: Globals, path: str = "") -> WaiverFile | None:
    """The file of waivers of that name, else the one that is configured, as it is today; None for none.

    Raises:
        UsageFaultError: it cannot be read, with its line.
    """
    config = options.config
    chosen = path or config.waivers
    if not chosen:
        return None
    if chosen == config.waivers:
        there(chosen, config.place("waivers"))
    from formulary.validation.waivers import read_waivers  # noqa: PLC0415 - only who has waivers pays for it

    return read_waivers(chosen, today(), config.approvers)


def policy_in_force(options: Globals, catalogue: Catalogue) -> str:
    """The policy of the run: that of the options, of the configuration, else ``us``.

    Raises:
        UsageFaultError: there is no such policy.
    """
    if options.policy or not options.config.policy:
        return known_policy(options.policy or "us", catalogue)
    return known_policy(options.config.policy, catalogue, options.config.place("policy"))


def _may_name(options: Globals, catalogue: Catalogue) -> tuple[str, ...] | None:
    """The policies that recipes may name: all where nobody chose one, None for what builds on the chosen."""
    config = options.config
    if config.allowed_policies is not None:
        return config.allowed_policies
    chosen = options.policy or config.policy or config.per_path
    return None if chosen else tuple(catalogue.ids("policies"))


def known_policy(name: str, catalogue: Catalogue, place: str = "") -> str:
    """The id of a policy, made sure that it is on record; ``place`` is where it stands in a file.

    Raises:
        UsageFaultError: there is no such policy.
    """
    known = catalogue.data["policies"]
    if name not in known:
        raise UsageFaultError(
            f"{place}{': ' if place else ''}there is no policy {quoted(name)}",
            did_you_mean(name, known) or f"On record: {listing(known)}.",
        )
    return name


def dated_policy(name: str, jurisdiction: str, species: str, catalogue: Catalogue) -> str:
    """The id of a policy, or of the one of a jurisdiction for a species that was in force on a day.

    Raises:
        UsageFaultError: there is no such policy, or none was in force.
    """
    if not _DATE.fullmatch(name):
        return known_policy(name, catalogue)
    from formulary.catalogue.in_force import in_force, jurisdictions  # noqa: PLC0415 - few ask for a date

    try:
        date.fromisoformat(name)
    except ValueError:
        raise UsageFaultError(f"{quoted(name)} is no day of the calendar", "Write 2026-12-31.") from None
    found = in_force(catalogue, jurisdiction, species, name)
    if found is None:
        begun = jurisdictions(catalogue, species)
        known = listing(f"{code} from {day}" for code, day in sorted(begun.items()))
        whose = f"no policy of {quoted(jurisdiction)} for {patients([species])}"
        raise UsageFaultError(f"{whose} was in force on {name}", f"On record: {known}.")
    return found


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _selected(text: str) -> tuple[str, ...]:
    """The codes to report; where the project chose them, besides those that no configuration leaves out."""
    chosen, ctx = _codes(text), click.get_current_context(silent=True)
    if not chosen or ctx is None or ctx.get_parameter_source("select") is not ParameterSource.DEFAULT_MAP:
        return chosen
    return (*chosen, *(code for code in codes() if stays(code) and not code.startswith(chosen)))


def _codes(text: str) -> tuple[str, ...]:
    """The beginnings of codes in a list that commas divide."""
    parts = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    for part in parts:
        if not any(code.startswith(part) for code in codes()):
            raise UsageFaultError(
                f"no rule begins with {quoted(part)}",
                did_you_mean(part, codes()) or "`formulary rules` lists them; FML3 means all that begin so.",
            )
    return parts


def collect(paths: tuple[str, ...], options: Globals, *apart: str) -> list[str]:
    """Every file to check, in order, each once: those named, and of folders those that the project means.

    Of a folder without what recipes are judged by: the files of the overlay, of waivers and of a baseline;
    ``apart`` are more such files.

    Raises:
        UsageFaultError: a path is missing or is not a document's, or nothing is left to check.
    """
    if not paths:
        raise UsageFaultError(
            "nothing to check: no path given", "Name a file or a folder: `formulary validate recipes/`."
        )
    config = options.config
    own = [path for path in (config.waivers, config.baseline, *apart) if path]
    own += overlay_files(options.catalogue) if options.catalogue else []
    left_out = frozenset(map(os.path.realpath, own))
    files: list[str] = []
    for path in paths:
        files.extend(_below(path, left_out, config) if kind_of(path) is Kind.FOLDER else (one_file(path),))
    if not files:
        raise UsageFaultError(
            f"nothing to check: no {_endings()} file in {', '.join(paths)}",
            "Name a folder that holds recipes.",
        )
    return list(dict.fromkeys(files))


def _below(folder: str, left_out: frozenset[str], config: Config) -> Iterator[str]:
    """The files below a folder that are to be checked."""
    names = {Path(path).name for path in left_out}  # only a file so called costs a look at the disk
    for path in walk(folder):
        is_own = path.rpartition(os.sep)[2] in names and os.path.realpath(path) in left_out
        if not is_own and wanted(path, config):
            yield path


def passed_over(paths: tuple[str, ...], config: Config) -> int:
    """How many files below these folders the patterns of the project leave out."""
    if not (config.include or config.exclude):
        return 0
    folders = (path for path in paths if kind_of(path) is Kind.FOLDER)
    return sum(not wanted(file, config) for folder in folders for file in walk(folder))


def one_file(path: str) -> str:
    """The path of a document, made sure that it is there and that its name says what it is.

    Raises:
        UsageFaultError: it is missing, or is no document's.
    """
    if path == "-":
        raise UsageFaultError("`-` cannot stand beside other paths", "Check standard input by itself.")
    if kind_of(path) is Kind.MISSING:
        raise UsageFaultError(f"{path}: no such file or folder", "Check the spelling of the path.")
    if kind_of(path) is not Kind.FOLDER and syntax_of(path) is None:
        raise UsageFaultError(
            f"{path}: the name says neither YAML nor JSON", f"The name of a document ends in {_endings()}."
        )
    return path


def standard_input() -> bytes | Finding:
    """What stands on standard input, or that it is too much.

    Raises:
        UsageFaultError: it is closed.
    """
    if sys.stdin is None:
        raise UsageFaultError("standard input is closed", "Send a recipe to it, or name a file.")
    return read_stream(sys.stdin.buffer)


def _endings() -> str:
    return " or ".join((", ".join(SUFFIXES[:-1]), SUFFIXES[-1]))
