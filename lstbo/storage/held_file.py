"""The file of one book as this process has it: the lock, the open engine, its chain; or a backup in its place."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb

from lstbo.core.errors import BookBusy, IntegrityFailed
from lstbo.storage import audit, opening, staging
from lstbo.storage.backups import Backup, newest_tested
from lstbo.storage.kill import kill_during
from lstbo.storage.lock import BookLock, busy
from lstbo.storage.place import beside

_BACKUP_AFTER = 2.0
_PAUSE = 0.05


class HeldFile:
    """Opens the file at the first need and keeps it until it is let go. Any thread may ask for it."""

    def __init__(self, path: Path, role: str, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.lock = BookLock(path, role)
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.chain: audit.Chain | None = None
        self.backup: Backup | None = None
        self.warnings: list[str] = []
        self._opening = threading.Lock()

    def hold(self, wait: float) -> tuple[duckdb.DuckDBPyConnection, audit.Chain]:
        """Return the open engine and its chain, opening the file when it is not. Raises BookBusy after `wait` seconds.

        Reading only, a tested backup is opened in its place when the book is not free within 2 s.
        """
        until = time.monotonic() + wait
        if not self._opening.acquire(timeout=max(0.0, wait)):
            raise busy(self.path)
        try:
            if self.connection is None or self.chain is None:
                stranger = not any(beside(self.path, suffix).exists() for suffix in (".lock", ".anchor"))
                try:
                    self._take(max(0.0, until - time.monotonic()))
                except BaseException as fault:
                    if stranger and isinstance(fault, IntegrityFailed):
                        self.lock.leave_no_trace()
                    self.let_go()
                    raise
            assert self.connection is not None and self.chain is not None
            return self.connection, self.chain
        finally:
            self._opening.release()

    def wanted(self) -> bool:
        """Return whether this process has the book and another one waits for it."""
        return self.lock.held and self.lock.wanted()

    def outdated(self) -> bool:
        """Return whether a backup is shown although the book is free by now; its lock is then ours."""
        if self.backup is None:
            return False
        try:
            self.lock.acquire(0)
        except BookBusy:
            return False
        return True

    def let_go(self, *, keep_lock: bool = False) -> None:
        """Close the file and let others in. The caller sees to it that nobody works in it."""
        if self.connection is not None:
            kill_during("in-checkpoint")
            with suppress(duckdb.Error):
                self.connection.close()
        self.connection = self.chain = self.backup = None
        if not keep_lock:
            self.lock.release()

    def _take(self, wait: float) -> None:
        until = time.monotonic() + wait
        try:
            self.lock.acquire(min(wait, _BACKUP_AFTER) if self.read_only else wait)
        except BookBusy:
            if not self.read_only:
                raise
            self.backup = newest_tested(self.path)
            if self.backup is None:
                self.lock.acquire(max(0.0, wait - _BACKUP_AFTER))
        if self.backup:
            self.connection = opening.open_backup(self.backup)
        else:
            staging.sweep(self.path)
            opened = self._opened(until)
            self.connection, self.warnings = opened.connection, opened.warnings
        self.chain = audit.Chain(self.connection)

    def _opened(self, until: float) -> opening.Opened:
        """Open the file; a program that knows nothing of our lock and has it open is waited for like any other."""
        while True:
            try:
                return opening.open_book(self.path, read_only=self.read_only)
            except BookBusy:
                if time.monotonic() + _PAUSE > until:
                    raise
            time.sleep(_PAUSE)
