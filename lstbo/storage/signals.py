"""Ctrl-Z and a lost connection: the book is closed before the process stops, so that nobody waits for a sleeper."""

from __future__ import annotations

import os
import signal
from types import FrameType

from lstbo.storage.book import Book


def close_before_stopping(book: Book) -> None:
    """From now on close `book` before this process is suspended (SIGTSTP) or hung up (SIGHUP).

    Call it from the main thread. After it was continued, the next unit of work opens the book again.
    """

    def handle(number: int, _frame: FrameType | None) -> None:
        book.step_aside(lambda: _stop(number))

    for name in ("SIGTSTP", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handle)


def _stop(number: int) -> None:
    if number == getattr(signal, "SIGTSTP", None):
        os.kill(os.getpid(), getattr(signal, "SIGSTOP", number))
        return
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
