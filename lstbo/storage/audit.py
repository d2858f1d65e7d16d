"""The audit chain: one digest per document over everything it wrote, each chained to the one before.

digest = sha256 over the document's row and its rows in every chained table; chain = sha256(previous chain, digest).
A row is written out in one canonical form: its values in the order of the columns, text with its length in front. A column
that may be NULL is written with its number when it has a value and left out when not, so a migration may add such a
column without changing old digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

ROOT = "0" * 64
_FEW = 2000
_AT_ONCE = 150_000


@dataclass(frozen=True, slots=True)
class ChainedTable:
    """An insert-only table whose rows belong to a document by their `key` column.

    `bucket` is an expression that cuts large documents into slices that are digested on their own.
    """

    name: str
    bucket: str = "0"
    key: str = "doc"


CHAINED: tuple[ChainedTable, ...] = (
    ChainedTable("storage.document", key="seq"),
    ChainedTable("storage.setting"),
    ChainedTable("storage.state"),
    ChainedTable("catalog.price"),
    ChainedTable("catalog.alias"),
    ChainedTable("accounting.journal_entry", bucket="id // 1024"),
    ChainedTable("accounting.posting", bucket="entry // 1024"),
    ChainedTable("accounting.period_lock"),
    ChainedTable("inventory.stock_movement", bucket="item"),
    ChainedTable("inventory.stock_value", bucket="item"),
    ChainedTable("inventory.lot"),
    ChainedTable("sales.receipt", bucket="id // 1024"),
    ChainedTable("sales.receipt_line", bucket="receipt // 1024"),
    ChainedTable("sales.tender", bucket="receipt // 1024"),
    ChainedTable("sales.receipt_tax", bucket="receipt // 1024"),
    ChainedTable("sales.receipt_end"),
    ChainedTable("sales.held"),
    ChainedTable("sales.held_end"),
    ChainedTable("purchasing.receipt"),
    ChainedTable("purchasing.receipt_line"),
    ChainedTable("purchasing.receipt_end"),
    ChainedTable("purchasing.bill"),
    ChainedTable("purchasing.payment"),
    ChainedTable("exchange.batch"),
    ChainedTable("exchange.batch_end"),
    ChainedTable("exchange.problem", bucket="row_no // 1024"),
    ChainedTable("exchange.source_text"),
    ChainedTable("exchange.profile"),
    ChainedTable("exchange.alias"),
    ChainedTable("exchange.row_key"),
)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the engine describes it: its name, its type, and whether it may be NULL."""

    name: str
    kind: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A document whose audit row does not fit what the book holds. `why` is digest, chain, missing or state.

    With state it is `table` that was changed since the document (0: before any).
    """

    seq: int
    why: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """Where a book ends: last document, last action, its posting time, and the head of the chain."""

    seq: int = 0
    tx: int = 0
    posted_at: datetime = datetime.min
    chain: str = ROOT


class Chain:
    """The chain of one open connection. It remembers how the tables are written out, and the end of the book.

    `kept` is what units of work remember for the units after them: name -> (the tables it was read from, the value).
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.kept: dict[str, tuple[frozenset[str], Any]] = {}
        self._columns: dict[str, list[TableColumn]] = {}
        self._prepared: set[str] = set()
        self._end: End | None = None

    @property
    def end(self) -> End:
        """The last committed document; read once, then kept while the connection is held."""
        if self._end is None:
            row = self._connection.execute(
                "SELECT seq, tx, posted_at FROM storage.document ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            _seq, chain = head(self._connection)
            self._end = End(int(row[0]), int(row[1]), row[2], chain) if row else End(chain=chain)
        return self._end

    def move(self, end: End | None) -> None:
        """Remember a new end after COMMIT; None forgets it, so that it is read anew."""
        self._end = end

    def forget(self, tables: Collection[str]) -> None:
        """Forget what was read from these tables: they are being written to."""
        for name in [name for name, (read, _value) in self.kept.items() if not read.isdisjoint(tables)]:
            del self.kept[name]

    def columns(self, table: str) -> list[TableColumn]:
        """Return the columns of a table of the book, read once per connection."""
        if not table.startswith("temp.") and table in self._columns:
            return self._columns[table]
        described = self._connection.execute(f"DESCRIBE {table}").fetchall()
        self._columns[table] = [TableColumn(row[0], row[1], row[2] == "YES") for row in described]
        return self._columns[table]

    def seal(self, documents: Sequence[int], touched: Collection[str]) -> str:
        """Write the audit rows of new documents, in order, and return the new head of the chain.

        `touched` names the tables this unit wrote to.
        """
        chain = self.end.chain
        digests = self._digests([table for table in CHAINED if table.name in touched], min(documents))
        rows: list[tuple[int, str, str]] = []
        for seq in documents:
            chain = link(chain, digests[seq])
            rows.append((seq, digests[seq], chain))
        if len(rows) == 1:
            self._connection.execute("INSERT INTO storage.audit VALUES (?, ?, ?)", rows[0])
        else:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._connection.execute("INSERT INTO storage.audit SELECT unnest(?), unnest(?), unnest(?)", columns)
        return chain

    def verify(self) -> list[Break]:
        """Recompute every digest from the rows and return the documents that do not fit, first fault first."""
        digests = self._digests(list(self._present()), 0, many=True)
        breaks: list[Break] = []
        chain, expected = ROOT, 1
        audited = self._connection.execute("SELECT seq, digest, chain FROM storage.audit ORDER BY seq").fetchall()
        for seq, digest, stored in audited:
            if seq != expected:
                breaks.append(Break(expected, "missing"))
            expected = seq + 1
            if digests.pop(seq, None) != digest:
                breaks.append(Break(seq, "digest"))
            chain = link(chain, digest)
            if chain != stored:
                breaks.append(Break(seq, "chain"))
                chain = stored
        return breaks + [Break(seq, "missing") for seq in sorted(digests)]

    def _present(self) -> Iterable[ChainedTable]:
        """Return the chained tables this file has; a book of an older version may lack some."""
        found = self._connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        names = {row[0] for row in found}
        return (table for table in CHAINED if table.name in names)

    def _digests(self, tables: Sequence[ChainedTable], first: int, *, many: bool = False) -> dict[int, str]:
        """Return the digest of every document from `first` on, over these tables."""
        found = None if many else self._few(tables, first)
        if found is None:
            found = {table.name: self._many(table, first) for table in tables}
        parts: dict[int, list[str]] = {}
        for name, digests in found.items():
            for seq, digest in digests:
                parts.setdefault(seq, []).append(f"{name}={digest}")
        return {seq: _sha256("\n".join(sorted(digests))) for seq, digests in parts.items()}

    def _few(self, tables: Sequence[ChainedTable], first: int) -> dict[str, list[tuple[int, str]]] | None:
        """Digest a handful of rows of some tables in one statement, planned once; None when there are many."""
        name = "seal_" + "_".join(str(CHAINED.index(table)) for table in tables)
        if name not in self._prepared:
            texts = (f"SELECT '{table.name}', * FROM ({self._rows(table, '$1')})" for table in tables)  # noqa: S608
            limited = f"PREPARE {name} AS {' UNION ALL '.join(texts)} LIMIT {_FEW + 1}"
            self._connection.execute(limited)
            self._prepared.add(name)
        rows = self._connection.execute(f"EXECUTE {name}({int(first)})").fetchall()
        if len(rows) > _FEW:
            return None
        slices: dict[str, dict[int, dict[int, list[str]]]] = {}
        for table_name, seq, bucket, text in rows:
            slices.setdefault(table_name, {}).setdefault(seq, {}).setdefault(bucket, []).append(text)
        return {
            table_name: [
                (seq, _sha256("".join(_sha256("\n".join(sorted(texts))) for _bucket, texts in sorted(buckets.items()))))
                for seq, buckets in documents.items()
            ]
            for table_name, documents in slices.items()
        }

    def _many(self, table: ChainedTable, first: int) -> list[tuple[int, str]]:
        """Digest any number of rows inside the engine, a good hundred thousand at once; the same digests as `_few`."""
        found = self._connection.execute(
            f"SELECT count(*), min({table.bucket}), max({table.bucket}) FROM {table.name} WHERE {table.key} >= ?",  # noqa: S608
            [first],
        ).fetchone()
        count, low, high = found or (0, 0, 0)
        if not count:
            return []
        span = (high - low) // (count // _AT_ONCE + 1) + 1
        slices: dict[int, list[str]] = {}
        for start in range(low, high + 1, span):
            part = f"{self._rows(table, '?')} AND {table.bucket} BETWEEN {start} AND {start + span - 1}"
            rows = self._connection.execute(
                f"""SELECT seal_key, sha256(string_agg(seal_text, chr(10) ORDER BY seal_text))
                    FROM ({part}) GROUP BY seal_key, seal_bucket ORDER BY seal_key, seal_bucket""",  # noqa: S608
                [first],
            ).fetchall()
            for seq, digest in rows:
                slices.setdefault(seq, []).append(digest)
        return [(seq, _sha256("".join(digests))) for seq, digests in slices.items()]

    def _rows(self, table: ChainedTable, first: str) -> str:
        columns = enumerate(self.columns(table.name))
        text = ", ".join(_canonical(number, column.name, column.kind, column.nullable) for number, column in columns)
        values = f"{table.key} AS seal_key, {table.bucket} AS seal_bucket, concat_ws('|', {text}) AS seal_text"
        return f"SELECT {values} FROM {table.name} WHERE {table.key} >= {first}"  # noqa: S608


def verify(connection: duckdb.DuckDBPyConnection) -> list[Break]:
    """Recompute every digest of an open book and return the documents that do not fit, first fault first."""
    return Chain(connection).verify()


def link(previous: str, digest: str) -> str:
    """Return the chain value after `previous` for a document with this digest (hex sha256)."""
    return _sha256(f"{previous}{digest}")


def head(connection: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Return the last sequence number and chain value; (0, ROOT) for a book without documents."""
    row = connection.execute("SELECT seq, chain FROM storage.audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, ROOT)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def row_text(columns: Sequence[tuple[str, str, bool]]) -> str:
    """Return the expression that writes out a row in its one form, from (name, type, may be NULL) of its columns."""
    values = ", ".join(_canonical(number, *column) for number, column in enumerate(columns))
    return f"concat_ws('|', {values})"


def _canonical(number: int, column: str, kind: str, nullable: bool) -> str:
    text = f"strlen({column}) || ':' || {column}" if kind == "VARCHAR" else f"{column}::VARCHAR"
    return f"'{number}=' || {text}" if nullable else text
