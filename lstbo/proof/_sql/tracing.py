"""Statements that trace a figure down: accounts, entries, documents, receipts, items, rows of files.

A search returns how many there are in all, and the largest or first few of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]
Found = tuple[int, list[Row]]


def _top(tx: Transaction, sql: str, params: Mapping[str, object], limit: int) -> Found:
    first = f"SELECT count(*) OVER (), * FROM ({sql}) LIMIT {int(limit)}"  # noqa: S608
    rows = tx.rows(first, params)[:limit]  # type: ignore[arg-type]  # the engine may leave LIMIT out: see DECISIONS
    return (int(rows[0][0]), [row[1:] for row in rows]) if rows else (0, [])


def account_postings(
    tx: Transaction, account: str, cash_flow: str, span: Mapping[str, object], flow: bool, limit: int
) -> Found:
    """Return the largest postings of an account or cash-flow line: (entry, voucher, date, memo, party, amount)."""
    return _top(
        tx,
        """SELECT v.entry, v.voucher, v.business_date, CASE WHEN v.memo = '' THEN v.entry_memo ELSE v.memo END, y.name,
                  v.amount
           FROM accounting.v_posting v LEFT JOIN accounting.v_party y ON y.id = v.party
           WHERE ($account = '' OR v.account = $account) AND ($cash_flow = '' OR v.cash_flow = $cash_flow)
             AND v.business_date BETWEEN $start AND $end AND v.doc <= $known AND NOT ($flow AND v.kind = 'closing')
           ORDER BY abs(v.amount) DESC, v.business_date DESC, v.entry DESC""",
        {**span, "account": account, "cash_flow": cash_flow, "flow": flow},
        limit,
    )


def entry_head(tx: Transaction, entry: int) -> Row | None:
    """Return (voucher, date, memo, doc, voucher of the entry it reverses) of an entry."""
    return tx.one(
        """SELECT printf('%06d-%03d', e.month, e.number), e.business_date, e.memo, e.doc,
                  printf('%06d-%03d', o.month, o.number)
           FROM accounting.journal_entry e LEFT JOIN accounting.journal_entry o ON o.id = e.reverses
               WHERE e.id = ?""",
        [entry],
    )


def entry_of(tx: Transaction, month: int, number: int) -> int | None:
    """Return the entry with a voucher number."""
    found = tx.scalar("SELECT id FROM accounting.journal_entry WHERE month = ? AND number = ?", [month, number])
    return None if found is None else int(found)


def entry_postings(tx: Transaction, entry: int) -> list[Row]:
    """Return (account, name zh, name en, amount, party) of an entry, in order."""
    return tx.rows(
        """SELECT p.account, a.name_zh, a.name_en, p.amount, y.name FROM accounting.posting p
           JOIN accounting.v_account a ON a.code = p.account LEFT JOIN accounting.v_party y ON y.id = p.party
           WHERE p.entry = ? ORDER BY p.line""",
        [entry],
    )


def document_head(tx: Transaction, doc: int) -> Row | None:
    """Return (room, kind, date, title, reverses, posted at, actor, command, reversed by) of a document."""
    return tx.one(
        """SELECT d.room, d.kind, d.business_date, d.title, d.reverses, d.posted_at, d.actor, d.command,
                  (SELECT min(r.seq) FROM storage.v_document r WHERE r.reverses = d.seq)
           FROM storage.v_document d WHERE d.seq = ?""",
        [doc],
    )


def document_entries(tx: Transaction, doc: int, limit: int) -> Found:
    """Return the entries of a document: (entry, voucher, date, memo, total of the debits)."""
    return _top(
        tx,
        """SELECT v.entry, v.voucher, v.business_date, any_value(v.entry_memo),
                  sum(v.amount) FILTER (WHERE v.amount > 0)
           FROM accounting.v_posting v WHERE v.doc = $doc GROUP BY ALL ORDER BY v.entry""",
        {"doc": doc},
        limit,
    )


def document_receipts(tx: Transaction, doc: int, day: object, limit: int) -> Found:
    """Return the receipts a document booked or took back, of one day or all: (receipt, number, date, net, sign)."""
    return _top(
        tx,
        """SELECT * FROM (
               SELECT id, number, business_date, net, 1 AS sign FROM sales.receipt WHERE doc = $doc
               UNION ALL
               SELECT r.id, r.number, r.business_date, r.net, -1 FROM sales.receipt_end e
               JOIN sales.receipt r ON r.id = e.receipt WHERE e.doc = $doc)
           WHERE $day::DATE IS NULL OR business_date = $day::DATE ORDER BY abs(net) DESC, id""",
        {"doc": doc, "day": day},
        limit,
    )


def day_receipts(tx: Transaction, day: date, known: int, limit: int) -> tuple[Decimal, Found]:
    """Return (net of a business day, its largest receipts in force at the knowledge moment: (receipt,))."""
    in_force = """FROM sales.receipt r LEFT JOIN sales.receipt_end e ON e.receipt = r.id AND e.doc <= $known
                  WHERE r.business_date = $day AND r.doc <= $known AND e.receipt IS NULL"""
    params = {"day": day, "known": known}
    net = tx.scalar(f"SELECT coalesce(sum(r.net), 0)::DECIMAL(18,2) {in_force}", params)  # type: ignore[arg-type]
    return net, _top(tx, f"SELECT r.id {in_force} ORDER BY abs(r.net) DESC, r.id", params, limit)


def document_deliveries(tx: Transaction, doc: int, limit: int) -> Found:
    """Return the lines of a goods receipt: (item code, name, quantity, unit cost, amount, row, batch, item)."""
    return _top(
        tx,
        """SELECT i.code, i.name, l.quantity, l.unit_cost, l.amount, l.row_no, r.batch, l.item
            FROM purchasing.receipt_line l
           JOIN purchasing.receipt r ON r.doc = l.doc JOIN catalog.v_item i ON i.id = l.item
               WHERE l.doc = $doc ORDER BY l.line""",
        {"doc": doc},
        limit,
    )


def document_goods(tx: Transaction, doc: int, day: object, limit: int) -> Found:
    """Return what a document did to the stock, largest first: (item, code, name, reason, date, quantity, money)."""
    return _top(
        tx,
        """SELECT i.id, i.code, i.name, s.reason, s.business_date, sum(s.quantity)::DECIMAL(18,3),
                  sum(s.amount)::DECIMAL(18,2)
           FROM (SELECT item, reason, business_date, quantity, 0 AS amount FROM inventory.v_movement WHERE doc = $doc
                 UNION ALL SELECT item, reason, business_date, 0, amount FROM inventory.v_value WHERE doc = $doc) s
           JOIN catalog.v_item i ON i.id = s.item WHERE $day::DATE IS NULL OR s.business_date = $day::DATE
           GROUP BY ALL ORDER BY abs(sum(s.amount)) DESC, abs(sum(s.quantity)) DESC, i.id""",
        {"doc": doc, "day": day},
        limit,
    )


def document_rows(tx: Transaction, doc: int) -> list[Row]:
    """Return (batch, file, text) of rows without a number of their own that were posted as this document."""
    return tx.rows(
        """SELECT k.batch, b.file, k.key FROM exchange.row_key k JOIN exchange.v_batch b ON b.id = k.batch
           WHERE k.doc = ? ORDER BY k.ordinal""",
        [doc],
    )


def batch_of(tx: Transaction, doc: int) -> Row | None:
    """Return (batch, kind, file, sha256, rows) of the batch that a document is."""
    return tx.one("SELECT id, kind, file, sha256, rows FROM exchange.v_batch WHERE doc = ? OR id = ?", [doc, doc])


def receipts_numbered(tx: Transaction, number: str) -> list[int]:
    """Return the receipts with this number, in force first, the newest first."""
    return [
        row[0]
        for row in tx.rows(
            """SELECT r.id FROM sales.receipt r LEFT JOIN sales.receipt_end e ON e.receipt = r.id
               WHERE r.number = ? ORDER BY e.receipt IS NOT NULL, r.id DESC""",
            [number],
        )
    ]


def receipt_heads(tx: Transaction, receipts: Sequence[int]) -> dict[int, Row]:
    """Return per receipt (number, register, time or day, date, net, import it came from, ended why, ended by)."""
    if not receipts:
        return {}
    found = tx.rows(
        """SELECT r.id, r.number, r.register, coalesce(r.event_time::VARCHAR, r.event_date::VARCHAR), r.business_date,
                  r.net, r.batch, e.why, e.doc
           FROM sales.receipt r LEFT JOIN sales.receipt_end e ON e.receipt = r.id
           WHERE r.id IN (SELECT unnest($ids::BIGINT[]))""",
        {"ids": list(receipts)},  # type: ignore[arg-type]
    )
    return {row[0]: row[1:] for row in found}


def receipt_lines(tx: Transaction, receipt: int, item: int | None, limit: int) -> Found:
    """Return the lines of a receipt, of one item or all: (row, code, name, quantity, unit price, discount, net)."""
    return _top(
        tx,
        """SELECT l.row_no, i.code, coalesce(i.name, l.text), l.quantity, l.unit_price, l.discount, l.net
           FROM sales.receipt_line l LEFT JOIN catalog.v_item i ON i.id = l.item
           WHERE l.receipt = $receipt AND ($item IS NULL OR l.item = $item) ORDER BY l.line_no""",
        {"receipt": receipt, "item": item},
        limit,
    )


def receipt_payments(tx: Transaction, receipt: int) -> list[Row]:
    """Return (method, amount) of a receipt."""
    return tx.rows("SELECT method, amount FROM sales.tender WHERE receipt = ? ORDER BY method", [receipt])


def item_receipts(tx: Transaction, doc: int, day: object, item: int, limit: int) -> Found:
    """Return the receipts of a document with this item on a day, largest first: (receipt, number, quantity, net)."""
    return _top(
        tx,
        """SELECT r.id, r.number, sum(l.quantity) AS quantity, sum(l.net) AS net FROM sales.receipt_line l
           JOIN sales.receipt r ON r.id = l.receipt LEFT JOIN sales.receipt_end e ON e.receipt = r.id
           WHERE (r.doc = $doc OR e.doc = $doc) AND r.business_date = $day::DATE AND l.item = $item
           GROUP BY ALL ORDER BY abs(sum(l.quantity)) DESC, r.id""",
        {"doc": doc, "day": day, "item": item},
        limit,
    )


def item_moves(tx: Transaction, item: int, span: Mapping[str, object], limit: int) -> Found:
    """Return what documents did to an item, the newest first: (doc, date, reason, title, quantity, money)."""
    return _top(
        tx,
        """SELECT s.doc, s.business_date, s.reason, d.title, sum(s.quantity)::DECIMAL(18,3),
                  sum(s.amount)::DECIMAL(18,2)
           FROM (SELECT doc, business_date, reason, quantity, 0 AS amount FROM inventory.v_movement WHERE item = $item
                 UNION ALL SELECT doc, business_date, reason, 0, amount FROM inventory.v_value WHERE item = $item) s
           JOIN storage.v_document d ON d.seq = s.doc
           WHERE s.business_date BETWEEN $start AND $end AND s.doc <= $known
           GROUP BY ALL ORDER BY s.business_date DESC, s.doc DESC, s.reason""",
        {**span, "item": item},
        limit,
    )


def block_at(tx: Transaction, sha256: str, line: int) -> Row | None:
    """Return (first line, compressed text) of the kept block of a file that holds a physical line."""
    return tx.one(
        """SELECT first_line, data FROM exchange.source_block
           WHERE sha256 = ? AND first_line <= ? AND first_line + lines > ? ORDER BY batch LIMIT 1""",
        [sha256, line, line],
    )


def account_total(tx: Transaction, account: str, span: Mapping[str, object]) -> Any:
    """Return the sum of an account's postings in a span, debit +."""
    return tx.scalar(
        """SELECT coalesce(sum(amount), 0)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE account = $account AND business_date BETWEEN $start AND $end AND doc <= $known""",
        {**span, "account": account},  # type: ignore[arg-type]
    )


def document_days(tx: Transaction, doc: int) -> list[object]:
    """Return the business dates of a document's entries."""
    sql = "SELECT DISTINCT business_date FROM accounting.v_posting WHERE doc = ? ORDER BY business_date"
    return [row[0] for row in tx.rows(sql, [doc])]


def source_of(tx: Transaction, doc: int) -> Row | None:
    """Return (batch, file, rows) of the import that a document is, or came with."""
    return tx.one(
        """SELECT b.id, b.file, b.rows FROM exchange.v_batch b
           WHERE b.doc = $doc OR b.id = $doc OR b.id IN (SELECT batch FROM exchange.row_key WHERE doc = $doc)
              OR b.id IN (SELECT batch FROM purchasing.receipt WHERE doc = $doc AND batch IS NOT NULL)
           ORDER BY b.id LIMIT 1""",
        {"doc": doc},  # type: ignore[arg-type]
    )
