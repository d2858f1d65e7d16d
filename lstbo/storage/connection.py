"""The one place that opens a database file, always with the same locked-down settings.

Two traps, both seen to lose data: opening the file of a book with plain open() in the process that holds it drops the
engine's lock, and a fork takes the open engine with it. So nothing in this package reads the file of an open book but
the engine, and every unit of work asks `same_process` first.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import duckdb

from lstbo.core.errors import BookBusy, IntegrityFailed, LstboError, Refused
from lstbo.core.language import _
from lstbo.storage.place import beside

MEMORY_LIMIT = "384MB"
_FULL = ("No space left", "not enough space", "Not enough space", "failed to offload data block")
_LOCKED = re.compile(r"set lock on file|being used by another process|Conflicting lock", re.IGNORECASE)
_LOG = re.compile(r"\bWAL\b|replay|byte position", re.IGNORECASE)
_NEWER = re.compile(r"newer version|storage version|serialization|database file with version", re.IGNORECASE)


def connect(path: Path, *, read_only: bool = False, called: str = "") -> duckdb.DuckDBPyConnection:
    """Open the database file with external access off (but for the book's own staging folder) and settings locked.

    `called` is the name its user knows it by, when `path` is a scratch copy.

    Raises IntegrityFailed in plain words when the file is no book, damaged, or from a newer engine, and BookBusy
    when a program that knows nothing of our lock has it.
    """
    staging = beside(path, ".staging")
    config: dict[str, Any] = {
        "memory_limit": MEMORY_LIMIT,
        "threads": min(4, os.cpu_count() or 1),
        "temp_directory": str(beside(path, ".tmp")),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as fault:
        raise unreadable(path.with_name(called or path.name), fault) from fault
    allowed = str(staging).replace("'", "''")
    connection.execute(f"SET allowed_directories = ['{allowed}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def same_process(pid: int) -> None:
    """Stop a book from crossing a fork: two engines would write to one file. Raises AssertionError."""
    if os.getpid() != pid:
        raise AssertionError("a book must not cross a fork: start a new process and open it there")


def unreadable(path: Path, fault: Exception) -> LstboError:
    """Return the plain sentence for an engine error met while opening the book."""
    text = str(fault)
    if _LOCKED.search(text):
        found = re.search(r"PID (\d+)", text)
        who = _("process {pid}").format(pid=found[1]) if found else _("another program")
        return BookBusy(
            _("The file of the book is open in {who}.").format(who=who), _("Close that program and try again.")
        )
    if isinstance(fault, duckdb.PermissionException) or "Permission denied" in text:
        return Refused(_("You may not open {file}.").format(file=path.name), _("Ask its owner for access."))
    if full(fault):
        return disk_full()
    if _LOG.search(text):
        return IntegrityFailed(
            _("The last work in {file} is damaged (write-ahead log).").format(file=path.name),
            _("Nothing was changed. Run: lstbo recover"),
        )
    if _NEWER.search(text):
        return IntegrityFailed(
            _("{file} was made by a newer version of the program.").format(file=path.name),
            _("Update lstbo and try again; the file was not touched."),
        )
    return IntegrityFailed(
        _("{file} is not a book, or it is damaged.").format(file=path.name),
        _("The file was not touched. Restore the last backup with: lstbo restore"),
    )


def fatal(fault: BaseException) -> bool:
    """Return whether the engine gave up, so that the file must be closed and opened anew."""
    return isinstance(fault, duckdb.FatalException) or (
        isinstance(fault, duckdb.Error) and "database has been invalidated" in str(fault)
    )


def full(fault: BaseException) -> bool:
    """Return whether an engine error means that the disk is full, for the book or for what the engine puts aside."""
    text = str(fault)
    return isinstance(fault, duckdb.Error) and any(sign in text for sign in _FULL)


def disk_full() -> Refused:
    """Return the sentence for a full disk."""
    return Refused(_("The disk is full."), _("This work was not posted. Make room and try again."))
