"""Every statement of the reports: sales by day and item, and how far the book goes. Parameters in, rows out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]
FOREVER = 2**62

# Receipts in force at the knowledge moment, by business date.
_RECEIPTS = """receipt AS (
    SELECT r.* FROM sales.receipt r
    LEFT JOIN sales.receipt_end e ON e.receipt = r.id AND e.doc <= $known
    WHERE e.receipt IS NULL AND r.doc <= $known AND r.business_date BETWEEN $start AND $end)"""


def _span(start: date | None, end: date | None, known_at: int | None) -> Mapping[str, object]:
    known = FOREVER if known_at is None else known_at
    return {"start": start or date(1, 1, 1), "end": end or date(9999, 12, 31), "known": known}


def sales_by_day(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (day, receipts, gross, discount, refunds, net, tax, rounding) per business day.

    gross - discount - refunds = net; refunds are the lines of negative money, shown positive.
    """
    return tx.rows(
        f"""WITH {_RECEIPTS},
            day AS (SELECT business_date, count(*) AS receipts, sum(net) AS net, sum(tax) AS tax,
                           sum(rounding) AS rounding
                    FROM receipt GROUP BY business_date),
            line AS (SELECT r.business_date, coalesce(-sum(l.net) FILTER (WHERE l.net < 0), 0) AS refunds,
                            coalesce(sum(l.discount) FILTER (WHERE l.net >= 0), 0) AS discount
                     FROM sales.receipt_line l JOIN receipt r ON r.id = l.receipt GROUP BY r.business_date)
            SELECT d.business_date, d.receipts, (d.net + l.refunds + l.discount)::DECIMAL(18,2),
                   l.discount::DECIMAL(18,2),
                   l.refunds::DECIMAL(18,2), d.net::DECIMAL(18,2), d.tax::DECIMAL(18,2), d.rounding::DECIMAL(18,2)
            FROM day d JOIN line l USING (business_date) ORDER BY d.business_date""",  # noqa: S608
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def tenders_by_day(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (day, method, amount) of what was paid; a payment that was mapped later counts under its method."""
    return tx.rows(
        f"""WITH {_RECEIPTS}
            SELECT r.business_date, coalesce(h.target, t.method) AS method, sum(t.amount)::DECIMAL(18,2)
            FROM sales.tender t JOIN receipt r ON r.id = t.receipt
            LEFT JOIN sales.held_end h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN'
                 AND h.target <> '' AND h.doc <= $known
            GROUP BY ALL ORDER BY 1, 2""",  # noqa: S608
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def cost_by_day(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (day, cost of what was sold less what came back), positive."""
    return tx.rows(
        """SELECT business_date, -sum(amount)::DECIMAL(18,2) FROM inventory.v_value
           WHERE reason IN ('sale', 'customer_return') AND business_date BETWEEN $start AND $end AND doc <= $known
           GROUP BY business_date ORDER BY business_date""",
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def sales_by_item(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (code, name, category, quantity, net, tax, cost) per item, tax taken from each item's total.

    Sales that no item is known for come as one row with an empty code.
    """
    return tx.rows(
        f"""WITH {_RECEIPTS},
            part AS (SELECT coalesce(l.item, h.target::INTEGER) AS item, l.tax_rate,
                            sum(l.quantity) AS quantity, sum(l.net) AS net
                     FROM sales.receipt_line l JOIN receipt r ON r.id = l.receipt
                     LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no
                          AND h.code = 'H_SKU_UNKNOWN' AND h.target <> '' AND h.doc <= $known
                     GROUP BY ALL),
            sold AS (SELECT item, sum(quantity) AS quantity, sum(net) AS net,
                            sum((net - net / (1 + tax_rate))::DECIMAL(18,2)) AS tax FROM part GROUP BY item),
            cost AS (SELECT item, -sum(amount) AS cost FROM inventory.v_value
                     WHERE reason IN ('sale', 'customer_return') AND business_date BETWEEN $start AND $end
                       AND doc <= $known GROUP BY item)
            SELECT coalesce(i.code, ''), coalesce(i.name, ''), coalesce(i.category_name, ''),
                   coalesce(s.quantity, 0)::DECIMAL(18,3), coalesce(s.net, 0)::DECIMAL(18,2),
                   coalesce(s.tax, 0)::DECIMAL(18,2), coalesce(c.cost, 0)::DECIMAL(18,2)
            FROM sold s FULL JOIN cost c ON c.item = s.item
            LEFT JOIN catalog.v_item i ON i.id = coalesce(s.item, c.item)
            ORDER BY coalesce(s.net, 0) - coalesce(s.tax, 0) - coalesce(c.cost, 0) DESC, 1""",  # noqa: S608
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def uncosted_sales(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> tuple[int, Decimal]:
    """Return (how many items were sold whose cost is unknown, their sales) in a period."""
    found = tx.one(
        f"""WITH {_RECEIPTS},
            costed AS (SELECT DISTINCT item FROM inventory.v_movement
                       WHERE reason IN ('purchase', 'opening') AND business_date <= $end AND doc <= $known)
            SELECT count(DISTINCT l.item), coalesce(sum(l.net), 0)::DECIMAL(18,2)
            FROM sales.receipt_line l JOIN receipt r ON r.id = l.receipt
            JOIN catalog.v_item i ON i.id = l.item AND i.kind = 'goods'
            ANTI JOIN costed c ON c.item = l.item""",  # noqa: S608
        _span(start, end, known_at),  # type: ignore[arg-type]
    )
    assert found is not None
    return int(found[0]), found[1]


def nets_by_day(tx: Transaction, start: date, end: date, known_at: int | None) -> list[Row]:
    """Return (day, net) per business day with sales."""
    return tx.rows(
        f"WITH {_RECEIPTS} SELECT business_date, sum(net)::DECIMAL(18,2) FROM receipt GROUP BY 1 ORDER BY 1",  # noqa: S608
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def nets_by_hour(tx: Transaction, day: date, known_at: int | None) -> list[Row]:
    """Return (hour 0-23, net) of the receipts of a business day that say when they happened."""
    return tx.rows(
        f"""WITH {_RECEIPTS} SELECT hour(event_time)::INTEGER, sum(net)::DECIMAL(18,2) FROM receipt
            WHERE event_time IS NOT NULL GROUP BY 1 ORDER BY 1""",  # noqa: S608
        _span(day, day, known_at),  # type: ignore[arg-type]
    )


def newest_sale(tx: Transaction, until: date, known_at: int | None) -> date | None:
    """Return the last business date with a sale up to a day."""
    found: date | None = tx.scalar(
        f"WITH {_RECEIPTS} SELECT max(business_date) FROM receipt",  # noqa: S608
        _span(None, until, known_at),  # type: ignore[arg-type]
    )
    return found


def waiting(tx: Transaction, code: str) -> tuple[int, Decimal]:
    """Return (lines or payments that wait to be mapped, their money) of one code."""
    found = tx.one("SELECT count(*), coalesce(sum(amount), 0)::DECIMAL(18,2) FROM sales.v_held WHERE code = ?", [code])
    assert found is not None
    return int(found[0]), found[1]


def till_differences(tx: Transaction, start: date, end: date, known_at: int | None) -> list[Row]:
    """Return (day, money missing from the till, negative when there was too much) per day with a difference."""
    return tx.rows(
        """SELECT p.business_date, sum(p.amount)::DECIMAL(18,2) AS missing FROM accounting.v_posting p
           WHERE p.account IN (SELECT account FROM accounting.v_role WHERE role IN ('cash_over', 'cash_short'))
             AND p.business_date BETWEEN $start AND $end AND p.doc <= $known
           GROUP BY 1 HAVING missing <> 0 ORDER BY 1""",
        _span(start, end, known_at),  # type: ignore[arg-type]
    )


def new_items(tx: Transaction) -> int:
    """Return how many items are new and wait to be reviewed."""
    return int(tx.scalar("SELECT count(*) FROM catalog.v_item WHERE status = 'new' AND kind = 'goods'"))


def head_of_chain(tx: Transaction) -> tuple[int, str]:
    """Return (last document, its link of the audit chain); (0, '') for a book without documents."""
    found = tx.one("SELECT seq, chain FROM storage.audit ORDER BY seq DESC LIMIT 1")
    return (int(found[0]), str(found[1])) if found else (0, "")


def last_day(tx: Transaction) -> date | None:
    """Return the last business date with a posting."""
    found: date | None = tx.scalar("SELECT max(business_date) FROM accounting.v_posting")
    return found
