"""Print pip constraints that pin every dependency to the lowest version that pyproject.toml allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?>=(?P<version>[0-9.]+)")


def main() -> None:
    """Read the dependencies of the package and of its tests."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    extras = [
        item
        for name, items in project["project"]["optional-dependencies"].items()
        if name != "all"
        for item in items
    ]
    stated = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["test"]]
    for requirement in stated:
        bound = _BOUND.match(requirement)
        if bound is None:
            raise SystemExit(f"{requirement}: a dependency states its lowest version with >=")
        print(f"{bound['name']}=={bound['version']}")


if __name__ == "__main__":
    main()
