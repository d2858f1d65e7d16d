"""Statements that sum receipts into postings and movements. `sales_affected` names the receipts and the day they post on."""

from __future__ import annotations

from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]

# (receipt, line_no, tax_code, tax_rate, net, tax) of each line of some receipts: its share of the receipt's tax.
LINE_TAX = """SELECT receipt, line_no, tax_code, tax_rate, net, (own + CASE WHEN place = 1 THEN whole - together ELSE 0 END)::DECIMAL(18,2) AS tax
    FROM (SELECT *, sum(own) OVER (PARTITION BY receipt, tax_code, tax_rate) AS together,
                 row_number() OVER (PARTITION BY receipt, tax_code, tax_rate ORDER BY abs(net) DESC, line_no) AS place
          FROM (SELECT l.receipt, l.line_no, l.tax_code, l.tax_rate, l.net, coalesce(t.tax, 0) AS whole,
                       (sign(l.net) * ((2 * abs(l.net * 100)::HUGEINT * (l.tax_rate * 1000000)::HUGEINT + 1000000 + (l.tax_rate * 1000000)::HUGEINT)
                                       // (2 * (1000000 + (l.tax_rate * 1000000)::HUGEINT)))::DECIMAL(18,2) * 0.01)::DECIMAL(18,2) AS own
                FROM sales.receipt_line l
                LEFT JOIN sales.receipt_tax t ON t.receipt = l.receipt AND t.tax_code = l.tax_code AND t.rate = l.tax_rate
                WHERE l.receipt IN ({receipts})))"""


def affect_new(tx: Transaction) -> None:
    """Take the receipts just written."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute("CREATE TEMP TABLE sales_affected AS SELECT id, business_date, NULL::VARCHAR AS why FROM temp.sales_new")


def affect_replaced(tx: Transaction) -> None:
    """Take the booked receipts that the file supersedes or calls void, on their own days."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute(
        """CREATE TEMP TABLE sales_affected AS SELECT r.id, r.business_date, CASE WHEN o.void THEN 'voided' ELSE 'superseded' END AS why
           FROM sales.receipt r JOIN temp.sales_outcome o ON o.known = r.id WHERE o.outcome = 'superseded'"""
    )


def affect_batch(tx: Transaction, batch: int) -> None:
    """Take the receipts of a batch that are still in force."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_affected")
    tx.execute("CREATE TEMP TABLE sales_affected AS SELECT id, business_date, 'undone' AS why FROM sales.v_receipt WHERE batch = ?", [batch])


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


def end_receipts(tx: Transaction, doc: int, batch: int) -> None:
    """Record that the affected receipts are in force no longer, by an import or because it was undone."""
    tx.execute("INSERT INTO sales.receipt_end SELECT id, why, ?, ? FROM temp.sales_affected ORDER BY id", [doc, batch])


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


def line_taxes(tx: Transaction) -> list[Row]:
    """Return (day, register, tax code, rate, part, tax) of the affected lines that are returned or unmapped, where there are any.

    Every line has its share of its receipt's tax: half up on its own net, the rest with the largest line. So whatever is
    taken back, mapped or brought back later moves the very fen that were booked.
    """
    return tx.rows(
        f"""WITH part AS (
               SELECT l.receipt, l.line_no, CASE WHEN l.item IS NULL AND h.target IS NULL THEN 'unmapped' WHEN l.net < 0 THEN 'return' END AS part
               FROM sales.receipt_line l JOIN temp.sales_affected a ON a.id = l.receipt
               LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN' AND h.target <> ''
               WHERE (l.item IS NULL OR l.net < 0) AND l.tax_rate <> 0),
           share AS ({LINE_TAX.format(receipts="SELECT receipt FROM part WHERE part IS NOT NULL")})
           SELECT a.business_date, r.register, s.tax_code, s.tax_rate, p.part, sum(s.tax)::DECIMAL(18,2)
           FROM part p JOIN share s USING (receipt, line_no) JOIN temp.sales_affected a ON a.id = p.receipt JOIN sales.receipt r ON r.id = p.receipt
           WHERE p.part IS NOT NULL GROUP BY ALL ORDER BY ALL"""  # noqa: S608
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
