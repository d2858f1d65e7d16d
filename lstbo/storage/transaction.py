"""One unit of work inside a book: statements, documents, and the audit rows they end in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from lstbo.core import clock
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import audit

_WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+([\w.]+)", re.IGNORECASE)
_BATCH = 50_000

Row = tuple[Any, ...]


class Transaction:
    """What a room works with. Reading is always allowed; writing only when it was opened by `Book.write`.

    `actor`, `host` and `command` say who acts; they are stored with every document.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, *, writable: bool, actor: str = "", host: str = "", command: str = ""
    ) -> None:
        self._connection = connection
        self.writable = writable
        self.actor = actor
        self.host = host
        self.command = command
        self.documents: list[int] = []
        self._touched: set[str] = set()
        self._next_doc = 0
        self._tx = 0
        self._posted_at = datetime.min
        self._types: dict[str, dict[str, str]] = {}

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        """Run one statement with bound parameters."""
        written = _WRITES.match(sql)
        if written:
            if not self.writable:
                raise Refused(_("The book is open for reading only."))
            self._touched.add(written[1].lower())
        self._connection.execute(sql, params)

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        return self._connection.execute(sql, params).fetchall()

    def one(self, sql: str, params: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        return self._connection.execute(sql, params).fetchone()

    def scalar(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Return the first value of the first row, or None."""
        row = self.one(sql, params)
        return None if row is None else row[0]

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Insert many rows in few statements; values are bound as text and cast to the column's type.

        Return the number of rows. `table` and `columns` are names written in our own code, never user text.
        """
        types = self._column_types(table)
        target = f"INSERT INTO {table} ({', '.join(columns)}) SELECT "
        target += ", ".join(f"unnest(?::VARCHAR[])::{types[column]}" for column in columns)
        count = 0
        batch: list[Sequence[object]] = []
        for row in rows:
            batch.append(row)
            if len(batch) >= _BATCH:
                count += self._insert_batch(target, batch)
                batch = []
        if batch:
            count += self._insert_batch(target, batch)
        return count

    def _insert_batch(self, target: str, batch: list[Sequence[object]]) -> int:
        self.execute(target, [[_as_text(value) for value in column] for column in zip(*batch, strict=True)])
        return len(batch)

    def _column_types(self, table: str) -> dict[str, str]:
        if table not in self._types:
            described = self._connection.execute(f"DESCRIBE {table}").fetchall()
            self._types[table] = {row[0]: row[1] for row in described}
        return self._types[table]

    def next_id(self, table: str, column: str = "id") -> int:
        """Return the number after the largest one in use."""
        return int(self.scalar(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}"))  # noqa: S608

    def document(
        self, room: str, kind: str, *, business_date: date, title: str = "", reverses: int | None = None
    ) -> int:
        """Start a document and return its sequence number; its audit row is written when the unit commits.

        Raises Refused in a reading unit, NotFound when `reverses` names no document.
        """
        if not self.writable:
            raise Refused(_("The book is open for reading only."))
        if not self.documents:
            last = self.one("SELECT max(seq), max(tx), max(posted_at) FROM storage.document")
            seq, tx, posted = last if last else (None, None, None)
            self._next_doc, self._tx = (seq or 0) + 1, (tx or 0) + 1
            self._posted_at = max(clock.now(), posted or datetime.min)
        if reverses is not None and not self.one("SELECT 1 FROM storage.document WHERE seq = ?", [reverses]):
            raise NotFound(_("There is no document {number}.").format(number=reverses))
        doc = self._next_doc
        self._next_doc += 1
        self.execute(
            "INSERT INTO storage.document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [doc, self._tx, room, kind, business_date, title, reverses, self._posted_at, self.actor, self.host, self.command],
        )
        self.documents.append(doc)
        return doc

    def setting(self, name: str, default: str = "") -> str:
        """Return the value of a setting of this book, or `default`."""
        value = self.scalar("SELECT value FROM storage.v_setting WHERE name = ?", [name])
        return default if value is None else str(value)

    def set_setting(self, name: str, value: str, *, doc: int) -> None:
        """Give a setting a new value under a document; the old one stays readable."""
        self.execute("INSERT INTO storage.setting VALUES (?, ?, ?)", [name, value, doc])

    def seal(self) -> None:
        """Write the audit row of every document of this unit. Called by the book just before COMMIT."""
        if self.documents:
            audit.seal(self._connection, self.documents, self._touched)


def _as_text(value: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
