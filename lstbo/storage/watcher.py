"""A small thread that lets others in while a book is held for long: by the terminal, a long script, a long read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from lstbo.core.errors import LstboError

INTERVAL = 0.02


class Watcher:
    """Calls `look` every 20 ms until it is stopped."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lstbo-book-watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch; returns when the thread is gone."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(INTERVAL):
            with suppress(LstboError, OSError):  # the lock files cannot be reached just now: look again
                self._look()
