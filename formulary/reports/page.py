"""A page that is one file: its style and its script inside, and a policy that lets nothing else in."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from formulary.text import UNPRINTABLE, escape, moment, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HIDDEN = re.compile(f"[{UNPRINTABLE}\r]")


def page(folder: Path, name: str, data: Mapping[str, Any], script: str = "") -> Iterator[str]:
    """The pieces of the page ``NAME.html.j2`` with ``NAME.css``, and with a script where one is named.

    Everything in ``data`` is text: it is escaped where it stands, and can neither run nor hide anything.
    """
    style = (folder / f"{name}.css").read_text("utf-8")
    code = (folder / script).read_text("utf-8") if script else ""
    trusted = {"style": Markup(style), "script": Markup(code), "policy": _policy(style, code)}  # noqa: S704 - our own files
    stream = _environment(folder).get_template(f"{name}.html.j2").stream({**data, **trusted})
    stream.enable_buffering(32)
    return map(_plain, stream)


class Part:
    """A part of a page, to be rendered many times; its data is escaped as that of a page."""

    def __init__(self, folder: Path, name: str) -> None:
        self._render = _environment(folder).get_template(name).render

    def render(self, data: Mapping[str, Any]) -> str:
        """The part with its data."""
        return _plain(self._render(data))


def _plain(text: str) -> str:
    """The text with everything that hides or reorders it made visible; no template has such a character."""
    return _HIDDEN.sub(lambda match: escape(match[0]), text)


def _policy(style: str, code: str) -> str:
    """What the page may do: show itself, by this style and this script and no other, and talk to nobody."""
    script = f"script-src {_hash(code)}; " if code else ""
    return f"default-src 'none'; {script}style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"moment": moment, "together": together}
    return made
