"""Names as people write them: case, spaces, hyphens and underscores do not tell two names apart."""

from __future__ import annotations

import re
from functools import lru_cache

_JOINTS = re.compile(r"[\s_-]+")


@lru_cache(maxsize=8192)
def normal(name: str) -> str:
    """The form under which a name is looked up: ``Vitamin  C`` and ``vitamin-c`` are one name."""
    return _JOINTS.sub(" ", name.casefold()).strip()
