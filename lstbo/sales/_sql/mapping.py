"""Statements that give a meaning to held lines and payments. `mapped_part` names them and the day they post on."""

from __future__ import annotations

from typing import Any

from lstbo.sales._sql.posting import LINE_TAX
from lstbo.storage import Transaction

Row = tuple[Any, ...]


def find_held(tx: Transaction, code: str, text: str) -> int:
    """Make `mapped_part`: what is still held under this code and text in receipts in force; return how many parts."""
    tx.execute("DROP TABLE IF EXISTS temp.mapped_part")
    tx.execute(
        """CREATE TEMP TABLE mapped_part AS
           SELECT h.receipt, h.line_no, r.doc, r.business_date AS booked_on, r.business_date, r.register
           FROM sales.held h JOIN sales.v_receipt r ON r.id = h.receipt
           ANTI JOIN sales.held_end e ON e.receipt = h.receipt AND e.line_no = h.line_no AND e.code = h.code
           WHERE h.code = ? AND h.text = ?""",
        [code, text],
    )
    return int(tx.scalar("SELECT count(*) FROM temp.mapped_part"))


def days(tx: Transaction) -> list[Row]:
    """Return the distinct days of the parts."""
    return tx.rows("SELECT DISTINCT business_date FROM temp.mapped_part ORDER BY 1")


def move_days(tx: Transaction) -> None:
    """Replace locked days by the open day they post on (`sales_open_day`)."""
    tx.execute(
        """UPDATE temp.mapped_part SET business_date = d.business_date FROM temp.sales_open_day d
           WHERE d.event_date = mapped_part.business_date AND d.business_date <> d.event_date"""
    )


def unmapped_nets(tx: Transaction) -> list[Row]:
    """Return (day, register, tax code, whether returned, net without tax) of the lines that are mapped now."""
    return tx.rows(
        f"""WITH share AS ({LINE_TAX.format(receipts="SELECT receipt FROM temp.mapped_part")})
           SELECT m.business_date, m.register, s.tax_code, s.net < 0, sum(s.net - s.tax)::DECIMAL(18,2)
           FROM temp.mapped_part m JOIN share s USING (receipt, line_no) GROUP BY ALL ORDER BY ALL"""  # noqa: S608
    )


def make_movements(tx: Transaction, item: int) -> None:
    """Make `sales_movement` for the lines that now are this item."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_movement")
    tx.execute(
        """CREATE TEMP TABLE sales_movement AS
           SELECT ?::INTEGER AS item, (-sum(l.quantity))::DECIMAL(18,3) AS quantity,
                  CASE WHEN l.quantity < 0 THEN 'customer_return' ELSE 'sale' END AS reason, m.register, NULL::TIMESTAMP AS event_time, m.business_date
           FROM temp.mapped_part m JOIN sales.receipt_line l ON l.receipt = m.receipt AND l.line_no = m.line_no
           WHERE l.quantity <> 0 GROUP BY ALL ORDER BY ALL""",
        [item],
    )


def payments(tx: Transaction) -> list[Row]:
    """Return (day, register, amount) of the payments that are mapped."""
    return tx.rows(
        """SELECT m.business_date, m.register, sum(t.amount)::DECIMAL(18,2) FROM temp.mapped_part m
           JOIN sales.tender t ON t.receipt = m.receipt AND t.method = 'unmapped' GROUP BY ALL ORDER BY ALL"""
    )


def end_held(tx: Transaction, code: str, target: str, doc: int) -> None:
    """Record what the parts mean."""
    tx.execute("INSERT INTO sales.held_end SELECT receipt, line_no, ?, ?, ? FROM temp.mapped_part ORDER BY 1, 2", [code, target, doc])


def held_texts(tx: Transaction) -> list[Row]:
    """Return (code, text, parts, amount, first day) of everything in the books that still waits to be mapped."""
    return tx.rows(
        """SELECT h.code, h.text, count(*), sum(h.amount)::DECIMAL(18,2), min(r.event_date) FROM sales.held h JOIN sales.v_receipt r ON r.id = h.receipt
           ANTI JOIN sales.held_end e ON e.receipt = h.receipt AND e.line_no = h.line_no AND e.code = h.code
           GROUP BY ALL ORDER BY 4 DESC, 2"""
    )
