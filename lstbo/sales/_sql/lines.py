"""Statements that complete the typed lines of a file (`sales_line`): receipts, scale labels, prices, discounts.

`sales_line` has row_no, register, number, event_date, event_time, kind, cashier, customer, item_key, quantity, unit_price,
worth (quantity x price), discount, net, gross, paid, rounding, tender, tax_code, label_amount, label_quantity and fault {code, field}.
`sales_item` has key, item (NULL: unknown) and text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstbo.sales._sql.booking import ELSEWHERE, fill
from lstbo.storage import Transaction

Row = tuple[Any, ...]

_WEIGHTS = ("kg", "g", "lb", "公斤", "千克", "斤", "市斤", "克")


def reject_receipts(tx: Transaction, rows: Sequence[Sequence[object]]) -> None:
    """Give a fault to receipts one of whose lines could not be read, or has no day: (number, day or None, code, row).

    Without a day the receipt is the one of this number around the line; if none is there, every receipt of this number.
    """
    fill(tx, "broken_receipt", "number VARCHAR, day DATE, code VARCHAR, row_no INTEGER", ("number", "day", "code", "row_no"), rows)
    tx.execute(
        """INSERT INTO temp.broken_receipt SELECT number, NULL, fault.code, row_no FROM temp.sales_line
           WHERE fault IS NOT NULL AND fault.field = 'sold_at' AND number NOT LIKE '@%'"""
    )
    if tx.one("SELECT 1 FROM temp.broken_receipt LIMIT 1") is None:
        return
    tx.execute(
        f"""UPDATE temp.sales_line SET fault = {{'code': h.code, 'field': '{ELSEWHERE}'}} FROM (
               SELECT number, register, event_date, arg_min(code, row_no) AS code FROM (
                   SELECT k.*, b.row_no, b.code, b.day, b.row_no BETWEEN k.low - 1 AND k.high + 1 AS near,
                          bool_or(b.row_no BETWEEN k.low - 1 AND k.high + 1) OVER (PARTITION BY b.row_no) AS some_near
                   FROM temp.broken_receipt b JOIN (
                       SELECT number, register, event_date, min(row_no) AS low, max(row_no) AS high FROM temp.sales_line
                       WHERE number IN (SELECT number FROM temp.broken_receipt) AND coalesce(fault.field, '') <> 'sold_at'
                       GROUP BY ALL) k ON k.number = b.number AND (b.day IS NULL OR k.event_date = b.day))
               WHERE day IS NOT NULL OR near OR NOT some_near GROUP BY ALL) h
           WHERE h.number = sales_line.number AND h.register = sales_line.register AND h.event_date = sales_line.event_date
             AND sales_line.fault IS NULL"""  # noqa: S608
    )


def make_keys(tx: Transaction) -> None:
    """Make `sales_key`: one row per receipt of the file, numbered in file order."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_key")
    tx.execute(
        """CREATE TEMP TABLE sales_key AS
           SELECT row_number() OVER (ORDER BY first_row)::INTEGER AS rid, * FROM (
               SELECT register, number, event_date, min(row_no) AS first_row FROM temp.sales_line
               WHERE event_date IS NOT NULL GROUP BY register, number, event_date)"""
    )


def price_days(tx: Transaction) -> list[Row]:
    """Return the distinct (item, day) of lines without any money, or with a label of the scale and no price."""
    return tx.rows(
        """SELECT DISTINCT i.item, l.event_date FROM temp.sales_line l JOIN temp.sales_item i ON i.key = l.item_key
           WHERE l.worth IS NULL AND (l.label_amount IS NOT NULL OR (l.net IS NULL AND l.gross IS NULL))
             AND i.item IS NOT NULL AND l.event_date IS NOT NULL ORDER BY 1, 2"""
    )


