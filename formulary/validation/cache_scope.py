"""The digest of all but the recipes that a report depends on: program, catalogue, policies, options."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from formulary import __version__
from formulary.resources import KINDS, schema_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.validation.setting import Setting

_PACKAGE = Path(__file__).parent.parent
_READERS = ("jsonschema", "jsonschema-rs", "pyyaml", "rapidfuzz", "referencing")
"""Libraries whose words and judgement show in findings."""


def scope_of(setting: Setting, *more: object) -> bytes | None:
    """The digest; None where something in it does not say what it holds, so that nothing can be known again.

    ``more`` is what else the reports depend on, such as their format: plain structures, which print whole.
    """
    stated = {name: value for name, value in setting._asdict().items() if name not in ("catalogue", "policy")}
    told = repr((stated, setting.policy.id, more))  # the policy stands in the catalogue's data
    if " at 0x" in told:  # the address of an object says nothing of what it holds
        return None
    total = sha256()
    for part in (*_program(), json.dumps(setting.catalogue.data, sort_keys=True), told, str(Path.cwd())):
        raw = part.encode("utf-8", "surrogatepass")
        total.update(b"%d:" % len(raw) + raw)
    return total.digest()


def _program() -> Iterator[str]:
    """Every line of this program and what it is run with: who edits a rule must see what the new one says."""
    yield __version__
    yield sys.version
    for name in _READERS:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:  # pragma: no cover - without it nothing runs
            yield name
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield sha256(path.read_bytes()).hexdigest()
    for kind in KINDS:
        yield schema_text(kind)
