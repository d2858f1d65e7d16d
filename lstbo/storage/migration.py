"""Numbered steps from an empty file to today's tables; a step is never edited after release."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources

import duckdb

from lstbo.core import clock
from lstbo.core.errors import IntegrityFailed
from lstbo.core.language import _
from lstbo.storage.kill import kill_point

_RECORDS = """
    CREATE TABLE IF NOT EXISTS main.lstbo_migration (
        number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, its name and its statements."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Digest of the statements, stored with the record of the step."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Return every step this version knows, in order."""
    folder = resources.files("lstbo.storage") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [_step(name.removesuffix(".sql"), (folder / name).read_text("utf-8")) for name in names]


def applied(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return the numbers of the steps this file has been through; empty for a file that is no book."""
    try:
        found = connection.execute("SELECT number FROM main.lstbo_migration ORDER BY number").fetchall()
    except duckdb.CatalogException:
        return []
    return [row[0] for row in found]


def pending(connection: duckdb.DuckDBPyConnection) -> list[Migration]:
    """Return the steps this file still needs.

    Raises IntegrityFailed when the file is no book or was made by a newer version.
    """
    done = applied(connection)
    known = migrations()
    if not done:
        hint = _("The file was not touched. Choose another with --book.")
        raise IntegrityFailed(_("This file is not a book of lstbo."), hint)
    if done[-1] > known[-1].number:
        hint = _("Update lstbo and try again; the file was not touched.")
        raise IntegrityFailed(_("This book was made by a newer version of the program."), hint)
    return [step for step in known if step.number not in done]


def apply(connection: duckdb.DuckDBPyConnection, steps: list[Migration]) -> None:
    """Run each step in a transaction of its own with its record, then checkpoint so that no DDL stays in the log."""
    for step in steps:
        connection.execute("BEGIN")
        try:
            connection.execute(_RECORDS)
            connection.execute(step.sql)
            record = [step.number, step.name, step.sha256, clock.now()]
            connection.execute("INSERT INTO main.lstbo_migration VALUES (?, ?, ?, ?)", record)
            kill_point("in-migration")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    connection.execute("CHECKPOINT")


def _step(name: str, sql: str) -> Migration:
    return Migration(int(name.split("_")[0]), name, sql)
