"""Statements that sum receipts into postings and movements. `sales_affected` names the receipts and the day they post on."""

from __future__ import annotations

from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]


def affect_new(tx: Transaction) -> None:
    """Take the receipts just written."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute("CREATE TEMP TABLE sales_affected AS SELECT id, business_date FROM temp.sales_new")


def affect_replaced(tx: Transaction) -> None:
    """Take the booked receipts that the file supersedes, on their own days."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute(
        "CREATE TEMP TABLE sales_affected AS SELECT r.id, r.business_date FROM sales.receipt r JOIN temp.sales_new n ON n.known = r.id"
    )


def affect_document(tx: Transaction, doc: int) -> None:
    """Take the receipts of a document that are still in force."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute("CREATE TEMP TABLE sales_affected AS SELECT id, business_date FROM sales.v_receipt WHERE doc = ?", [doc])


def move_days(tx: Transaction) -> None:
    """Replace locked days by the open day they post on (`sales_open_day`)."""
    tx.execute(
        """UPDATE temp.sales_affected SET business_date = d.business_date FROM temp.sales_open_day d
           WHERE d.event_date = sales_affected.business_date AND d.business_date <> d.event_date"""
    )


def affected_days(tx: Transaction) -> list[Row]:
    """Return the distinct days of the affected receipts."""
    return tx.rows("SELECT DISTINCT business_date FROM temp.sales_affected ORDER BY 1")


def affected_count(tx: Transaction) -> int:
    """Return how many receipts are affected."""
    return int(tx.scalar("SELECT count(*) FROM temp.sales_affected"))


def end_receipts(tx: Transaction, why: str, doc: int) -> None:
    """Record that the affected receipts are in force no longer."""
    tx.execute("INSERT INTO sales.receipt_end SELECT id, ?, ? FROM temp.sales_affected ORDER BY id", [why, doc])


def end_held(tx: Transaction, doc: int) -> None:
    """Record that nothing of the affected receipts waits to be mapped any more."""
    tx.execute(
        """INSERT INTO sales.held_end SELECT h.receipt, h.line_no, h.code, '', ? FROM sales.held h JOIN temp.sales_affected a ON a.id = h.receipt
           ANTI JOIN sales.held_end e ON e.receipt = h.receipt AND e.line_no = h.line_no AND e.code = h.code ORDER BY 1, 2""",
        [doc],
    )


def make_movements(tx: Transaction, sign: int) -> None:
    """Make `sales_movement`: one row per item, business day, register and kind; `sign` is -1 for goods that go out."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_movement")
    tx.execute(
        """CREATE TEMP TABLE sales_movement AS
           SELECT coalesce(l.item, h.target::INTEGER) AS item, (? * sum(l.quantity))::DECIMAL(18,3) AS quantity,
                  CASE WHEN l.quantity < 0 THEN 'customer_return' ELSE 'sale' END AS reason, r.register,
                  NULL::TIMESTAMP AS event_time, a.business_date
           FROM sales.receipt_line l JOIN temp.sales_affected a ON a.id = l.receipt JOIN sales.receipt r ON r.id = l.receipt
           LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN' AND h.target <> ''
           WHERE coalesce(l.item, h.target::INTEGER) IS NOT NULL AND l.quantity <> 0 GROUP BY ALL ORDER BY 1, 6""",
        [sign],
    )


def returned_values(tx: Transaction) -> list[Row]:
    """Return (item, day, register, amount) of the cost at which the affected returned goods came back, to be taken out again.

    The share, by quantity, of what the returns' own documents booked for the same item, day and register.
    """
    return tx.rows(
        """WITH gone AS (
               SELECT coalesce(l.item, h.target::INTEGER) AS item, CASE WHEN l.item IS NULL THEN h.doc ELSE l.doc END AS doc,
                      r.business_date AS booked_on, a.business_date, r.register, -sum(l.quantity) AS quantity
               FROM sales.receipt_line l JOIN temp.sales_affected a ON a.id = l.receipt JOIN sales.receipt r ON r.id = l.receipt
               LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN' AND h.target <> ''
               WHERE coalesce(l.item, h.target::INTEGER) IS NOT NULL AND l.quantity < 0 GROUP BY ALL),
           whole AS (
               SELECT m.item, m.doc, m.business_date AS booked_on, m.register, sum(m.quantity) AS quantity,
                      (SELECT sum(v.amount) FROM inventory.v_value v WHERE v.item = m.item AND v.doc = m.doc AND v.business_date = m.business_date
                       AND v.register = m.register AND v.reason = 'customer_return') AS amount
               FROM inventory.v_movement m WHERE m.reason = 'customer_return' AND m.doc IN (SELECT doc FROM gone)
               GROUP BY m.item, m.doc, m.business_date, m.register)
           SELECT g.item, g.business_date, g.register, sum(round((coalesce(w.amount, 0) * 100 * (g.quantity / w.quantity))::DECIMAL(18,4), 0) / 100)::DECIMAL(18,2)
           FROM gone g JOIN whole w USING (item, doc, booked_on, register) GROUP BY ALL ORDER BY 1, 2, 3"""
    )


def revenue(tx: Transaction) -> list[Row]:
    """Return (day, register, tax code, rate, part, net) with part sale, return or unmapped."""
    return tx.rows(
        """SELECT a.business_date, r.register, l.tax_code, l.tax_rate,
                  CASE WHEN l.item IS NULL AND h.target IS NULL THEN 'unmapped' WHEN l.net < 0 THEN 'return' ELSE 'sale' END AS part, sum(l.net)::DECIMAL(18,2)
           FROM sales.receipt_line l JOIN temp.sales_affected a ON a.id = l.receipt JOIN sales.receipt r ON r.id = l.receipt
           LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN' AND h.target <> ''
           GROUP BY ALL ORDER BY ALL"""
    )


def taxes(tx: Transaction) -> list[Row]:
    """Return (day, register, tax code, rate, tax)."""
    return tx.rows(
        """SELECT a.business_date, r.register, t.tax_code, t.rate, sum(t.tax)::DECIMAL(18,2)
           FROM sales.receipt_tax t JOIN temp.sales_affected a ON a.id = t.receipt JOIN sales.receipt r ON r.id = t.receipt GROUP BY ALL ORDER BY ALL"""
    )


def payments(tx: Transaction) -> list[Row]:
    """Return (day, register, method, customer, amount); the customer only for tabs. Mapped payments carry their method."""
    return tx.rows(
        """SELECT a.business_date, r.register, coalesce(h.target, t.method) AS method, CASE WHEN coalesce(h.target, t.method) = 'tab' THEN r.customer END AS customer,
                  sum(t.amount)::DECIMAL(18,2)
           FROM sales.tender t JOIN temp.sales_affected a ON a.id = t.receipt JOIN sales.receipt r ON r.id = t.receipt
           LEFT JOIN sales.held_end h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN' AND h.target <> ''
           GROUP BY ALL ORDER BY ALL"""
    )


def roundings(tx: Transaction) -> list[Row]:
    """Return (day, register, rounding): lines less paid."""
    return tx.rows(
        """SELECT a.business_date, r.register, sum(r.rounding)::DECIMAL(18,2) FROM sales.receipt r JOIN temp.sales_affected a ON a.id = r.id
           GROUP BY ALL HAVING sum(r.rounding) <> 0 ORDER BY ALL"""
    )


def document_kind(tx: Transaction, doc: int) -> str | None:
    """Return the kind of a document of this room, or None."""
    found = tx.scalar("SELECT kind FROM storage.v_document WHERE seq = ? AND room IN ('sales', 'exchange')", [doc])
    return None if found is None else str(found)
