"""From the command line into the terminal: whether there is one, and what the terminal gets from here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from lstbo.cli.run import Run

MONTHS = 12


def has_terminal() -> bool:
    """Whether a person sits at a terminal that can show pages."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def open_terminal(run: Run) -> int:
    """Open the terminal on the book of the call, for as long as it is used, and return the exit code."""
    from lstbo.app import Outside, run_terminal
    from lstbo.cli.faults import log_fault
    from lstbo.screens import Desk

    desk = Desk(
        run.path,
        read_only=run.read_only,
        wait=run.seconds,
        as_of=run.as_of,
        known_at=run.known_at,
        ascii_only=run.ascii_only,
    )
    return run_terminal(desk, Outside(log_fault, _make_sample))


def _make_sample(path: Path, tell: Callable[[str], None]) -> None:
    from lstbo.cli.sample import make_sample

    make_sample(Run(path), MONTHS, tell)
