"""The book: one DuckDB file and the units of work on it. Nobody else opens the file."""

from __future__ import annotations

import getpass
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import duckdb

from lstbo.core.errors import BookBusy, IntegrityFailed, NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import anchor, audit, opening, staging
from lstbo.storage.backups import Backup, copy_of, newest_tested, test_copy
from lstbo.storage.connection import disk_full, fatal, full, same_process
from lstbo.storage.kill import kill_during, kill_point
from lstbo.storage.lock import BookLock, busy
from lstbo.storage.place import Reserve, make_private_folder, require_local, require_space
from lstbo.storage.transaction import HandedOver, Transaction
from lstbo.storage.watcher import Watcher

PATIENCE = 0.5
IDLE = 30.0
_BACKUP_AFTER = 2.0
_LONGEST_PATIENCE = 8.0

T = TypeVar("T")


class Book:
    """A shop's book on disk. Use `create` or `open`, then `read()`, `run_read()` and `write()`; close it when done.

    The file is opened at the first unit of work and kept open between units. Before each unit the book is handed
    over when another process waits for it; opened with `hold=True`, a thread also does so between units, and closes
    the file after 30 idle seconds. Units of one book run one at a time, whatever thread they come from.
    """

    def __init__(self, path: Path, *, read_only: bool, wait: float, hold: bool = False, role: str = "lstbo") -> None:
        self.path = path
        self.read_only = read_only
        self.wait = wait
        self.warnings: list[str] = []
        self.reserve = Reserve()
        self.idle = IDLE
        self.backup: Backup | None = None
        self._reason = ""
        self._failures = 0
        self._pid = os.getpid()
        self._lock = BookLock(path, role)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._chain: audit.Chain | None = None
        self._turn = threading.Lock()
        self._owner = 0
        self._reading: tuple[Transaction, float] | None = None
        self._used = time.monotonic()
        self._afterwards: Callable[[], None] | None = None
        self._guard = threading.Lock()
        self._watcher = Watcher(self._look) if hold else None
        if self._watcher:
            self._watcher.start()

    @classmethod
    def create(cls, path: Path, *, wait: float = 10.0, hold: bool = False, role: str = "lstbo") -> Book:
        """Make a new, empty book with all tables. Raises Refused when the file exists or lies on a network drive."""
        path = Path(os.path.realpath(path))
        if path.exists():
            raise Refused(_("{file} exists already.").format(file=path.name), _("Choose another name, or open it."))
        require_local(path)
        os.umask(0o077)
        make_private_folder(path.parent)
        book = cls(path, read_only=False, wait=wait, hold=hold, role=role)
        try:
            book._lock.acquire(wait)
            opening.found(path)
            book._hold()
        except BaseException:
            book.close()
            raise
        return book

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, wait: float = 10.0, hold: bool = False, role: str = "lstbo"
    ) -> Book:
        """Open an existing book; `role` tells others what holds it. Raises NotFound, IntegrityFailed or BookBusy.

        Reading only, the last tested backup is opened when the book is not free within 2 s; see `source` and `age`.
        """
        if not path.is_file():
            raise NotFound(_("There is no book at {file}.").format(file=path), _("Make one with: lstbo init"))
        path = Path(os.path.realpath(path))
        require_local(path)
        os.umask(0o077)
        book = cls(path, read_only=read_only, wait=wait, hold=hold, role=role)
        if read_only:
            try:
                with book._unit():
                    pass
            except BaseException:
                book.close()
                raise
        return book

    @property
    def staging(self) -> Path:
        """The folder (0700) for files that the engine may read: staged imports and exports."""
        return staging.folder(self.path)

    def staged(self, suffix: str = ".csv") -> AbstractContextManager[Path]:
        """Give an empty staging file (0600), removed at the end; after a kill it is removed when the book is opened."""
        return staging.staged(self.path, suffix)

    @property
    def source(self) -> str:
        """What a book opened for reading shows: 'book', or 'backup' when the book was not to be had."""
        return "backup" if self.backup else "book"

    @property
    def age(self) -> timedelta:
        """How old what is shown is: zero for the book itself, else the age of the backup."""
        return self.backup.age() if self.backup else timedelta(0)

    @property
    def read_only_reason(self) -> str:
        """Why a book opened for writing became read-only; empty when it did not."""
        return self._reason

    @contextmanager
    def write(self, command: str = "", *, dry_run: bool = False) -> Iterator[Transaction]:
        """Run one unit of work: committed on success, rolled back whole on any exception or when `dry_run`.

        When this returns, its documents are on the disk. Raises Refused when the book is read-only or the disk
        nearly full, BookBusy when it is not to be had in time.
        """
        if self.read_only:
            raise Refused(self._reason or _("The book is open for reading only."))
        with self._unit() as (connection, chain):
            require_space(self.path, self.reserve)
            who = {"actor": _actor(), "host": socket.gethostname(), "command": command}
            tx = Transaction(connection, chain, writable=True, **who)
            with self._failing():
                connection.execute("BEGIN")
                try:
                    yield tx
                    if dry_run:
                        connection.execute("ROLLBACK")
                    else:
                        self._commit(tx)
                except BaseException:
                    with suppress(duckdb.Error):
                        connection.execute("ROLLBACK")
                    raise
                finally:
                    tx.finish()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Run short queries on one consistent view of the book. For long ones see `run_read`."""
        with self._unit() as (connection, chain), self._view(connection, chain) as tx:
            yield tx

    def run_read(self, work: Callable[[Transaction], T]) -> T:
        """Return `work(tx)` on one consistent view of the book.

        When another process waits and the work is older than half a second it is stopped, the book handed over, and
        the work run again, with twice the patience. `work` must therefore only read and return.
        """
        patience = PATIENCE
        while True:
            watcher = None if self._watcher else Watcher(self._look)
            with self._unit() as (connection, chain), self._view(connection, chain) as tx:
                self._reading = (tx, time.monotonic() + patience)
                if watcher:
                    watcher.start()
                try:
                    return work(tx)
                except (HandedOver, duckdb.InterruptException):
                    if not tx.handed_over:
                        raise
                finally:
                    with self._guard:
                        self._reading = None
                    if watcher:
                        watcher.stop()
            patience = min(patience * 2, _LONGEST_PATIENCE)

    def take_backup(self) -> Backup:
        """Copy the book, restore the copy to a scratch file, check it, and return its record.

        The file is closed only while it is copied. Raises IntegrityFailed when the copy does not check out.
        """
        with self.closed() as path:
            copied = copy_of(path)
        return test_copy(self.path, copied)

    @contextmanager
    def closed(self) -> Iterator[Path]:
        """Hold the lock with the file closed and checkpointed, for work on the file as a whole."""
        if self.read_only:
            raise Refused(_("The book is open for reading only."))
        with self._unit():
            self._let_go(keep_lock=True)
            yield self.path

    def close(self) -> None:
        """Close the file and let others in. A later unit of work opens it again, without the watching thread."""
        if self._pid != os.getpid():
            return
        if self._watcher:
            self._watcher.stop()
            self._watcher = None
        with self._my_turn():
            self._let_go()

    def step_aside(self, then: Callable[[], None]) -> None:
        """Close the file because this process is to be stopped, then call `then` before any unit may start.

        A long read is stopped (and run again later), any other unit is waited for; inside a unit of this very thread
        all this happens as soon as the unit has ended.
        """
        if self._owner == threading.get_ident():
            self._afterwards = then
            return
        with self._guard:
            if self._reading:
                self._reading[0].hand_over()
        with self._my_turn():
            self._let_go()
            then()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- one unit at a time ------------------------------------------------------------------------------------------

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._owner == threading.get_ident():
            raise RuntimeError("units of work do not nest")
        if not self._turn.acquire(timeout=max(0.0, self.wait)):
            raise busy(self.path)
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._used = time.monotonic()
            self._owner = 0
            self._turn.release()

    @contextmanager
    def _unit(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, audit.Chain]]:
        same_process(self._pid)
        with self._my_turn():
            if self._is_wanted():
                self._let_go()
            try:
                yield self._hold()
            finally:
                if self._afterwards:
                    then, self._afterwards = self._afterwards, None
                    self._let_go()
                    then()

    @contextmanager
    def _view(self, connection: duckdb.DuckDBPyConnection, chain: audit.Chain) -> Iterator[Transaction]:
        tx = Transaction(connection, chain, writable=False)
        with self._failing():
            connection.execute("BEGIN")
            try:
                yield tx
            finally:
                with suppress(duckdb.Error):
                    connection.execute("ROLLBACK")
                tx.finish()

    def _commit(self, tx: Transaction) -> None:
        assert self._connection is not None and self._chain is not None
        end = tx.seal()
        kill_point("before-commit")
        try:
            self._connection.execute("COMMIT")
        except duckdb.Error as fault:
            if end is None or not fatal(fault) or not self._is_there(end):
                raise
        self._failures = 0
        kill_point("after-commit")
        if end is not None:
            self._chain.move(end)
            anchor.write(self.path, end.seq, end.chain)
        kill_point("before-ack")

    def _is_there(self, end: audit.End) -> bool:
        """After the engine gave up in COMMIT: open anew and see whether the work is in the book."""
        self._let_go(keep_lock=True)
        connection, _chain = self._hold()
        return anchor.holds(connection, anchor.Anchor(end.seq, end.chain))

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turn engine failures into sentences; after a fatal one open anew once, then be read-only."""
        try:
            yield
        except duckdb.Error as fault:
            if self._chain is not None:
                self._chain.move(None)
            if fatal(fault):
                self._give_up(fault)
            if full(fault):
                raise disk_full() from fault
            if fatal(fault):
                raise IntegrityFailed(
                    _("The database engine stopped: {reason}.").format(reason=_first_line(fault)),
                    _("This work was not posted. Try again; if it stops again, run: lstbo doctor"),
                ) from fault
            raise

    def _give_up(self, fault: duckdb.Error) -> None:
        self._let_go(keep_lock=True)
        self._failures += 1
        if self._failures < 2:
            return
        self.read_only = True
        if full(fault):
            self._reason = _("The disk is full, so the book is read-only. Make room and open it again.")
        else:
            text = _("The database engine failed twice, so the book is read-only: {reason}.")
            self._reason = text.format(reason=_first_line(fault))

    # -- having and handing over the file ----------------------------------------------------------------------------

    def _hold(self) -> tuple[duckdb.DuckDBPyConnection, audit.Chain]:
        if self.backup and self._free_again():
            self._let_go(keep_lock=True)
        if self._connection is None or self._chain is None:
            try:
                self._take()
            except BaseException:
                self._let_go()
                raise
        assert self._connection is not None and self._chain is not None
        return self._connection, self._chain

    def _take(self) -> None:
        try:
            self._lock.acquire(min(self.wait, _BACKUP_AFTER) if self.read_only else self.wait)
        except BookBusy:
            if not self.read_only:
                raise
            self.backup = newest_tested(self.path)
            if self.backup is None:
                self._lock.acquire(max(0.0, self.wait - _BACKUP_AFTER))
        if self.backup:
            self._connection = opening.open_backup(self.backup)
        else:
            staging.sweep(self.path)
            opened = opening.open_book(self.path, read_only=self.read_only)
            self._connection, self.warnings = opened.connection, opened.warnings
        self._chain = audit.Chain(self._connection)

    def _free_again(self) -> bool:
        try:
            self._lock.acquire(0)
        except BookBusy:
            return False
        return True

    def _let_go(self, *, keep_lock: bool = False) -> None:
        if self._connection is not None:
            kill_during("in-checkpoint")
            with suppress(duckdb.Error):
                self._connection.close()
        self._connection = self._chain = self.backup = None
        if not keep_lock:
            self._lock.release()

    def _look(self) -> None:
        """Called by the watcher: hand over between units, stop a reading unit that is too old, close when idle."""
        with self._guard:
            reading = self._reading
            if reading and time.monotonic() > reading[1] and self._is_wanted():
                reading[0].hand_over()
        if self._turn.acquire(blocking=False):
            try:
                open_ = self._lock.held or self._connection is not None
                if open_ and (time.monotonic() - self._used > self.idle or self._is_wanted()):
                    self._let_go()
            finally:
                self._turn.release()

    def _is_wanted(self) -> bool:
        return self._lock.held and self._lock.wanted()


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0][:200]


def _actor() -> str:
    try:
        return os.environ.get("LSTBO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
