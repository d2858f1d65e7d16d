"""One unit of work inside a book: statements, documents, and the audit rows they end in."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import duckdb

from lstbo.core import clock
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import audit, states

_WRITES = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(\w+\.\w+)",
    re.IGNORECASE,
)
_BATCH = 50_000

# How a column of many rows is bound: one value for all, a list, or one text cut at a mark (several times faster).
_MARK = "\x1e"
_ALIKE, _EACH, _JOINED = "?", "unnest(?::VARCHAR[])", "unnest(string_split(?, chr(30)))"

Row = tuple[Any, ...]
T = TypeVar("T")


class HandedOver(Exception):
    """A reading unit stopped half-way because another process wants the book; it is run again."""


class Transaction:
    """What a room works with. Reading is always allowed; writing only when it was opened by `Book.write`.

    `actor`, `host` and `command` say who acts; they are stored with every document. `memory` is for a room's own use:
    what it looks up again and again and cannot change within a unit of work (its chart), under a name of its own.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        chain: audit.Chain,
        *,
        writable: bool,
        actor: str = "",
        host: str = "",
        command: str = "",
    ) -> None:
        self._connection = connection
        self._chain = chain
        self.writable = writable
        self.actor = actor
        self.host = host
        self.command = command
        self.documents: list[int] = []
        self.memory: dict[str, Any] = {}
        self._touched: set[str] = set()
        self._end = audit.End()
        self._wanted = threading.Event()
        self._done = False

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        """Run one statement with bound parameters."""
        self._run(sql, params)

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        return self._run(sql, params).fetchall()

    def one(self, sql: str, params: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        return self._run(sql, params).fetchone()

    def scalar(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Return the first value of the first row, or None."""
        row = self.one(sql, params)
        return None if row is None else row[0]

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Insert many rows in few statements; values are bound as text and cast to the column's type.

        Return the number of rows. `table` and `columns` are names written in our own code, never user text.
        """
        kinds = self._column_types(table)
        count = 0
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            bound = [_bound(column) for column in zip(*batch, strict=True)]
            if all(form == _ALIKE for form, _value in bound):
                bound[0] = (_EACH, [bound[0][1]] * len(batch))
            selected = ", ".join(f"{form}::{kinds[name]}" for (form, _value), name in zip(bound, columns, strict=True))
            self.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {selected}", [value for _form, value in bound]
            )
            count += len(batch)
        return count

    def _column_types(self, table: str) -> dict[str, str]:
        return {column.name: column.kind for column in self._chain.columns(table)}

    def _all_settings(self) -> dict[str, str]:
        return {row[0]: str(row[1]) for row in self.rows("SELECT name, value FROM storage.v_setting")}

    def kept(self, name: str, tables: Collection[str], load: Callable[[], T]) -> T:
        """Return what `load` reads from these tables, remembered until one of them is written to.

        A writing unit remembers it for the units after it as long as the book is held; a reading unit for itself.
        """
        if not self.writable:
            if name not in self.memory:
                self.memory[name] = load()
            found: T = self.memory[name]
            return found
        if not self._touched.isdisjoint(tables):
            return load()
        kept = self._chain.kept
        if name not in kept:
            kept[name] = (frozenset(tables), load())
        remembered: T = kept[name][1]
        return remembered

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
            last = self._chain.end
            self._end = audit.End(last.seq, last.tx + 1, max(clock.now(), last.posted_at), last.chain)
        if reverses is not None and not self.one("SELECT 1 FROM storage.document WHERE seq = ?", [reverses]):
            raise NotFound(_("There is no document {number}.").format(number=reverses))
        doc = self._end.seq + 1
        self._end = replace(self._end, seq=doc)
        self.execute(
            "INSERT INTO storage.document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(doc, self._end.tx, room, kind, business_date, title, reverses),
                *(self._end.posted_at, self.actor, self.host, self.command),
            ],
        )
        self.documents.append(doc)
        return doc

    def setting(self, name: str, default: str = "") -> str:
        """Return the value of a setting of this book, or `default`."""
        return self.kept("storage.setting", ["storage.setting"], self._all_settings).get(name, default)

    def set_setting(self, name: str, value: str, *, doc: int) -> None:
        """Give a setting a new value under a document; the old one stays readable."""
        self.execute("INSERT INTO storage.setting VALUES (?, ?, ?)", [name, value, doc])

    def seq_at(self, day: date) -> int:
        """Return the last sequence number posted on or before this calendar day; 0 when there was none yet."""
        end = datetime.combine(day + timedelta(days=1), time.min) if day < date.max else datetime.max
        return int(self.scalar("SELECT coalesce(max(seq), 0) FROM storage.document WHERE posted_at < ?", [end]))

    def verify_chain(self) -> list[audit.Break]:
        """Recompute the audit chain over everything; return the documents that do not fit, first fault first."""
        return audit.verify(self._connection) + states.changed(self._connection)

    def seal(self) -> audit.End | None:
        """Write the audit row of every document of this unit; None when there is none.

        Called by the book just before COMMIT. Returns where the book will end.
        """
        changed = sorted(self._touched.intersection(states.STATES))
        if changed and not self.documents:  # a change that no document told of gets one, so that it is chained
            title = ", ".join(name.partition(".")[2] for name in changed)
            self.document(changed[0].partition(".")[0], "change", business_date=clock.today(), title=title)
        if not self.documents:
            return None
        if states.record(self._connection, self._touched, self.documents[-1]):
            self._touched.add(states.RECORD)
        self._end = replace(self._end, chain=self._chain.seal(self.documents, self._touched))
        return self._end

    def finish(self) -> None:
        """Mark the unit as ended; called by the book. Nothing can be asked of it any more."""
        self._done = True

    def hand_over(self) -> None:
        """Stop this reading unit at its next statement: another process wants the book."""
        self._wanted.set()
        self._connection.interrupt()

    @property
    def handed_over(self) -> bool:
        """Whether this unit was stopped for another process."""
        return self._wanted.is_set()

    def _run(self, sql: str, params: Sequence[object]) -> duckdb.DuckDBPyConnection:
        if self._wanted.is_set():
            raise HandedOver
        if self._done:
            raise RuntimeError("this unit of work has ended")
        written = [table.lower() for table in _WRITES.findall(sql)]
        if written and not self.writable:
            raise Refused(_("The book is open for reading only."))
        if written:
            self._touched.update(written)
            self._chain.forget(written)
        return self._connection.execute(sql, params)


def _bound(values: Sequence[object]) -> tuple[str, object]:
    """Return how a column of values is bound, and what: once when all are alike, as one long text, or one by one."""
    if values[0] == values[-1] and values.count(values[0]) == len(values):
        return _ALIKE, _as_text(values[0])
    kinds = set(map(type, values))
    texts: Iterable[Any] = map(_as_text, values)
    if kinds == {str}:
        texts = values
    elif kinds <= {int, date}:
        texts = map(str, values)
    elif kinds == {Decimal}:
        texts = map("{:f}".format, values)
    elif type(None) in kinds:
        return _EACH, list(texts)
    joined = _MARK.join(texts)
    if joined.count(_MARK) != len(values) - 1:
        return _EACH, list(map(_as_text, values))
    return _JOINED, joined


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
