"""Ctrl-C and the moment of posting: it waits until COMMIT and the anchor are through; and what was posted is known."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

_posted: list[int] = []


@contextmanager
def interrupt_later() -> Iterator[None]:
    """Hold back SIGINT until the end; it is then handled as if it had come only now. Other threads get none anyway."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    caught: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: caught.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if caught:
            before(*caught[-1])


def remember(documents: Sequence[int]) -> None:
    """Take down documents that were committed by this process."""
    _posted[:] = [min([*_posted, *documents]), max([*_posted, *documents])]


def posted_here() -> tuple[int, int] | None:
    """Return the first and the last document this process has posted so far, None when it posted nothing."""
    return (_posted[0], _posted[1]) if _posted else None
