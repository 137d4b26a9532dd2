"""How hard hypothesis tries against a mutant: little, since thousands of runs are made."""

from __future__ import annotations

from hypothesis import Phase, settings


def register() -> None:
    """Make the profile `mutants` known, which `mutants.py` asks of every run."""
    settings.register_profile(
        "mutants",
        max_examples=50,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),  # nobody reads the smallest example
    )
