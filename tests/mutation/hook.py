"""A plugin of pytest: the module that MUTANT names is imported with its change."""

from __future__ import annotations

import os
import sys
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

from hypothesis import settings
from mutants import ROOT, Mutant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

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


sys.meta_path.insert(0, _Finder())
settings.register_profile("mutants", max_examples=50, deadline=None, derandomize=True, database=None)
