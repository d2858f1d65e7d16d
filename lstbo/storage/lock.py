"""Who may have the book: one advisory lock, and a second one that forms the queue before it.

`shop.duckdb.lock` is held while the file is open and says who holds it. `shop.duckdb.want` is held by the one process
that waits next; the holder looks at it between units of work and hands the book over.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from lstbo.core import clock
from lstbo.core.disk_words import why_not
from lstbo.core.errors import BookBusy, Refused
from lstbo.core.language import _
from lstbo.storage.place import beside

_POLL = 0.005


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has a book: its number, computer, what it does, and since when (ISO, local)."""

    pid: int
    host: str
    role: str
    since: str


class BookLock:
    """The lock of one book. Any thread may ask `held` and `wanted`; the book sees to it that one at a time acquires."""

    def __init__(self, path: Path, role: str) -> None:
        self._path = path
        self._role = role
        self._lock = FileLock(str(beside(path, ".lock")), mode=0o600, thread_local=False)
        self._want = FileLock(str(beside(path, ".want")), mode=0o600, thread_local=False)
        self._look = FileLock(str(beside(path, ".want")), mode=0o600, thread_local=False)
        self._one_look = threading.Lock()

    @property
    def held(self) -> bool:
        """Whether this process has the book."""
        return bool(self._lock.is_locked)

    def acquire(self, wait: float) -> None:
        """Queue for the book for at most `wait` seconds. Raises BookBusy naming the holder."""
        if self.held:
            return
        deadline = time.monotonic() + wait
        if not _take(self._want, wait):
            raise busy(self._path)
        try:
            if not _take(self._lock, max(0.0, deadline - time.monotonic())):
                raise busy(self._path)
            self._sign()
        finally:
            self._want.release()

    def release(self) -> None:
        """Let the next one in."""
        if self.held:
            self._lock.release()

    def leave_no_trace(self) -> None:
        """Take the lock files away from beside a file that turned out to be no book; the lock is held and ours alone."""
        for suffix in (".want", ".lock"):
            with suppress(OSError):
                beside(self._path, suffix).unlink()

    def wanted(self) -> bool:
        """Return whether another process waits for the book."""
        with self._one_look:
            if not _take(self._look, 0):
                return True
            self._look.release()
            return False

    def _sign(self) -> None:
        since = clock.now().isoformat(timespec="seconds")
        text = json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), self._role, since)), ensure_ascii=False)
        try:
            beside(self._path, ".lock").write_text(text + "\n", "utf-8")
        except OSError:  # Windows lets nobody write to a locked file; the name is a courtesy
            return


def _take(lock: FileLock, wait: float) -> bool:
    try:
        lock.acquire(timeout=max(0.0, wait), poll_interval=_POLL)
    except Timeout:
        return False
    except OSError as fault:
        raise Refused(
            _("The folder of the book cannot be written to: {reason}.").format(reason=why_not(fault)),
            _("A book is shared through small files beside it. Ask its owner for access to the folder."),
        ) from fault
    return True


def holder(path: Path) -> Holder | None:
    """Return who holds the book at `path`, or last held it; None when that cannot be read."""
    try:
        record = json.loads(beside(path, ".lock").read_text("utf-8"))
        return Holder(int(record["pid"]), str(record["host"]), str(record["role"]), str(record["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def in_use(path: Path) -> bool:
    """Return whether any process holds the book at this moment."""
    if not beside(path, ".lock").exists():
        return False
    lock = FileLock(str(beside(path, ".lock")), mode=0o600, thread_local=False)
    if not _take(lock, 0):
        return True
    lock.release()
    return False


def holder_now(path: Path) -> Holder | None:
    """Return who holds the book at this moment; None when nobody does, or its name cannot be read."""
    return holder(path) if in_use(path) else None


def at_work(path: Path) -> BookBusy:
    """Return the sentence for work of this very program that was not done in time."""
    return BookBusy(
        _("This program is still at work in {file}.").format(file=path.name), _("Try again when that is done.")
    )


def busy(path: Path) -> BookBusy:
    """Return the sentence that says who has the book."""
    hint = _("Try again in a moment, or give --wait more seconds.")
    who = holder(path)
    if who is None:
        return BookBusy(_("Another program is using the book."), hint)
    return BookBusy(
        _("The book is in use by {role} (process {pid} on {host}, since {since}).").format(
            role=who.role, pid=who.pid, host=who.host, since=who.since
        ),
        hint,
    )