def apply_labels(tx: Transaction) -> None:
    """Read what the shop's scale printed into the lines' codes: an amount is the line's total, a weight its quantity.

    A line whose own figures already say so stays as it is, unless its item is sold by weight and the line counts labels.
    Several labels of one kind sold at once count as many times.
    """
    if tx.one("SELECT 1 FROM temp.sales_line WHERE label_amount IS NOT NULL OR label_quantity IS NOT NULL LIMIT 1") is None:
        return
    tx.execute(
        """UPDATE temp.sales_line SET quantity = n.quantity, unit_price = n.unit_price, worth = n.worth FROM (
               SELECT row_no, coalesce((total / nullif(price, 0))::DECIMAL(18,3), quantity) AS quantity, price AS unit_price, total AS worth
               FROM (SELECT l.row_no, l.quantity, l.worth, l.net, l.gross, coalesce(l.discount, 0) AS off, coalesce(l.unit_price, p.price) AS price,
                            (l.label_amount * CASE WHEN l.quantity = trunc(l.quantity) AND l.quantity <> 0 THEN l.quantity ELSE sign(l.quantity) END)::DECIMAL(18,2) AS total
                     FROM temp.sales_line l LEFT JOIN temp.sales_item i ON i.key = l.item_key
                     LEFT JOIN temp.sales_price p ON p.item = i.item AND p.day = l.event_date
                     WHERE l.label_amount IS NOT NULL AND l.quantity IS NOT NULL)
               WHERE CASE WHEN net IS NULL THEN coalesce(abs(worth - total) > 0.01, true)
                          ELSE abs(total - off - net) <= 0.01 AND coalesce(abs(worth - off - net) > 0.01, true) END) n
           WHERE n.row_no = sales_line.row_no"""
    )
    tx.execute(
        """UPDATE temp.sales_line SET quantity = n.kilos, unit_price = CASE WHEN n.by_label THEN unit_price / label_quantity ELSE unit_price END,
                  worth = CASE WHEN n.by_label THEN worth ELSE n.weighed END
           FROM (SELECT *, net IS NOT NULL AND coalesce(abs(weighed - off - net) > 0.01, false) AS by_label
                 FROM (SELECT l.row_no, l.net, coalesce(l.discount, 0) AS off, (l.quantity * l.label_quantity)::DECIMAL(18,3) AS kilos,
                              (l.quantity * l.label_quantity * l.unit_price)::DECIMAL(18,2) AS weighed
                       FROM temp.sales_line l LEFT JOIN temp.sales_item i ON i.key = l.item_key LEFT JOIN catalog.v_item c ON c.id = i.item
                       WHERE l.label_quantity > 0 AND l.quantity = trunc(l.quantity) AND abs(l.quantity) <> l.label_quantity
                         AND (list_contains(?::VARCHAR[], lower(c.unit)) OR l.net IS NULL
                              OR coalesce(abs(l.worth - coalesce(l.discount, 0) - l.net) > 0.01, true)))) n
           WHERE n.row_no = sales_line.row_no""",
        [list(_WEIGHTS)],
    )


def make_priced(tx: Transaction) -> None:
    """Make `priced_line`: lines with their receipt and complete money; a line that cannot be completed has a fault.

    Without net and price the item's price of the day is taken; the first price an item ever had also holds before it.
    A discount written with the other sign is turned when only so the line adds up. Without a discount column the gap between price and net is the discount, if it lies between nothing and all.
    """
    tx.execute("DROP TABLE IF EXISTS temp.priced_line")
    tx.execute(
        """CREATE TEMP TABLE priced_line AS
           WITH priced AS (
               SELECT l.* REPLACE (coalesce(l.worth, CASE WHEN l.net IS NULL AND l.gross IS NULL THEN TRY((l.quantity * p.price)::DECIMAL(18,2)) END) AS worth,
                                   CASE WHEN l.unit_price IS NULL AND l.net IS NULL AND l.gross IS NULL THEN p.price ELSE l.unit_price END AS unit_price),
                      k.rid, k.first_row, i.item, i.text
               FROM temp.sales_line l
               LEFT JOIN temp.sales_key k ON k.register = l.register AND k.number = l.number AND k.event_date = l.event_date
               LEFT JOIN temp.sales_item i ON i.key = l.item_key
               LEFT JOIN temp.sales_price p ON p.item = i.item AND p.day = l.event_date),
           completed AS (
               SELECT * REPLACE (CASE WHEN abs(coalesce(gross, worth) - discount - net) > 0.01 AND abs(coalesce(gross, worth) + discount - net) <= 0.01
                                      THEN -discount ELSE discount END AS discount,
                                 coalesce(net, gross - coalesce(discount, 0), worth - coalesce(discount, 0)) AS net,
                                 coalesce(gross, worth) AS gross),
                      net AS given
               FROM priced),
           discounted AS (
               SELECT * REPLACE (CASE WHEN discount IS NOT NULL THEN discount
                                      WHEN gross IS NULL THEN 0
                                      WHEN (gross - net) * sign(gross) BETWEEN 0 AND abs(gross) THEN gross - net ELSE 0 END AS discount),
                      given IS NOT NULL AND gross IS NOT NULL AS both_given
               FROM completed)
           SELECT rid, row_no, row_no - first_row + 1 AS line_no, register, number, event_date, event_time, kind, cashier, customer, item, text, quantity,
                  coalesce(unit_price, CASE WHEN quantity = 0 THEN 0 ELSE abs((net + discount)::DECIMAL(18,2) / quantity) END)::DECIMAL(18,4) AS unit_price,
                  discount::DECIMAL(18,2) AS discount, net::DECIMAL(18,2) AS net, paid, rounding, tender, tax_code,
                  CASE WHEN fault IS NOT NULL THEN fault
                       WHEN net IS NULL THEN {'code': 'H_PRICE_UNKNOWN', 'field': 'unit_price'}
                       WHEN both_given AND abs(gross - discount - net) > 0.01 THEN {'code': 'E_TOTALS', 'field': 'net'} END AS fault
           FROM discounted"""
    )
