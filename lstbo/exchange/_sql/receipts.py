"""Statements that keep the lines of one receipt together: rows that carry on, and receipts that run past the day's end."""

from __future__ import annotations

from datetime import timedelta

from lstbo.storage import Transaction

_CARRIED = ("receipt_id", "sold_at", "sold_time", "register", "kind", "status", "void")


def carry_on(tx: Transaction) -> None:
    """Give rows of `raw_sales` that leave day and receipt blank, or repeat the receipt only, what the row before them says.

    So write exports whose order columns stand on the first line only. A row that names a payment is a receipt of its own.
    """
    if tx.one("SELECT 1 FROM temp.raw_sales WHERE trim(sold_at) = '' LIMIT 1") is None:
        return
    filled = ", ".join(
        f"CASE WHEN goes_on THEN last_value(CASE WHEN NOT goes_on THEN {name} END IGNORE NULLS) OVER line ELSE {name} END AS {name}"
        for name in _CARRIED
    )
    tx.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw_sales AS
            WITH marked AS (
                SELECT *, coalesce(trim(sold_at) = '' AND trim(coalesce(tender, '')) = '' AND coalesce(trim(item), trim(barcode), trim(name), '') <> ''
                       AND (trim(coalesce(receipt_id, '')) = ''
                            OR receipt_id = last_value(CASE WHEN trim(receipt_id) <> '' AND trim(sold_at) <> '' THEN receipt_id END IGNORE NULLS)
                               OVER (ORDER BY row_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)), false) AS goes_on
                FROM temp.raw_sales)
            SELECT * EXCLUDE (goes_on) REPLACE ({filled}) FROM marked
            WINDOW line AS (ORDER BY row_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"""  # noqa: S608
    )


def keep_days_together(tx: Transaction, day_shift: timedelta) -> None:
    """Give lines of `sales_line` rung up shortly after the day's end the day on which their receipt began.

    Two neighbouring rows of one register and number, less than three hours apart, are one receipt.
    """
    seconds = int(day_shift.total_seconds())
    tx.execute(
        f"""UPDATE temp.sales_line SET event_date = event_date - 1 FROM (
                SELECT DISTINCT a.register AS r, a.number AS n, a.event_date + 1 AS d
                FROM temp.sales_line a JOIN temp.sales_line b ON b.register = a.register AND b.number = a.number
                     AND b.event_date = a.event_date + 1 AND abs(b.row_no - a.row_no) = 1 AND b.event_time - a.event_time < INTERVAL 3 HOURS
                WHERE a.number NOT LIKE '@%' AND hour(a.event_time - to_seconds({seconds})) >= 21
                  AND hour(b.event_time - to_seconds({seconds})) < 3) s
            WHERE register = s.r AND number = s.n AND event_date = s.d AND hour(event_time - to_seconds({seconds})) < 3"""  # noqa: S608
    )
