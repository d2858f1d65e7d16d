"""Statements on batches: what came in, its problems, its raw text, what is still held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]


def insert_batch(tx: Transaction, row: Sequence[object]) -> None:
    """Insert one batch: id, doc, kind, file, sha256, profile, layout, options, rows, six outcomes, result."""
    tx.execute("INSERT INTO exchange.batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def insert_problems(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert (batch, row_no, receipt, severity, code, field, value, raw, doc)."""
    tx.insert("exchange.problem", ("batch", "row_no", "receipt", "severity", "code", "field", "value", "raw", "doc"), rows)


def insert_block(tx: Transaction, sha256: str, first_line: int, lines: int, data: bytes, batch: int) -> None:
    """Insert one compressed block of the source's text."""
    tx.execute("INSERT INTO exchange.source_block VALUES (?, ?, ?, ?, ?)", [sha256, first_line, lines, data, batch])


def has_blocks(tx: Transaction, sha256: str) -> bool:
    """Return whether the text of this file is kept already."""
    return tx.one("SELECT 1 FROM exchange.source_block WHERE sha256 = ? LIMIT 1", [sha256]) is not None


def same_file(tx: Transaction, kind: str, sha256: str, profile: str) -> Row | None:
    """Return (id, accepted + superseded, held, rejected, ignored, rows, duplicate) of the newest batch of this very file in force."""
    return tx.one(
        """SELECT b.id, b.accepted + b.superseded, b.held, b.rejected, b.ignored, b.rows, b.duplicate FROM exchange.batch b
           ANTI JOIN exchange.batch_end e ON e.batch = b.id
           WHERE b.kind = ? AND b.sha256 = ? AND b.profile = ? ORDER BY b.id DESC LIMIT 1""",
        [kind, sha256, profile],
    )


def waiting_rows(tx: Transaction, batch: int) -> list[Row]:
    """Return (row, code) of the problems of a batch whose rows it did not book, by row."""
    return tx.rows(
        """SELECT p.row_no, p.code FROM exchange.problem p JOIN exchange.batch b ON b.id = p.batch
           WHERE b.id = ? AND (b.kind <> 'sales' OR p.code NOT IN ('H_SKU_UNKNOWN', 'H_TENDER_UNKNOWN')) ORDER BY p.row_no, p.code""",
        [batch],
    )


def ended_receipts(tx: Transaction, doc: int) -> bool:
    """Return whether any receipt or delivery of a batch is in force no longer, or waits to be mapped or was."""
    return tx.one(
        """SELECT 1 FROM exchange.batch_end WHERE batch = ?
           UNION ALL SELECT 1 FROM sales.v_ended WHERE batch = ?
           UNION ALL SELECT 1 FROM purchasing.receipt r JOIN purchasing.receipt_end e ON e.receipt = r.doc WHERE r.batch = ? LIMIT 1""",
        [doc, doc, doc],
    ) is not None  # fmt: skip


def end_batch(tx: Transaction, batch: int, why: str, doc: int) -> None:
    """Record that a batch is in force no longer."""
    tx.execute("INSERT INTO exchange.batch_end VALUES (?, ?, ?)", [batch, why, doc])


def moved(tx: Transaction, docs: Sequence[int], open_day: date) -> bool:
    """Return whether any of these documents reverses or ends what was booked before the first open day."""
    return tx.one(
        """WITH mine AS (SELECT unnest(?::BIGINT[]) AS doc)
           SELECT 1 FROM mine JOIN storage.v_document d ON d.seq = mine.doc JOIN storage.v_document o ON o.seq = d.reverses
           WHERE o.business_date < ? AND o.room <> 'exchange'
           UNION ALL SELECT 1 FROM mine JOIN sales.receipt_end e ON e.doc = mine.doc JOIN sales.receipt r ON r.id = e.receipt
           WHERE r.business_date < ? LIMIT 1""",
        [list(docs), open_day, open_day],
    ) is not None  # fmt: skip


def undone(tx: Transaction) -> list[int]:
    """Return the batches that were undone."""
    return [row[0] for row in tx.rows("SELECT batch FROM exchange.batch_end WHERE why = 'undone' ORDER BY batch")]


