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

from lstbo.core.errors import IntegrityFailed, NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import anchor, audit, opening, staging
from lstbo.storage.backups import Backup, copy_of, test_copy
from lstbo.storage.connection import disk_full, fatal, full, same_process
from lstbo.storage.held_file import HeldFile
from lstbo.storage.interrupts import interrupt_later, remember
from lstbo.storage.kill import kill_point
from lstbo.storage.lock import at_work
from lstbo.storage.place import Reserve, make_private_folder, require_local, require_space
from lstbo.storage.readings import Readings
from lstbo.storage.transaction import HandedOver, Transaction
from lstbo.storage.turns import Turns
from lstbo.storage.watcher import Watcher

PATIENCE = 0.5
IDLE = 30.0
_LONGEST_PATIENCE = 8.0

T = TypeVar("T")


class Cancelled(Exception):
    """A read was given up because nobody wants its answer any more."""


class Book:
    """A shop's book on disk. Use `create` or `open`, then `read()`, `run_read()` and `write()`; close it when done.

    The file is opened at the first unit of work and kept open between units. Before each unit the book is handed
    over when another process waits for it; opened with `hold=True`, a thread also does so between units, and closes
    the file after 30 idle seconds. Any thread may use it: units that read run side by side and beside the one that
    writes, each on a view of its own; units that write run one after the other.
    """

    def __init__(self, path: Path, *, read_only: bool, wait: float, hold: bool = False, role: str = "lstbo") -> None:
        self.path = path
        self.read_only = read_only
        self.wait = wait
        self.reserve = Reserve()
        self.idle = IDLE
        self._reason = ""
        self._failures = 0
        self._broken = False
        self._pid = os.getpid()
        self._file = HeldFile(path, role, read_only=read_only)
        self._turns = Turns()
        self._readings = Readings()
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
            book._file.lock.acquire(wait)
            opening.found(path)
            book._file.hold(wait)
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
                with book._unit(writing=False, wait=wait):
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
    def warnings(self) -> list[str]:
        """What its user should know since the file was last opened: plain sentences, most often none."""
        return self._file.warnings

    @property
    def backup(self) -> Backup | None:
        """The backup that is shown in the place of a book that was not to be had; None for the book itself."""
        return self._file.backup

    @property
    def source(self) -> str:
        """What a book opened for reading shows: 'book', or 'backup' when the book was not to be had."""
        return "backup" if self.backup else "book"

    @property
    def age(self) -> timedelta:
        """How old what is shown is: zero for the book itself, else the age of the backup."""
        return self.backup.age() if self.backup else timedelta(0)

    @property
    def version(self) -> str:
        """A token that changes with every document posted by any process, read without opening the book.

        Take it *before* reading what is shown; then `changed_since(token)` says when to read again.
        """
        return anchor.version(self.path)

    def changed_since(self, version: str) -> bool:
        """Return whether anything was posted, by this or another process, since `version` was taken."""
        return self.version != version

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
        with self._unit(writing=True) as (connection, chain):
            require_space(self.path, self.reserve)
            who = {"actor": _actor(), "host": socket.gethostname(), "command": command}
            tx = Transaction(connection, chain, writable=True, **who)
            with self._failing(chain):
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
        with self._unit(writing=False) as (connection, _chain), self._view(connection) as tx:
            yield tx

    def run_read(self, work: Callable[[Transaction], T], *, cancelled: threading.Event | None = None) -> T:
        """Return `work(tx)` on one consistent view of the book.

        When another process waits and the work is older than half a second it is stopped, the book handed over, and
        the work run again, with twice the patience. `work` must therefore only read and return. Raises Cancelled soon
        after `cancelled` was set by another thread, or when the book is closed meanwhile.
        """
        stop = cancelled or threading.Event()
        patience = PATIENCE
        while not stop.is_set():
            watcher = None if self._watcher else Watcher(self._look)
            with self._unit(writing=False) as (connection, _chain), self._view(connection) as tx:
                if watcher:
                    watcher.start()
                try:
                    with self._readings.under_way(tx, patience, stop):
                        return work(tx)
                except (HandedOver, duckdb.InterruptException):
                    if not tx.handed_over:
                        raise
                finally:
                    if watcher:
                        watcher.stop()
            patience = min(patience * 2, _LONGEST_PATIENCE)
        raise Cancelled

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
        with self._unit(writing=True), self._alone():
            self._file.let_go(keep_lock=True)
            yield self.path

    @contextmanager
    def away(self) -> Iterator[Path]:
        """Keep the file closed and its lock free, for work on the file that opens it by itself: a restore, the doctor.

        Units of other threads wait until the end, and then open what is there; reads under way are run again. Raises
        BookBusy when a unit does not end in time.
        """
        if self._turns.mine():
            raise RuntimeError("a book is not closed inside a unit of work")
        self._readings.stop_all(cancel=False)
        with self._alone():
            self._let_go()
            yield self.path

    def close(self) -> None:
        """Close the file and let others in; reads that still run in other threads are cancelled.

        A later unit of work opens the file again, without the watching thread.
        """
        if self._pid != os.getpid():
            return
        if self._watcher:
            self._watcher.stop()
            self._watcher = None
        if self._turns.mine():
            raise RuntimeError("a book is not closed inside a unit of work")
        self._readings.stop_all(cancel=True)
        with self._alone():
            self._let_go()

    def step_aside(self, then: Callable[[], None]) -> None:
        """Close the file because this process is to be stopped, then call `then` before any unit may start.

        A long read is stopped (and run again later), any other unit is waited for; inside a unit of this very thread
        all this happens as soon as the unit has ended.
        """
        if self._turns.mine():
            self._afterwards = then
            return
        self._readings.stop_all(cancel=False)
        with self._alone():
            self._let_go()
            then()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- one unit at a time ------------------------------------------------------------------------------------------

    @contextmanager
    def _unit(
        self, *, writing: bool, wait: float | None = None
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, audit.Chain]]:
        same_process(self._pid)
        if self._turns.mine():
            raise RuntimeError("units of work do not nest")
        until = time.monotonic() + (self.wait if wait is None else wait)
        self._enter(writing, until)
        try:
            yield self._file.hold(max(0.0, until - time.monotonic()))
        finally:
            self._used = time.monotonic()
            self._turns.leave()
            if self._afterwards:
                then, self._afterwards = self._afterwards, None
                self.step_aside(then)

    def _enter(self, writing: bool, until: float) -> None:
        """Take a turn; let the file go first when another process waits for it or the engine gave up.

        Beside a writer of this process a reader may work on: the other process has to wait for the writer anyway.
        """
        beside_a_writer = not writing and self._turns.has_writer() and not self._broken
        if not beside_a_writer and self._must_let_go():
            with self._alone(max(0.0, until - time.monotonic())):
                if self._must_let_go():
                    self._let_go()
        if not self._turns.enter(writing=writing, timeout=until - time.monotonic()):
            raise at_work(self.path)

    @contextmanager
    def _alone(self, wait: float | None = None) -> Iterator[None]:
        with self._turns.alone(self.wait if wait is None else wait) as got:
            if not got:
                raise at_work(self.path)
            yield

    @contextmanager
    def _view(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Transaction]:
        own = connection.cursor()
        tx = Transaction(own, audit.Chain(own), writable=False)
        with self._failing():
            try:
                own.execute("BEGIN")
                yield tx
            finally:
                with suppress(duckdb.Error):
                    own.execute("ROLLBACK")
                tx.finish()
                with suppress(duckdb.Error):
                    own.close()

    def _commit(self, tx: Transaction) -> None:
        connection, chain = self._file.hold(0)
        end = tx.seal()
        kill_point("before-commit")
        with interrupt_later():
            try:
                connection.execute("COMMIT")
            except duckdb.Error as fault:
                if end is None or not fatal(fault) or not self._is_there(end):
                    raise
            self._failures = 0
            kill_point("after-commit")
            if end is not None:
                (self._file.chain or chain).move(end)
                remember(tx.documents)
                self._anchor(end)
            kill_point("before-ack")

    def _anchor(self, end: audit.End) -> None:
        """Renew the anchor. When that fails the work is posted all the same, and the next one renews it."""
        try:
            anchor.write(self.path, end.seq, end.chain)
        except OSError as fault:
            text = _("Document {number} is posted, but the anchor beside the book could not be renewed: {reason}.")
            hint = _("The next command that writes renews it; make room, or see who may write to the folder.")
            reason = fault.strerror or str(fault)
            self._file.warnings.append(f"{text.format(number=end.seq, reason=reason)} {hint}")

    def _is_there(self, end: audit.End) -> bool:
        """After the engine gave up in COMMIT: open anew and see whether the work is in the book."""
        with self._alone():
            self._file.let_go(keep_lock=True)
            connection, _chain = self._file.hold(self.wait)
        return anchor.holds(connection, anchor.Anchor(end.seq, end.chain))

    @contextmanager
    def _failing(self, chain: audit.Chain | None = None) -> Iterator[None]:
        """Turn engine failures into sentences; after a fatal one open anew once, then be read-only."""
        try:
            yield
        except duckdb.Error as fault:
            if chain is not None:
                chain.move(None)
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
        with self._guard:
            if self._broken:  # another thread met the same failure
                return
            self._broken = True
            self._failures += 1
        if self._failures < 2:
            return
        self.read_only = True
        if full(fault):
            self._reason = _("The disk is full, so the book is read-only. Make room and open it again.")
        else:
            text = _("The database engine failed twice, so the book is read-only: {reason}.")
            self._reason = text.format(reason=_first_line(fault))

    # -- handing over the file ---------------------------------------------------------------------------------------

    def _must_let_go(self) -> bool:
        return self._broken or self._file.wanted() or self._file.outdated()

    def _let_go(self) -> None:
        self._file.let_go()
        self._broken = False

    def _look(self) -> None:
        """Called by the watcher: hand over between units, stop reading units that are too old, close when idle."""
        file = self._file
        wanted = file.wanted()
        self._readings.stop(old=wanted)
        idle = time.monotonic() - self._used > self.idle and (file.lock.held or file.connection is not None)
        if wanted or idle:
            with self._turns.alone(0) as got:
                if got:
                    self._let_go()


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0][:200]


def _actor() -> str:
    try:
        return os.environ.get("LSTBO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
