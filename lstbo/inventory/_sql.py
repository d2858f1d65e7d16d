"""Every statement of the inventory room. Parameters in, rows out; quantities in stock units, money in book currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lstbo.inventory.reasons import COMPUTED, FIXED, RECEIPT, names
from lstbo.storage import Transaction

Row = tuple[Any, ...]
FOREVER = 2**62


def _quoted(cost: str) -> str:
    return ", ".join(f"'{name}'" for name in names(cost))


_RECEIPTS, _FIXED, _COMPUTED = _quoted(RECEIPT), _quoted(FIXED), _quoted(COMPUTED)


def insert_movements(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert (item, quantity, reason, register, doc, event_time, business_date)."""
    columns = ("item", "quantity", "reason", "register", "doc", "event_time", "business_date")
    tx.insert("inventory.stock_movement", columns, rows)


def insert_movements_from(tx: Transaction, relation: str, doc: int) -> None:
    """Insert from a relation with columns item, quantity, reason, register, event_time, business_date."""
    tx.execute(
        "INSERT INTO inventory.stock_movement (item, quantity, reason, register, doc, event_time, business_date) "
        f"SELECT item, quantity, reason, register, ?, event_time, business_date FROM {relation}",  # noqa: S608
        [doc],
    )


def insert_values(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert (item, business_date, reason, amount, register, doc)."""
    tx.insert("inventory.stock_value", ("item", "business_date", "reason", "amount", "register", "doc"), rows)


def first_day(tx: Transaction, docs: Sequence[int]) -> date | None:
    """Return the earliest business date some documents wrote in either table."""
    found: date | None = tx.scalar(
        """SELECT min(business_date) FROM (
               SELECT business_date FROM inventory.stock_movement WHERE doc IN (SELECT unnest($docs::BIGINT[]))
               UNION ALL SELECT business_date FROM inventory.stock_value WHERE doc IN (SELECT unnest($docs::BIGINT[])))""",
        {"docs": list(docs)},  # type: ignore[arg-type]
    )
    return found


def begin_settle(tx: Transaction, docs: Sequence[int], fifo: bool, everything: bool = False) -> None:
    """Make the temporary list of the items some documents touched, each with the day from which it is settled.

    Items that never had any value and no receipt are left out: their cost is 0. FIFO settles from the first day, as
    layers are not kept.
    """
    start = "DATE '0001-01-01'" if fifo or everything else "min(business_date)"
    touched = "" if everything else "WHERE doc IN (SELECT unnest($docs::BIGINT[]))"
    tx.execute("DROP TABLE IF EXISTS temp.settling")
    tx.execute(
        f"""CREATE TEMP TABLE settling AS
            SELECT t.item, t.start, t.first_own FROM (
                SELECT item, {start} AS start, min(business_date) AS first_own FROM (
                    SELECT item, business_date FROM inventory.stock_movement {touched}
                    UNION ALL SELECT item, business_date FROM inventory.stock_value {touched})
                GROUP BY item) t
            WHERE t.item IN (SELECT item FROM inventory.stock_value)""",  # noqa: S608
        {} if everything else {"docs": list(docs)},  # type: ignore[arg-type]
    )


def states(tx: Transaction) -> list[Row]:
    """Return (item, start, first own day, quantity, value, last receipt amount, last receipt quantity) before the start."""
    return tx.rows(
        f"""WITH q AS (SELECT s.item, sum(m.quantity) AS quantity FROM temp.settling s
                       JOIN inventory.stock_movement m ON m.item = s.item AND m.business_date < s.start GROUP BY s.item),
                 v AS (SELECT s.item, sum(m.amount) AS value FROM temp.settling s
                       JOIN inventory.stock_value m ON m.item = s.item AND m.business_date < s.start GROUP BY s.item),
                 rq AS (SELECT s.item, m.business_date, sum(m.quantity) AS quantity FROM temp.settling s
                        JOIN inventory.stock_movement m ON m.item = s.item AND m.business_date < s.start
                        WHERE m.reason IN ({_RECEIPTS}) GROUP BY s.item, m.business_date HAVING sum(m.quantity) > 0),
                 lastday AS (SELECT item, max(business_date) AS day, arg_max(quantity, business_date) AS quantity FROM rq GROUP BY item),
                 lastcost AS (SELECT l.item, sum(m.amount) AS amount, any_value(l.quantity) AS quantity FROM lastday l
                        JOIN inventory.stock_value m ON m.item = l.item AND m.business_date = l.day
                        WHERE m.reason IN ({_RECEIPTS}) GROUP BY l.item)
            SELECT s.item, s.start, s.first_own, (coalesce(q.quantity, 0) * 1000)::BIGINT, (coalesce(v.value, 0) * 100)::BIGINT,
                   (coalesce(lastcost.amount, 0) * 100)::BIGINT, (coalesce(lastcost.quantity, 0.001) * 1000)::BIGINT
            FROM temp.settling s LEFT JOIN q USING (item) LEFT JOIN v USING (item) LEFT JOIN lastcost USING (item)
            ORDER BY s.item"""  # noqa: S608
    )


def facts(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (item, day, class, reason, register, thousandths, fen) from each item's start, by item and day.

    class: r receipt, f fixed, u fixed and unpriced (of these documents), o out (positive), b booked money of computed
    reasons. Quantity and money rows come apart; the other figure is 0.
    """
    return tx.rows(
        f"""WITH own AS (SELECT unnest($docs::BIGINT[]) AS doc),
            priced AS (SELECT DISTINCT item, business_date, reason, register, doc FROM inventory.stock_value
                       WHERE doc IN (SELECT doc FROM own)),
            found AS (
            SELECT m.item, m.business_date,
                   CASE WHEN m.reason IN ({_RECEIPTS}) THEN 'r'
                        WHEN m.reason IN ({_COMPUTED}) THEN 'o'
                        WHEN own.doc IS NOT NULL AND p.item IS NULL THEN 'u' ELSE 'f' END AS class,
                   m.reason, m.register, (m.quantity * 1000)::BIGINT AS quantity, 0::BIGINT AS amount
            FROM inventory.stock_movement m JOIN temp.settling s ON s.item = m.item AND m.business_date >= s.start
            LEFT JOIN own ON own.doc = m.doc
            LEFT JOIN priced p ON p.item = m.item AND p.business_date = m.business_date AND p.reason = m.reason AND p.register = m.register
                AND p.doc = m.doc
            UNION ALL
            SELECT v.item, v.business_date,
                   CASE WHEN v.reason IN ({_RECEIPTS}) THEN 'r' WHEN v.reason IN ({_COMPUTED}) THEN 'b' ELSE 'f' END,
                   v.reason, v.register, 0::BIGINT, (v.amount * 100)::BIGINT
            FROM inventory.stock_value v JOIN temp.settling s ON s.item = v.item AND v.business_date >= s.start)
            SELECT item, business_date, class, reason, register,
                   CASE WHEN class = 'o' THEN -sum(quantity) ELSE sum(quantity) END::BIGINT, sum(amount)::BIGINT
            FROM found GROUP BY item, business_date, class, reason, register
            ORDER BY item, business_date, class, reason, register""",  # noqa: S608
        {"docs": list(docs)},  # type: ignore[arg-type]
    )


def own_keys(tx: Transaction, docs: Sequence[int]) -> dict[tuple[int, date, str, str], int]:
    """Return (item, day, reason, register) -> document, the latest, of the movements these documents made."""
    found = tx.rows(
        f"""SELECT item, business_date, reason, register, max(doc) FROM inventory.stock_movement
            WHERE doc IN (SELECT unnest(?::BIGINT[])) AND reason NOT IN ({_RECEIPTS})
            GROUP BY item, business_date, reason, register ORDER BY item, business_date, reason, register""",  # noqa: S608
        [list(docs)],
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in found}


def document_values(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (day, reason, register, money, doc) some documents wrote to the stock ledger, in +, out -."""
    return tx.rows(
        """SELECT business_date, reason, register, sum(amount)::DECIMAL(18,2), doc FROM inventory.stock_value
           WHERE doc IN (SELECT unnest(?::BIGINT[]))
           GROUP BY doc, business_date, reason, register ORDER BY doc, business_date, reason, register""",
        [list(docs)],
    )


def reverse_rows(tx: Transaction, originals: Sequence[int], docs: Sequence[int], day: date | None, open_day: date) -> None:
    """Write the opposite of documents' movements, and of their receipts' and fixed money, each under its new document.

    All on `day`; without one each on its own day, or on `open_day` when that is later.
    """
    pairs = "(SELECT unnest($originals::BIGINT[]) AS original, unnest($docs::BIGINT[]) AS new_doc) n"
    params = {"originals": list(originals), "docs": list(docs), "day": day, "open_day": open_day}
    tx.execute(
        f"""INSERT INTO inventory.stock_movement (item, lot, place, quantity, reason, register, doc, event_time, business_date)
            SELECT m.item, m.lot, m.place, -m.quantity, m.reason, m.register, n.new_doc, m.event_time,
                   coalesce($day::DATE, greatest(m.business_date, $open_day::DATE))
            FROM inventory.stock_movement m JOIN {pairs} ON n.original = m.doc
            ORDER BY n.new_doc, m.item, m.business_date""",  # noqa: S608
        params,  # type: ignore[arg-type]
    )
    tx.execute(
        f"""INSERT INTO inventory.stock_value (item, business_date, reason, amount, register, doc)
            SELECT f.item, coalesce($day::DATE, greatest(f.business_date, $open_day::DATE)) AS day, f.reason,
                   -coalesce(sum(f.amount), 0), f.register, n.new_doc
            FROM (SELECT item, business_date, reason, register, amount, doc FROM inventory.stock_value
                  WHERE reason NOT IN ({_COMPUTED})
                  UNION ALL SELECT item, business_date, reason, register, 0, doc FROM inventory.stock_movement
                  WHERE reason IN ({_FIXED})) f JOIN {pairs} ON n.original = f.doc
            GROUP BY f.item, day, f.reason, f.register, n.new_doc
            ORDER BY n.new_doc, f.item, day, f.reason, f.register""",  # noqa: S608
        params,  # type: ignore[arg-type]
    )


def placeholders(tx: Transaction) -> list[int]:
    """Return the items that stand for a category's opening value."""
    return [row[0] for row in tx.rows("SELECT id FROM catalog.v_item WHERE kind = 'placeholder' ORDER BY id")]
