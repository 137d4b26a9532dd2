"""A page that is one file: its style and its script inside, and a policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def page(folder: Path, name: str, data: Mapping[str, Any], script: str = "") -> Iterator[str]:
    """The pieces of the page ``NAME.html.j2`` with ``NAME.css``, and with a script where one is named.

    Everything in ``data`` is text: it is escaped where it stands, and can neither run nor hide anything.
    """
    style = (folder / f"{name}.css").read_text("utf-8")
    code = (folder / script).read_text("utf-8") if script else ""
    trusted = {"style": Markup(style), "script": Markup(code), "policy": _policy(style, code)}  # noqa: S704 - our own files
    return iter(template(folder, f"{name}.html.j2").generate({**data, **trusted}))


def template(folder: Path, name: str) -> Template:
    """A part of a page, to be rendered many times; text in its data is escaped as in ``page``."""
    return _environment(folder).get_template(name)


def _policy(style: str, code: str) -> str:
    """What the page may do: show itself, by this style and this script and no other, and talk to nobody."""
    script = f"script-src {_hash(code)}; " if code else ""
    return f"default-src 'none'; {script}style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )


def _visible(value: Any) -> Any:
    """Text with everything that hides or reorders made visible; line breaks are the template's to make."""
    return escape(value) if type(value) is str else value
