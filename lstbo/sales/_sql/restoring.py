"""Statements that bring receipts back: what a batch had replaced counts again when the batch is undone."""

from __future__ import annotations

from lstbo.storage import Transaction

_KEY = "profile, register, event_date, number"


def make_keys(tx: Transaction, batch: int) -> int:
    """Make `undone_key`: the keys of the receipts a batch booked or ended; return how many."""
    tx.execute("DROP TABLE IF EXISTS temp.undone_key")
    tx.execute(
        f"""CREATE TEMP TABLE undone_key AS
            SELECT DISTINCT {_KEY} FROM sales.receipt r LEFT JOIN sales.receipt_end e ON e.receipt = r.id
            WHERE r.batch = $batch OR e.batch = $batch""",  # noqa: S608
        {"batch": batch},  # type: ignore[arg-type]
    )
    return int(tx.scalar("SELECT count(*) FROM temp.undone_key"))


def find_last(tx: Transaction) -> None:
    """Make `last_version` (id, batch): of each undone key not in force, the receipt that the newest import left, if it left one.

    Imports that were undone do not count; one that called the receipt void leaves none.
    """
    tx.execute("DROP TABLE IF EXISTS temp.last_version")
    tx.execute(
        f"""CREATE TEMP TABLE last_version AS
            WITH event AS (
                SELECT {_KEY}, r.batch, r.id FROM temp.undone_key k JOIN sales.receipt r USING ({_KEY})
                ANTI JOIN storage.document d ON d.reverses = r.batch
                UNION ALL
                SELECT {_KEY}, v.voided_by, NULL FROM temp.undone_key k JOIN sales.v_void v USING ({_KEY})),
            last AS (SELECT {_KEY}, max(batch) AS batch, max_by(coalesce(id, -1), (batch, coalesce(id, -1))) AS id FROM event GROUP BY ALL)
            SELECT l.id, l.batch FROM last l ANTI JOIN sales.v_receipt r USING ({_KEY}) WHERE l.id <> -1"""  # noqa: S608
    )


def batches(tx: Transaction) -> list[int]:
    """Return the imports whose receipts come back."""
    return [row[0] for row in tx.rows("SELECT DISTINCT batch FROM temp.last_version ORDER BY 1")]


def affect_last(tx: Transaction, batch: int) -> None:
    """Take the receipts of one import that come back, on their own days."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute(
        """CREATE TEMP TABLE sales_affected AS SELECT r.id, r.business_date, NULL::VARCHAR AS why
           FROM sales.receipt r JOIN temp.last_version l ON l.id = r.id WHERE l.batch = ?""",
        [batch],
    )


def copy_affected(tx: Transaction, first: int, doc: int) -> None:
    """Write the affected receipts again under a document, with what was mapped since, and take the copies instead."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_copy")
    tx.execute(
        """CREATE TEMP TABLE sales_copy AS SELECT id AS old, (? + row_number() OVER (ORDER BY id) - 1)::BIGINT AS id, business_date
           FROM temp.sales_affected""",
        [first],
    )
    tx.execute(
        """INSERT INTO sales.receipt SELECT r.* REPLACE (c.id AS id, ?::BIGINT AS doc, c.business_date AS business_date)
           FROM sales.receipt r JOIN temp.sales_copy c ON c.old = r.id ORDER BY c.id""",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.receipt_line
           SELECT l.* REPLACE (c.id AS receipt, coalesce(l.item, h.target::INTEGER) AS item, CASE WHEN h.target IS NULL THEN l.text END AS text, ?::BIGINT AS doc)
           FROM sales.receipt_line l JOIN temp.sales_copy c ON c.old = l.receipt
           LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN' ORDER BY c.id, l.line_no""",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.tender SELECT c.id, coalesce(h.target, t.method) AS method, sum(t.amount), ?
           FROM sales.tender t JOIN temp.sales_copy c ON c.old = t.receipt
           LEFT JOIN sales.held_end h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN' AND t.method = 'unmapped' GROUP BY 1, 2 ORDER BY 1, 2""",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.receipt_tax SELECT t.* REPLACE (c.id AS receipt, ?::BIGINT AS doc) FROM sales.receipt_tax t
           JOIN temp.sales_copy c ON c.old = t.receipt ORDER BY c.id, t.tax_code""",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.held SELECT h.* REPLACE (c.id AS receipt, ?::BIGINT AS doc) FROM sales.held h JOIN temp.sales_copy c ON c.old = h.receipt
           ANTI JOIN sales.held_end e ON e.receipt = h.receipt AND e.line_no = h.line_no AND e.code = h.code ORDER BY c.id, h.line_no""",
        [doc],
    )
    tx.execute("DROP TABLE temp.sales_affected")
    tx.execute("CREATE TEMP TABLE sales_affected AS SELECT id, business_date, NULL::VARCHAR AS why FROM temp.sales_copy")
