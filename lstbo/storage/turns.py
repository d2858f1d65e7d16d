"""Who may work in the open file: any number of readers beside one writer, or one thread quite alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """The turns of one process at one open file. Threads of readers work side by side and beside one writer.

    A thread that closes or replaces the file must be alone; while one waits for that, nobody new is let in.
    """

    def __init__(self) -> None:
        self._gate = threading.Condition()
        self._inside: set[int] = set()
        self._writer = 0
        self._alone = 0
        self._claims = 0

    def mine(self) -> bool:
        """Return whether the calling thread is inside a unit of work."""
        return threading.get_ident() in self._inside

    def has_writer(self) -> bool:
        """Return whether a unit that writes is under way."""
        return self._writer != 0

    def enter(self, *, writing: bool, timeout: float) -> bool:
        """Begin a unit of work; False when the turn did not come within `timeout` seconds."""

        def free() -> bool:
            return not (self._alone or self._claims or (writing and self._writer))

        with self._gate:
            if not self._gate.wait_for(free, max(0.0, timeout)):
                return False
            self._inside.add(threading.get_ident())
            if writing:
                self._writer = threading.get_ident()
            return True

    def leave(self) -> None:
        """End the unit of work of the calling thread."""
        with self._gate:
            me = threading.get_ident()
            self._inside.discard(me)
            if self._writer == me:
                self._writer = 0
            self._gate.notify_all()

    @contextmanager
    def alone(self, timeout: float) -> Iterator[bool]:
        """Wait until nobody else is inside, and keep it so; gives False when that did not come in `timeout` seconds.

        A writer may ask for it in the midst of its unit: it then waits for the readers only.
        """
        me = threading.get_ident()
        with self._gate:
            self._claims += 1
            try:
                got = self._gate.wait_for(lambda: not self._alone and self._inside <= {me}, max(0.0, timeout))
            finally:
                self._claims -= 1
                self._gate.notify_all()
            if got:
                self._alone = me
        try:
            yield got
        finally:
            if got:
                with self._gate:
                    self._alone = 0
                    self._gate.notify_all()
