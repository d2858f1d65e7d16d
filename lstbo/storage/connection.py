"""The one place that opens a database file, always with the same locked-down settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb

from lstbo.core.errors import IntegrityFailed
from lstbo.core.language import _

MEMORY_LIMIT = "512MB"


def beside(path: Path, suffix: str) -> Path:
    """Return the file that belongs to the book at `path`: shop.duckdb -> shop.duckdb.lock and so on."""
    return path.with_name(path.name + suffix)


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the database file with external access off (but for the book's own staging folder) and settings locked.

    Raises IntegrityFailed in plain words when the file is no book, damaged, or from a newer engine.
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
        raise unreadable(path, fault) from fault
    allowed = str(staging).replace("'", "''")
    connection.execute(f"SET allowed_directories = ['{allowed}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def unreadable(path: Path, fault: Exception) -> IntegrityFailed:
    """Return the plain sentence for an engine error met while opening the book."""
    text = str(fault)
    if "WAL" in text or "replay" in text.lower():
        return IntegrityFailed(
            _("The last work in {file} is damaged (write-ahead log).").format(file=path.name),
            _("Nothing was changed. Run: lstbo recover"),
        )
    if "newer version" in text or "storage version" in text.lower() or "serialization" in text.lower():
        return IntegrityFailed(
            _("{file} was made by a newer version of the program.").format(file=path.name),
            _("Update lstbo and try again; the file was not touched."),
        )
    return IntegrityFailed(
        _("{file} is not a book, or it is damaged.").format(file=path.name),
        _("The file was not touched. Restore the last backup with: lstbo restore"),
    )
