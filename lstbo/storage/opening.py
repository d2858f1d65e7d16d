"""From a file to an open book: founding a new one, checking one against its anchor, upgrading an older one."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lstbo.core.disk_words import why_not
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import anchor, audit, migration
from lstbo.storage.aside import put_aside
from lstbo.storage.backups import Backup, copy_of, test_copy
from lstbo.storage.connection import connect
from lstbo.storage.place import beside, make_private, sync_folder


@dataclass(frozen=True, slots=True)
class Opened:
    """An open book, and what its user should know (plain sentences)."""

    connection: duckdb.DuckDBPyConnection
    warnings: list[str]


def found(path: Path) -> None:
    """Make a new book with all tables at `path`: whole, or not at all. The caller holds its lock.

    Files of a former book of this name (log, anchor, inbox, backups) are put aside.
    """
    fresh = beside(path, ".new")
    for suffix in ("", ".wal"):
        beside(fresh, suffix).unlink(missing_ok=True)
    connection = connect(fresh)
    try:
        migration.apply(connection, migration.migrations())
    finally:
        connection.close()
    put_aside(path, "init", (".wal", ".anchor", ".inbox.sqlite", ".inbox.sqlite-wal", ".inbox.sqlite-shm", ".backups"))
    anchor.write(path, 0, audit.ROOT)
    os.replace(fresh, path)
    sync_folder(path.parent)


def open_book(path: Path, *, read_only: bool) -> Opened:
    """Open the file and prove that it is a book of this version that holds all it acknowledged.

    A log left by a crash is first read without being touched: were it short or damaged, it is still all there for
    `recover`. An older book is upgraded after a tested backup, or refused when it is opened for reading.
    Raises NotFound, IntegrityFailed, Refused or BookBusy; the file is then as it was, and none is made.
    """
    if not path.is_file():
        raise NotFound(_("There is no book at {file}.").format(file=path), _("Run: lstbo restore"))
    if not read_only and beside(path, ".wal").exists():
        _prove(path, read_only=True)[0].close()
    connection, steps, warning = _prove(path, read_only=read_only)
    if steps:
        connection.close()
        if read_only:
            raise Refused(
                _("{file} was made by an older version of the program.").format(file=path.name),
                _("Open it once for writing: it is upgraded, after a backup."),
            )
        _upgrade(path, steps)
        connection = connect(path)
    if not read_only:
        with suppress(OSError):
            make_private(path)
        warning = _renew(connection, path) or warning
    return Opened(connection, [warning] if warning else [])


def open_backup(backup: Backup) -> duckdb.DuckDBPyConnection:
    """Open a backup for reading. Raises Refused when it was made by an older version."""
    connection = connect(backup.file, read_only=True)
    if migration.pending(connection):
        connection.close()
        raise Refused(_("The last backup was made by an older version of the program."), _("Try again in a moment."))
    return connection


def _prove(path: Path, *, read_only: bool) -> tuple[duckdb.DuckDBPyConnection, list[migration.Migration], str]:
    connection = connect(path, read_only=read_only)
    try:
        return connection, migration.pending(connection), anchor.compare(connection, path)
    except BaseException:
        connection.close()
        raise


def _upgrade(path: Path, steps: list[migration.Migration]) -> None:
    test_copy(path, copy_of(path), reason="upgrade")
    connection = connect(path)
    try:
        migration.apply(connection, steps)
    finally:
        connection.close()


def _renew(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Move the anchor up to a book that is ahead of it: killed between COMMIT and the anchor. Return a warning."""
    known = anchor.read(path)
    seq, chain = audit.head(connection)
    if known is None or seq <= known.seq:
        return ""
    try:
        anchor.write(path, seq, chain)
    except OSError as fault:
        text = _("The anchor of {file} is behind and could not be renewed: {reason}.")
        return text.format(file=path.name, reason=why_not(fault))
    return ""
