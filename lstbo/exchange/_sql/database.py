"""Reading another program's SQLite database: its tables, nothing else. It is read from memory, never from its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_JOURNAL = slice(18, 20)  # bytes that say "write-ahead log": a copy in memory has none


def tables(data: bytes) -> Iterator[tuple[str, list[str], list[tuple[object, ...]]]]:
    """Give name, column names and rows of every table of a database, by name. Views are not looked into.

    Raises sqlite3.DatabaseError for a damaged one.
    """
    plain = bytearray(data)
    plain[_JOURNAL] = b"\x01\x01"
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(bytes(plain))
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        for (name,) in names:
            quoted = str(name).replace('"', '""')
            found = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  # in the order they are kept
            yield str(name), [str(column[0]) for column in found.description], found.fetchall()
    finally:
        connection.close()
