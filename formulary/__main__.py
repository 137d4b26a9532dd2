"""The entry point: ``formulary`` and ``python -m formulary``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # a start makes no garbage, and looking for it would cost a tenth of the time of a small run
    from formulary.cli.main import run  # noqa: PLC0415 - keeps an import of this module free of Click

    code = run()
    gc.freeze()  # the exit collects once more
    sys.exit(code)


if __name__ == "__main__":
    main()
