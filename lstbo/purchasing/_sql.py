"""Every statement of the purchasing room. Parameters in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]


def insert_receipts(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert receipts."""
    columns = (
        "doc", "number", "supplier", "received_at", "event_date", "business_date",
        "paid_from", "amount", "freight", "batch",
    )  # fmt: skip
    tx.insert("purchasing.receipt", columns, rows)


def insert_lines(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert receipt lines."""
    columns = ("doc", "line", "item", "quantity", "unit_cost", "amount", "landed", "row_no")
    tx.insert("purchasing.receipt_line", columns, rows)


def receipts_on(tx: Transaction, days: Sequence[date]) -> list[Row]:
    """Return (supplier, number, event date, doc, paid_from, freight) of the live receipts of some days."""
    return tx.rows(
        """SELECT supplier, number, event_date, doc, paid_from, freight FROM purchasing.v_receipt
           WHERE event_date IN (SELECT unnest(?::DATE[])) ORDER BY doc""",
        [list(days)],
    )


def lines_of(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (doc, item, quantity, amount, landed) of some receipts."""
    return tx.rows(
        """SELECT doc, item, quantity, amount, landed FROM purchasing.receipt_line
           WHERE doc IN (SELECT unnest(?::BIGINT[])) ORDER BY doc, line""",
        [list(docs)],
    )


def receipt(tx: Transaction, doc: int) -> Row | None:
    """Return (doc, supplier, number, business date, amount, freight, paid_from) of a live receipt."""
    return tx.one(
        """SELECT doc, supplier, number, business_date, amount, freight, paid_from FROM purchasing.v_receipt
           WHERE doc = ?""",
        [doc],
    )


def receipts_numbered(tx: Transaction, supplier: int, number: str) -> list[Row]:
    """Return (doc) of the live receipts of a supplier with this number, newest first."""
    return tx.rows(
        "SELECT doc FROM purchasing.v_receipt WHERE supplier = ? AND number = ? ORDER BY event_date DESC, doc DESC",
        [supplier, number],
    )


def bill_of(tx: Transaction, receipt: int) -> int | None:
    """Return the live bill of a receipt."""
    found = tx.scalar("SELECT min(doc) FROM purchasing.v_bill WHERE receipt = ?", [receipt])
    return None if found is None else int(found)


def bill(tx: Transaction, doc: int) -> Row | None:
    """Return (doc, supplier, amount, due) of a live bill."""
    return tx.one("SELECT doc, supplier, amount, due FROM purchasing.v_bill WHERE doc = ?", [doc])


def insert_bill(tx: Transaction, row: Sequence[object]) -> None:
    """Insert a bill: doc, number, supplier, business date, amount, receipt, difference on hand, due."""
    tx.execute("INSERT INTO purchasing.bill VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def insert_payment(tx: Transaction, row: Sequence[object]) -> None:
    """Insert a payment: doc, supplier, business date, amount, paid from, discount, bill."""
    tx.execute("INSERT INTO purchasing.payment VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def pointing(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (document pointed at, later live document) for the bills of receipts and the payments of bills."""
    return tx.rows(
        """WITH chosen AS (SELECT unnest(?::BIGINT[]) AS doc)
           SELECT c.doc, b.doc FROM chosen c JOIN purchasing.v_bill b ON b.receipt = c.doc
           UNION ALL SELECT c.doc, p.doc FROM chosen c JOIN purchasing.v_payment p ON p.bill = c.doc
           ORDER BY 1, 2""",
        [list(docs)],
    )


def documents(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (doc, room, kind, business date, title, reverses, reversed by) of some documents."""
    return tx.rows(
        """SELECT d.seq, d.room, d.kind, d.business_date, d.title, d.reverses, min(r.seq)
           FROM storage.v_document d LEFT JOIN storage.v_document r ON r.reverses = d.seq
           WHERE d.seq IN (SELECT unnest(?::BIGINT[])) GROUP BY ALL ORDER BY d.seq""",
        [list(docs)],
    )


def insert_ends(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Record that receipts ended: receipt, why, doc."""
    tx.insert("purchasing.receipt_end", ("receipt", "why", "doc"), rows)


def batch_receipts(tx: Transaction, batch: int) -> list[int]:
    """Return the live receipts of an import batch."""
    return [row[0] for row in tx.rows("SELECT doc FROM purchasing.v_receipt WHERE batch = ? ORDER BY doc", [batch])]


def last_versions(tx: Transaction, batch: int, undone: Sequence[int]) -> list[Row]:
    """Return what is to be booked again when a batch is undone: of each of its deliveries the version that was replaced last.

    (doc, number, supplier name or '', received_at, event date, business date, paid_from, freight, batch) of the newest
    receipt of the same supplier, number and day that no undone batch brought, where it was superseded and none is live.
    """
    return tx.rows(
        """WITH wanted AS (SELECT DISTINCT supplier, number, event_date FROM purchasing.receipt WHERE batch = $batch AND number <> ''),
                version AS (SELECT r.* FROM purchasing.receipt r JOIN wanted w ON w.supplier IS NOT DISTINCT FROM r.supplier
                            AND w.number = r.number AND w.event_date = r.event_date
                            WHERE r.batch IS NULL OR r.batch <> $batch AND r.batch NOT IN (SELECT unnest($undone::BIGINT[]))),
                last AS (SELECT * FROM version
                         QUALIFY row_number() OVER (PARTITION BY supplier, number, event_date ORDER BY coalesce(batch, doc) DESC, doc DESC) = 1)
           SELECT l.doc, l.number, coalesce(p.name, ''), l.received_at, l.event_date, l.business_date, l.paid_from, l.freight, l.batch
           FROM last l JOIN purchasing.receipt_end e ON e.receipt = l.doc AND e.why = 'superseded'
           LEFT JOIN accounting.v_party p ON p.id = l.supplier
           WHERE NOT EXISTS (SELECT 1 FROM version v WHERE v.supplier IS NOT DISTINCT FROM l.supplier AND v.number = l.number
                             AND v.event_date = l.event_date AND v.doc NOT IN (SELECT receipt FROM purchasing.receipt_end))
           ORDER BY l.doc""",
        {"batch": batch, "undone": list(undone)},  # type: ignore[arg-type]
    )


def receipt_lines(tx: Transaction, doc: int) -> list[Row]:
    """Return (item, quantity, unit cost, amount, row) of a receipt."""
    return tx.rows(
        "SELECT item, quantity, unit_cost, amount, row_no FROM purchasing.receipt_line WHERE doc = ? ORDER BY line", [doc]
    )


def charges(tx: Transaction, as_of: date, known_at: int) -> list[Row]:
    """Return (supplier, doc, number, day, due or None, amount) of what suppliers charged, as of a day and as known."""
    return tx.rows(
        """WITH reversed AS (SELECT reverses AS doc FROM storage.v_document
                             WHERE reverses IS NOT NULL AND business_date <= $end AND seq <= $known),
                bills AS (SELECT * FROM purchasing.bill WHERE business_date <= $end AND doc <= $known
                          AND doc NOT IN (SELECT doc FROM reversed)),
                owed AS (SELECT * FROM purchasing.receipt WHERE business_date <= $end AND doc <= $known
                         AND doc NOT IN (SELECT doc FROM reversed))
           SELECT o.supplier, o.doc, o.number, o.event_date, b.due,
                  (CASE WHEN b.doc IS NOT NULL AND o.paid_from = '' THEN b.amount
                        WHEN b.doc IS NOT NULL THEN b.amount - o.amount - o.freight ELSE o.amount + o.freight END)
           FROM owed o LEFT JOIN bills b ON b.receipt = o.doc
           WHERE o.supplier IS NOT NULL AND (o.paid_from = '' OR b.doc IS NOT NULL)
           ORDER BY o.supplier, o.event_date, o.doc""",
        {"end": as_of, "known": known_at},  # type: ignore[arg-type]
    )
