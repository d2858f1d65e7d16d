"""The inbox: whole files that came while the book was busy, kept durably until a holder of the book takes them in.

A batch is removed only after its transaction was committed. A kill in between brings it a second time; the keys of
its documents then show that it is in the book already: at least once here, exactly once there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lstbo.core import clock
from lstbo.core.errors import BookBusy, IntegrityFailed, Refused
from lstbo.core.language import _
from lstbo.storage.aside import new_folder
from lstbo.storage.kill import kill_point
from lstbo.storage.place import beside, write_durably

_TIMEOUT = 10.0
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class SpooledBatch:
    """One file as it came: what it is (`sales`, `items` ...), its name, its bytes and their sha256.

    `options` is the JSON of the options it was given with, `queued_at` local time, `id` its place in the queue.
    """

    kind: str
    file: str
    sha256: str
    options: str
    payload: bytes
    queued_at: datetime
    id: int = 0

    @classmethod
    def of(cls, kind: str, file: str, payload: bytes, options: Mapping[str, object]) -> SpooledBatch:
        """Make a batch of a file's bytes, queued now. `options` are values that JSON knows."""
        text = json.dumps(options, sort_keys=True, ensure_ascii=False)
        return cls(kind, file, hashlib.sha256(payload).hexdigest(), text, payload, clock.now())

    @property
    def key(self) -> str:
        """What makes it the same batch: content, kind and options; not the name of the file."""
        return hashlib.sha256("\n".join((self.sha256, self.kind, self.options)).encode()).hexdigest()


class Inbox:
    """The queue beside the book at `path`. Needs no lock of the book; any number of processes may put batches in."""

    def __init__(self, path: Path) -> None:
        self._book = path
        self._file = beside(path, ".inbox.sqlite")

    def put(self, batch: SpooledBatch) -> bool:
        """Queue a batch; it is on the disk when this returns. False when the same batch waits already."""
        import zstandard

        row = {
            "key": batch.key,
            "kind": batch.kind,
            "file": batch.file,
            "sha256": batch.sha256,
            "options": batch.options,
            "payload": zstandard.ZstdCompressor(level=3).compress(batch.payload),
            "size": len(batch.payload),
            "queued_at": batch.queued_at.isoformat(),
        }
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with self._open() as database, database:
            done = database.execute(f"INSERT OR IGNORE INTO batch ({names}) VALUES ({marks})", row)  # noqa: S608
            return done.rowcount == 1

    def pending(self) -> Iterator[SpooledBatch]:
        """Give the waiting batches in order of arrival, also those that arrive meanwhile."""
        last = 0
        while (batch := self._next(last)) is not None:
            last = batch.id
            yield batch

    def count(self) -> int:
        """Return how many batches wait; makes no file when there is none."""
        return self._measure()[0]

    def size(self) -> int:
        """Return the bytes of the files that wait, as they came."""
        return self._measure()[1]

    def remove(self, batch: SpooledBatch) -> None:
        """Take a batch out of the queue: only after the transaction that took it in was committed."""
        kill_point("in-spool-drain")
        with self._open() as database, database:
            database.execute("DELETE FROM batch WHERE id = ? AND key = ?", [batch.id, batch.key])

    def put_aside(self, batch: SpooledBatch) -> Path:
        """Take out a batch that cannot be taken in, so that the queue goes on; return where its file is kept."""
        name = "".join(char if char.isalnum() or char in "._-" else "_" for char in Path(batch.file).name) or "batch"
        target = new_folder(self._book, "inbox") / name[-100:].lstrip(".")
        write_durably(target, batch.payload)
        self.remove(batch)
        return target

    def _next(self, last: int) -> SpooledBatch | None:
        import zstandard

        if not self._file.exists():
            return None
        with self._open() as database:
            row = database.execute(
                "SELECT kind, file, sha256, options, payload, size, queued_at, id FROM batch WHERE id > ? "
                "ORDER BY id LIMIT 1",
                [last],
            ).fetchone()
        if row is None:
            return None
        payload = zstandard.ZstdDecompressor().decompress(row[4], max_output_size=row[5])
        batch = SpooledBatch(row[0], row[1], row[2], row[3], payload, datetime.fromisoformat(row[6]))
        if hashlib.sha256(payload).hexdigest() != batch.sha256:
            raise self._damaged()
        return replace(batch, id=row[7])

    def _measure(self) -> tuple[int, int]:
        if not self._file.exists():
            return 0, 0
        with self._open() as database:
            row = database.execute("SELECT count(*), coalesce(sum(size), 0) FROM batch").fetchone()
        return int(row[0]), int(row[1])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        from sqlite_utils import Database

        os.umask(0o077)
        try:
            connection = sqlite3.connect(self._file, timeout=_TIMEOUT)
            try:
                _prepare(Database(connection))
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
            finally:
                connection.close()
        except sqlite3.DatabaseError as fault:
            if "locked" in str(fault):
                raise BookBusy(
                    _("The inbox {file} is in use.").format(file=self._file.name), _("Try again in a moment.")
                ) from fault
            if isinstance(fault, sqlite3.OperationalError):
                raise Refused(
                    _("The inbox {file} cannot be used: {reason}.").format(file=self._file.name, reason=str(fault)),
                    _("See who may write to the folder, and whether the disk is full."),
                ) from fault
            raise self._damaged() from fault

    def _damaged(self) -> IntegrityFailed:
        return IntegrityFailed(
            _("The inbox {file} cannot be read.").format(file=self._file.name),
            _("Move it away and import the files again that waited in it."),
        )


def _prepare(database: Any) -> None:
    """Make the table when it is not there. Several processes may be the first at once: then one makes it."""
    until = time.monotonic() + _TIMEOUT
    while True:
        try:
            if "batch" not in database.table_names():
                _found(database)
            return
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def _found(database: object) -> None:
    from sqlite_utils import Database

    assert isinstance(database, Database)
    database.enable_wal()
    # One statement, so that nobody ever meets the table without its unique key.
    database.execute(
        "CREATE TABLE IF NOT EXISTS batch (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
        "file TEXT NOT NULL, sha256 TEXT NOT NULL, options TEXT NOT NULL, payload BLOB NOT NULL, size INTEGER NOT NULL, "
        "queued_at TEXT NOT NULL)"
    )
