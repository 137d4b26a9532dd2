"""The build hook that puts the compiled catalogue into the wheel, so that an installed one starts fast."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogue(BuildHookInterface[Any]):
    """Compiles the seed that goes into the wheel; an editable install compiles its own as it changes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of its own: what a checkout compiled for itself is never shipped."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from formulary.catalogue.compiling import compile_seed, to_json  # noqa: PLC0415 - the root is on the path now

        self._folder = Path(tempfile.mkdtemp(prefix="formulary-build-"))
        compiled = self._folder / "catalogue.json"
        compiled.write_text(to_json(compile_seed(Path(self.root) / "seed")), "utf-8")
        build_data["force_include"][str(compiled)] = "formulary/_data/catalogue.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the folder."""
        if version != "editable":
            shutil.rmtree(self._folder, ignore_errors=True)
