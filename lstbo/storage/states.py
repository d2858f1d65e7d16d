"""Tables whose rows may change: items, barcodes, the chart, parties. Each is proved as a whole by the digest of its state.

A unit of work that writes to one puts the digest of all its rows down under its last document, and that is chained.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from lstbo.storage.audit import Break, row_text

STATES: tuple[str, ...] = (
    "catalog.category",
    "catalog.item",
    "catalog.barcode",
    "catalog.code_pattern",
    "accounting.account",
    "accounting.role",
    "accounting.tax_code",
    "accounting.party",
)
RECORD = "storage.state"


def record(connection: duckdb.DuckDBPyConnection, touched: Collection[str], doc: int) -> bool:
    """Put down the state of those tables a unit wrote to, under its last document; return whether there were any."""
    rows = [(name, _digest(connection, name), doc) for name in STATES if name in touched]
    for row in rows:
        connection.execute("INSERT INTO storage.state VALUES (?, ?, ?)", row)
    return bool(rows)


def changed(connection: duckdb.DuckDBPyConnection) -> list[Break]:
    """Return the tables that are not as the last unit left them; a book of an older version may lack some."""
    found = connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    names = {row[0] for row in found}
    if RECORD not in names:
        return []
    latest = connection.execute(
        "SELECT name, arg_max(digest, doc), max(doc) FROM storage.state GROUP BY name"
    ).fetchall()
    known = {name: (digest, doc) for name, digest, doc in latest}
    breaks = []
    for name in STATES:
        if name in names:
            digest, doc = known.get(name, ("", 0))
            if _digest(connection, name) != digest:
                breaks.append(Break(doc, "state", name))
    return breaks


def _digest(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the digest of all rows of a table, whatever order they lie in; empty for no rows."""
    described = connection.execute(f"DESCRIBE {name}").fetchall()
    text = row_text([(row[0], row[1], row[2] == "YES") for row in described])
    found = connection.execute(
        f"SELECT coalesce(sha256(string_agg(t, chr(10) ORDER BY t)), '') FROM (SELECT {text} AS t FROM {name})"  # noqa: S608
    ).fetchone()
    return str(found[0]) if found else ""
