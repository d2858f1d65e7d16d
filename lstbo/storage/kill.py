"""Named points at which a test may kill this very process, to prove that nothing acknowledged is lost.

Set LSTBO_TESTING=1 and LSTBO_KILL_AT=<point>. Without both, a point does nothing. LSTBO_KILL_BY=SIGINT presses Ctrl-C there
instead.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time

POINTS = (
    "after-staging",
    "before-commit",
    "after-commit",
    "before-ack",
    "in-checkpoint",
    "in-spool-drain",
    "in-migration",
    "in-backup",
)
_LONGEST = 0.02


def kill_point(name: str) -> None:
    """Die here by SIGKILL, or be interrupted, when a test asked for this point."""
    if os.environ.get("LSTBO_KILL_AT") == name and os.environ.get("LSTBO_TESTING") == "1":
        _die()


def kill_during(name: str) -> None:
    """Die at a random moment of the next 20 ms, while the engine is at work, when a test asked for this point."""
    if os.environ.get("LSTBO_KILL_AT") == name and os.environ.get("LSTBO_TESTING") == "1":
        threading.Thread(target=_die_soon, daemon=True).start()


def _die_soon() -> None:
    time.sleep(random.random() * _LONGEST)  # a test's dice, nothing secret
    _die()


def _die() -> None:
    name = os.environ.get("LSTBO_KILL_BY", "SIGKILL")
    signal.raise_signal(getattr(signal, name, signal.SIGTERM))
