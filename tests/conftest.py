"""How hard hypothesis tries: quickly on every run, for long when FORMULARY_SOAK is set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

os.environ["SOURCE_DATE_EPOCH"] = "1795305600"  # 2026-11-22: no policy that ships is due for review

settings.register_profile("quick", max_examples=200, deadline=None, derandomize=True)
settings.register_profile(
    "soak", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("soak" if os.environ.get("FORMULARY_SOAK") else "quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites what the command line is expected to print."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/cli/golden by what is printed"
    )