def batches(tx: Transaction) -> list[Row]:
    """Return (id, kind, file, profile, rows, outcomes ..., ended why, posted at, result) newest first."""
    return tx.rows(
        """SELECT b.id, b.kind, b.file, b.profile, b.rows, b.accepted, b.duplicate, b.superseded, b.held, b.rejected, b.ignored,
                  coalesce(e.why, ''), d.posted_at, b.result
           FROM exchange.batch b LEFT JOIN exchange.batch_end e ON e.batch = b.id JOIN storage.v_document d ON d.seq = b.id ORDER BY b.id DESC"""
    )


def batch(tx: Transaction, number: int) -> Row | None:
    """Return (kind, doc, file, sha256, profile, layout, options, ended why) of a batch."""
    return tx.one(
        """SELECT b.kind, b.doc, b.file, b.sha256, b.profile, b.layout, b.options, coalesce(e.why, '') FROM exchange.batch b
           LEFT JOIN exchange.batch_end e ON e.batch = b.id WHERE b.id = ?""",
        [number],
    )


def held_only(tx: Transaction, kind: str, sha256: str) -> list[int]:
    """Return the batches of this file in force that posted nothing: a later run of the file replaces them."""
    return [
        row[0]
        for row in tx.rows(
            """SELECT b.id FROM exchange.batch b ANTI JOIN exchange.batch_end e ON e.batch = b.id ANTI JOIN sales.v_receipt r ON r.batch = b.id
               WHERE b.kind = ? AND b.sha256 = ? AND b.accepted = 0 AND b.superseded = 0 ORDER BY b.id""",
            [kind, sha256],
        )
    ]


def held_problems(tx: Transaction) -> list[Row]:
    """Return (batch, file, code, value, field, rows, receipts) of held rows of batches in force, grouped by what is unknown."""
    return tx.rows(
        """SELECT p.batch, b.file, p.code, p.value, p.field, count(*), count(DISTINCT p.receipt)
           FROM exchange.problem p JOIN exchange.batch b ON b.id = p.batch ANTI JOIN exchange.batch_end e ON e.batch = b.id
           WHERE p.severity = 'held' AND (b.kind = 'sales' AND p.code IN ('H_SKU_UNKNOWN', 'H_TENDER_UNKNOWN')
               AND EXISTS (SELECT 1 FROM sales.v_held h WHERE h.batch = p.batch AND h.code = p.code AND h.text = p.value)
               OR NOT (b.kind = 'sales' AND p.code IN ('H_SKU_UNKNOWN', 'H_TENDER_UNKNOWN')) AND b.id = (
               SELECT max(n.id) FROM exchange.batch n ANTI JOIN exchange.batch_end x ON x.batch = n.id
               WHERE n.kind = b.kind AND n.sha256 = b.sha256 AND n.profile = b.profile))
           GROUP BY ALL ORDER BY p.batch, p.code, p.value"""
    )


def first_held_rows(tx: Transaction) -> list[Row]:
    """Return (text, raw row, layout) of the first line in force that waits for each unknown item."""
    return tx.rows(
        """SELECT p.value, arg_min(p.raw, (p.batch, p.row_no)), arg_min(b.layout, (p.batch, p.row_no))
           FROM exchange.problem p JOIN exchange.batch b ON b.id = p.batch
           WHERE b.kind = 'sales' AND p.code = 'H_SKU_UNKNOWN'
               AND (p.batch, p.value) IN (SELECT (h.batch, h.text) FROM sales.v_held h WHERE h.code = 'H_SKU_UNKNOWN')
           GROUP BY p.value ORDER BY p.value"""
    )


def problems(tx: Transaction, batch: int, code: str, offset: int, count: int) -> list[Row]:
    """Return (row, receipt, severity, code, field, value, raw) of a batch by row, of one code when it is given."""
    return tx.rows(
        """SELECT row_no, receipt, severity, code, field, value, raw FROM exchange.problem WHERE batch = ? AND (? = '' OR code = ?)
           ORDER BY row_no, code, field LIMIT ? OFFSET ?""",
        [batch, code, code, count, offset],
    )


