"""`python -m lstbo` is the same as `lstbo`."""

from __future__ import annotations

import sys

from lstbo.cli import main

if __name__ == "__main__":
    sys.exit(main())
