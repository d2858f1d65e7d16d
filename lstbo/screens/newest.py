"""The newest wish wins: what a page reads for one purpose is read in one thread, however fast it is asked again.

A book that is in use is waited for; were every wish a thread of its own, a key held down would take up all threads there
are, and drafts would wait behind them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

Answer = Callable[[threading.Event], Any]


class NewestWish:
    """The wishes of one purpose. `ask` may be called by the thread that draws, `serve` by one worker at a time."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wish: Answer | None = None
        self._stop = threading.Event()
        self._served = False

    def ask(self, wish: Answer) -> bool:
        """Put a wish in the place of the last one, which is stopped; True when a worker is to be started for it.

        The wish is called with an event that is set as soon as nobody wants its answer any more.
        """
        with self._guard:
            self._stop.set()
            self._wish = wish
            started, self._served = self._served, True
            return not started

    def stop(self) -> None:
        """Want nothing any more."""
        with self._guard:
            self._stop.set()
            self._wish = None

    def serve(self) -> None:
        """Fulfil wishes, the newest each time, until there is none."""
        while True:
            with self._guard:
                wish, self._wish = self._wish, None
                if wish is None:
                    self._served = False
                    return
                stop = self._stop = threading.Event()
            try:
                wish(stop)
            except BaseException:
                with self._guard:
                    self._served = False
                raise