def count_problems(tx: Transaction, batch: int, code: str) -> int:
    """Return how many problems a batch has, of one code when it is given."""
    return int(tx.scalar("SELECT count(*) FROM exchange.problem WHERE batch = ? AND (? = '' OR code = ?)", [batch, code, code]))


def booked_now(tx: Transaction, kind: str, profile: str, numbers: Sequence[str]) -> dict[str, Decimal]:
    """Return number -> money of the receipts (kind sales) or deliveries of these numbers as they are in the books."""
    if kind == "sales":
        found = tx.rows(
            "SELECT number, arg_max(net, id) FROM sales.v_receipt WHERE profile = ? AND number IN (SELECT unnest(?::VARCHAR[])) GROUP BY number",
            [profile, list(numbers)],
        )
    else:
        found = tx.rows(
            """SELECT r.number, arg_max(r.amount, r.doc) FROM purchasing.receipt r ANTI JOIN purchasing.receipt_end e ON e.receipt = r.doc
               WHERE r.number IN (SELECT unnest(?::VARCHAR[])) GROUP BY r.number""",
            [list(numbers)],
        )
    return dict(found)


def blocks(tx: Transaction, sha256: str) -> list[bytes]:
    """Return the compressed blocks of a kept file, in order."""
    return [
        row[0]
        for row in tx.rows(
            "SELECT arg_min(data, batch) FROM exchange.source_block WHERE sha256 = ? GROUP BY first_line ORDER BY first_line", [sha256]
        )
    ]


def insert_row_keys(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert (kind, key, ordinal, batch, doc)."""
    tx.insert("exchange.row_key", ("kind", "key", "ordinal", "batch", "doc"), rows)


def row_keys(tx: Transaction, kind: str) -> list[Row]:
    """Return (key, ordinal) of the rows of a kind whose batch is in force."""
    return tx.rows(
        """SELECT k.key, k.ordinal FROM exchange.row_key k ANTI JOIN exchange.batch_end e ON e.batch = k.batch AND e.why = 'undone'
           WHERE k.kind = ? ORDER BY k.key, k.ordinal""",
        [kind],
    )


def posted_receipts(tx: Transaction, doc: int) -> bool:
    """Return whether a sales batch ever booked a receipt, or took one back."""
    return tx.one(
        "SELECT 1 FROM sales.receipt WHERE batch = ? UNION ALL SELECT 1 FROM sales.receipt_end WHERE batch = ? LIMIT 1", [doc, doc]
    ) is not None  # fmt: skip


def row_docs(tx: Transaction, batch: int) -> list[int]:
    """Return the documents the rows of a batch were posted as and that nobody reversed, the newest first."""
    found = tx.rows(
        """SELECT DISTINCT k.doc FROM exchange.row_key k ANTI JOIN storage.v_document d ON d.reverses = k.doc
           WHERE k.batch = ? ORDER BY k.doc DESC""",
        [batch],
    )
    return [row[0] for row in found]


def insert_profile(tx: Transaction, name: str, kind: str, body: str, doc: int) -> None:
    """Save a profile."""
    tx.execute("INSERT INTO exchange.profile VALUES (?, ?, ?, ?)", [name, kind, body, doc])


def profiles(tx: Transaction) -> list[Row]:
    """Return (name, kind, body) of the saved profiles as they are now."""
    return tx.rows("SELECT name, arg_max(kind, doc), arg_max(body, doc) FROM exchange.profile GROUP BY name ORDER BY name")


def insert_alias(tx: Transaction, kind: str, text: str, target: str, doc: int) -> None:
    """Remember what a text means."""
    tx.execute("INSERT INTO exchange.alias VALUES (?, ?, ?, ?)", [kind, text, target, doc])


def aliases(tx: Transaction, kind: str) -> dict[str, str]:
    """Return text -> target of one kind."""
    return dict(tx.rows("SELECT text, arg_max(target, doc) FROM exchange.alias WHERE kind = ? GROUP BY text ORDER BY text", [kind]))
