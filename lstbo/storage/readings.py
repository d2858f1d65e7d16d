"""The reads that are under way in this process, each stopped when it stands in another's way or nobody wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lstbo.storage.transaction import Transaction


class Readings:
    """Reading units with the moment from which they give way to another process, and the event that cancels them."""

    def __init__(self) -> None:
        self._guard = threading.RLock()  # a signal of the main thread may ask in the midst of it
        self._under_way: dict[Transaction, tuple[float, threading.Event]] = {}

    @contextmanager
    def under_way(self, tx: Transaction, patience: float, cancelled: threading.Event) -> Iterator[None]:
        """Watch over a read: it may be stopped after `patience` seconds, and at once when `cancelled` is set."""
        with self._guard:
            self._under_way[tx] = time.monotonic() + patience, cancelled
        try:
            yield
        finally:
            with self._guard:
                del self._under_way[tx]

    def stop(self, *, old: bool = False) -> None:
        """Stop the cancelled reads and, when `old`, those that had their time. Stopped reads may be run again."""
        with self._guard:
            for tx, (until, cancelled) in self._under_way.items():
                if cancelled.is_set() or (old and time.monotonic() > until):
                    tx.hand_over()

    def stop_all(self, *, cancel: bool) -> None:
        """Stop every read at once; with `cancel` they are not run again."""
        with self._guard:
            for tx, (_until, cancelled) in self._under_way.items():
                if cancel:
                    cancelled.set()
                tx.hand_over()
