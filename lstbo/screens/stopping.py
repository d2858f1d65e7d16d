"""A lost connection, Ctrl-Z and a polite end from outside: the book is closed first, so that nobody waits for it."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

from textual.app import App

from lstbo.screens.desk import Desk


def close_on_signals(app: App[Any], desk: Desk) -> None:
    """Close the book before the process is hung up (SIGHUP), suspended (SIGTSTP) or ended (SIGTERM).

    Call it from the main thread when the terminal is up. A test without a terminal changes no signals.
    """
    if app.is_headless:
        return
    if hasattr(signal, "SIGTSTP"):
        suspend = signal.getsignal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, lambda number, frame: desk.step_aside(lambda: _call(suspend, number, frame)))
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda number, _frame: desk.step_aside(lambda: _end(number)))
    signal.signal(signal.SIGTERM, lambda _number, _frame: app.exit(128 + signal.SIGTERM))


def _call(handler: Any, number: int, frame: FrameType | None) -> None:
    if callable(handler):
        handler(number, frame)


def _end(number: int) -> None:
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
