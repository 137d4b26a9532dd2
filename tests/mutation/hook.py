"""A plugin of pytest: what MUTANT names, a module or a policy of the seed, has its change."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING

import few_examples
from mutants import POLICIES, ROOT, Mutant

from formulary import resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_SECONDS = 300
"""Of processor time: a change that never ends is found too."""

_MODULE, _, _NUMBER = os.environ["MUTANT"].partition(":")


class _Changed(SourceLoader):
    def get_filename(self, fullname: str) -> str:
        return str(ROOT / f"{fullname.replace('.', '/')}.py")

    def get_data(self, path: str | bytes) -> bytes:
        with open(path, "rb") as stream:  # noqa: PTH123 - a path may be bytes
            return stream.read()

    def get_code(self, fullname: str) -> CodeType:
        return compile(Mutant(fullname, int(_NUMBER)).tree(), self.get_filename(fullname), "exec")


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname != _MODULE:
            return None
        loader = _Changed()
        spec = ModuleSpec(fullname, loader, origin=loader.get_filename(fullname))
        spec.has_location = True
        return spec


def _another_seed() -> tempfile.TemporaryDirectory[str]:
    """A copy of the seed with the change, which this process takes for the one that ships."""
    copy = tempfile.TemporaryDirectory(prefix="formulary-mutant-")
    seed = Path(copy.name) / "seed"
    shutil.copytree(ROOT / "seed", seed)
    (seed.parent / _MODULE).write_text(Mutant(_MODULE, int(_NUMBER)).policy(), "utf-8")
    kept = resources.data_folder
    resources.data_folder = lambda name: seed if name == "seed" else kept(name)  # type: ignore[assignment]
    from formulary.catalogue import load  # noqa: PLC0415 - it must find that folder

    load.COMPILED = seed.parent / "catalogue.json"
    return copy


if _MODULE.startswith(POLICIES):
    _copy = _another_seed()  # gone when this process ends
sys.meta_path.insert(0, _Finder())
resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
few_examples.register()
