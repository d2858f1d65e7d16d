"""The book: one DuckDB file and the units of work on it. Nobody else opens the file."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from lstbo.core.errors import BookBusy, NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import migration
from lstbo.storage.connection import beside, connect
from lstbo.storage.transaction import Transaction


class Book:
    """A shop's book on disk. Use `create` or `open`, then `read()` and `write()`; close it when done."""

    def __init__(self, path: Path, *, read_only: bool, wait: float) -> None:
        self.path = path
        self.read_only = read_only
        self.wait = wait
        self._pid = os.getpid()
        self._lock = FileLock(str(beside(path, ".lock")))
        self._connection: duckdb.DuckDBPyConnection | None = None

    @classmethod
    def create(cls, path: Path, *, wait: float = 10.0) -> Book:
        """Make a new, empty book with all tables. Raises Refused when the file exists."""
        if path.exists():
            raise Refused(_("{file} exists already.").format(file=path.name), _("Choose another name, or open it."))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.umask(0o077)
        book = cls(path, read_only=False, wait=wait)
        book._acquire()
        connection = connect(path)
        migration.apply(connection, migration.migrations())
        book._connection = connection
        return book

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, wait: float = 10.0) -> Book:
        """Open an existing book. Raises NotFound, IntegrityFailed or BookBusy."""
        if not path.exists():
            raise NotFound(_("There is no book at {file}.").format(file=path), _("Make one with: lstbo init"))
        os.umask(0o077)
        return cls(path, read_only=read_only, wait=wait)

    @property
    def staging(self) -> Path:
        """The folder (0700) for files that the engine may read: staged imports and exports."""
        folder = beside(self.path, ".staging")
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @contextmanager
    def write(self, command: str = "", *, dry_run: bool = False) -> Iterator[Transaction]:
        """Run one unit of work: committed on success, rolled back whole on any exception or when `dry_run`."""
        if self.read_only:
            raise Refused(_("The book is open for reading only."))
        connection = self._hold()
        tx = Transaction(connection, writable=True, actor=_actor(), host=socket.gethostname(), command=command)
        connection.execute("BEGIN")
        try:
            yield tx
            if dry_run:
                connection.execute("ROLLBACK")
                return
            tx.seal()
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Run queries on one consistent view of the book."""
        connection = self._hold()
        connection.execute("BEGIN")
        try:
            yield Transaction(connection, writable=False)
        finally:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file and let others in."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._lock.release()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _acquire(self) -> None:
        try:
            self._lock.acquire(timeout=self.wait)
        except Timeout:
            raise BookBusy(_("Another program is using the book."), _("Try again in a moment.")) from None

    def _hold(self) -> duckdb.DuckDBPyConnection:
        assert os.getpid() == self._pid, "a book must not cross a fork"
        if self._connection is None:
            self._acquire()
            try:
                self._connection = connect(self.path, read_only=self.read_only)
                migration.pending(self._connection)
            except BaseException:
                self.close()
                raise
        return self._connection


def _actor() -> str:
    try:
        return os.environ.get("LSTBO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
