"""The entry point: ``formulary`` and ``python -m formulary``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from formulary.cli.main import run  # noqa: PLC0415 - keeps an import of this module free of Click

    sys.exit(run())


if __name__ == "__main__":
    main()
