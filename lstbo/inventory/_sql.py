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
        f"""INSERT INTO inventory.stock_movement (item, quantity, reason, register, doc, event_time, business_date)
            SELECT item, quantity, reason, register, ?, event_time, business_date FROM {relation}""",  # noqa: S608
        [doc],
    )


def insert_values(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert (item, business_date, reason, amount, register, doc)."""
    tx.insert("inventory.stock_value", ("item", "business_date", "reason", "amount", "register", "doc"), rows)


def put_aside(tx: Transaction, changes: Sequence[tuple[int, date, tuple[str, str], int]], *, first: bool) -> None:
    """Let changes of money wait in the engine: (item, day, (reason, register), fen). `first` begins anew."""
    if first:
        tx.execute("DROP TABLE IF EXISTS temp.recosted")
        tx.execute(
            "CREATE TEMP TABLE recosted (item INTEGER, day DATE, reason VARCHAR, register VARCHAR, fen DECIMAL(16,0))"
        )
    columns = ("item", "day", "reason", "register", "fen")
    tx.insert("recosted", columns, ((item, day, key[0], key[1], fen) for item, day, key, fen in changes))


def insert_put_aside(tx: Transaction, doc: int) -> None:
    """Write the changes that wait to the stock ledger, under a document."""
    tx.execute(
        """INSERT INTO inventory.stock_value (item, business_date, reason, amount, register, doc)
           SELECT item, day, reason, (fen * 0.01)::DECIMAL(18,2), register, ? FROM temp.recosted""",
        [doc],
    )
    tx.execute("DROP TABLE temp.recosted")


def first_day(tx: Transaction, docs: Sequence[int]) -> date | None:
    """Return the earliest business date some documents wrote in either table."""
    found: date | None = tx.scalar(
        """SELECT min(business_date) FROM (
               SELECT business_date FROM inventory.stock_movement WHERE doc IN (SELECT unnest($docs::BIGINT[]))
               UNION ALL
               SELECT business_date FROM inventory.stock_value WHERE doc IN (SELECT unnest($docs::BIGINT[])))""",
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


def own_rows(tx: Transaction, first: int, last: int, most: int) -> list[Row]:
    """Return (item, day, reason, register, doc, thousandths, fen) of the documents from `first` to `last`.

    A movement has no fen, money no thousandths (None). Only `most` rows and one more.
    """
    return tx.rows(
        """SELECT item, business_date, reason, register, doc, (quantity::DECIMAL(38,3) * 1000)::BIGINT, NULL
           FROM inventory.stock_movement WHERE doc BETWEEN $first AND $last
           UNION ALL SELECT item, business_date, reason, register, doc, NULL, (amount::DECIMAL(38,2) * 100)::BIGINT
           FROM inventory.stock_value WHERE doc BETWEEN $first AND $last LIMIT $most + 1""",
        {"first": first, "last": last, "most": most},  # type: ignore[arg-type]
    )


def own_fixed(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return the rows of some documents whose cost is fixed when posted, as `own_rows` does."""
    return tx.rows(
        f"""SELECT item, business_date, reason, register, doc, (quantity::DECIMAL(38,3) * 1000)::BIGINT, NULL
            FROM inventory.stock_movement SEMI JOIN temp.settling USING (item)
            WHERE doc IN (SELECT unnest($docs::BIGINT[])) AND reason IN ({_FIXED})
            UNION ALL SELECT item, business_date, reason, register, doc, NULL, (amount::DECIMAL(38,2) * 100)::BIGINT
            FROM inventory.stock_value WHERE doc IN (SELECT unnest($docs::BIGINT[])) AND reason IN ({_FIXED})""",  # noqa: S608
        {"docs": list(docs)},  # type: ignore[arg-type]
    )


def _settling(starts: Sequence[tuple[int, date, date]] | None, first: int, last: int) -> tuple[str, dict[str, object]]:
    """Return the relation of what is settled as a first CTE, and its parameters."""
    if starts is None:
        chosen = "SELECT * FROM temp.settling WHERE item BETWEEN $first AND $last"
        return f"settling AS ({chosen})", {"first": first, "last": last}
    items, days, own = zip(*starts, strict=True)
    lists = "unnest($items::INTEGER[]) AS item, unnest($starts::DATE[]) AS start, unnest($own::DATE[]) AS first_own"
    return f"settling AS (SELECT {lists})", {"items": items, "starts": days, "own": own}


def first_days(tx: Transaction) -> list[Row]:
    """Return (item, first own day) of the items in `settling`."""
    return tx.rows("SELECT item, first_own FROM temp.settling")


def history_sizes(tx: Transaction) -> list[tuple[int, int]]:
    """Return (item, how many movements and rows of money it has) of the items in `settling`, by item."""
    found = tx.rows(
        """SELECT item, count(*) FROM (
               SELECT item FROM inventory.stock_movement UNION ALL SELECT item FROM inventory.stock_value)
           SEMI JOIN temp.settling USING (item) GROUP BY item ORDER BY item"""
    )
    return [(item, count) for item, count in found]


def history(
    tx: Transaction, starts: Sequence[tuple[int, date, date]] | None, first: int = 0, last: int = 0
) -> list[Row]:
    """Return (item, day, reason, register, thousandths, fen, thousandths, fen) by item, day, reason and register.

    Of the items from `first` to `last` in `settling`, or of (item, start, first own day) given. A row without a day comes first: quantity and
    value before the start, and those of the last day before it on which goods were received. Then from the start on,
    without a reason what was received and what moved at a fixed cost that day; with a reason what left (positive), the
    money booked for it (in +, out -), the number of movements, and 0. Items that never had any value are left out:
    their cost is 0.
    """
    relation, params = _settling(starts, first, last)
    return tx.rows(
        f"""WITH {relation},
            found AS (
                SELECT m.item, m.business_date, m.business_date < s.start AS before, m.reason IN ({_RECEIPTS}) AS received,
                       m.reason IN ({_COMPUTED}) AS computed, m.reason, m.register, m.quantity, 0::DECIMAL(18,2) AS amount, false AS money
                FROM inventory.stock_movement m JOIN settling s ON s.item = m.item
                UNION ALL
                SELECT v.item, v.business_date, v.business_date < s.start, v.reason IN ({_RECEIPTS}),
                       v.reason IN ({_COMPUTED}), v.reason, v.register, 0::DECIMAL(18,3), v.amount, true
                FROM inventory.stock_value v JOIN settling s ON s.item = v.item),
            summed AS MATERIALIZED (
                SELECT item, before, CASE WHEN NOT before OR received THEN business_date END AS day,
                       CASE WHEN NOT before AND computed THEN reason ELSE '' END AS reason,
                       CASE WHEN NOT before AND computed THEN register ELSE '' END AS register,
                       sum(quantity) AS quantity, sum(amount) AS amount,
                       sum(CASE WHEN received THEN quantity ELSE 0 END) AS came, sum(CASE WHEN received THEN amount ELSE 0 END) AS cost,
                       count(*) FILTER (NOT money) AS movements, bool_or(money) AS valued
                FROM found GROUP BY ALL),
            state AS (
                SELECT item, coalesce(sum(quantity) FILTER (before), 0) AS quantity, coalesce(sum(amount) FILTER (before), 0) AS amount,
                       coalesce(max_by(quantity, day) FILTER (before AND day IS NOT NULL AND quantity > 0), 0.001) AS last_quantity,
                       coalesce(max_by(amount, day) FILTER (before AND day IS NOT NULL AND quantity > 0), 0) AS last_amount
                FROM summed GROUP BY item HAVING bool_or(valued))
            SELECT item, day, reason, register,
                   (first * 1000)::BIGINT, (second * 100)::BIGINT, (third * 1000)::BIGINT, (fourth * 100)::BIGINT FROM (
                SELECT item, NULL AS day, '' AS reason, '' AS register,
                       quantity AS first, amount AS second, last_quantity AS third, last_amount AS fourth FROM state
                UNION ALL
                SELECT item, day, reason, register, CASE WHEN reason = '' THEN came ELSE -quantity END,
                       CASE WHEN reason = '' THEN cost ELSE amount END,
                       CASE WHEN reason = '' THEN quantity - came ELSE movements END, CASE WHEN reason = '' THEN amount - cost ELSE 0 END
                FROM summed SEMI JOIN state USING (item) WHERE NOT before)
            ORDER BY item, day NULLS FIRST, reason, register""",  # noqa: S608
        params,  # type: ignore[arg-type]
    )


def own_keys(tx: Transaction, docs: Sequence[int]) -> dict[tuple[int, date, str, str], int]:
    """Return (item, day, reason, register) -> document, the latest, of the movements these documents made."""
    found = tx.rows(
        f"""SELECT item, business_date, reason, register, max(doc) FROM inventory.stock_movement SEMI JOIN temp.settling USING (item)
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


def reverse_rows(
    tx: Transaction, originals: Sequence[int], docs: Sequence[int], day: date | None, open_day: date
) -> None:
    """Write the opposite of documents' movements, and of their receipts' and fixed money, each under its new document.

    All on `day`; without one each on its own day, or on `open_day` when that is later.
    """
    pairs = "(SELECT unnest($originals::BIGINT[]) AS original, unnest($docs::BIGINT[]) AS new_doc) n"
    params = {"originals": list(originals), "docs": list(docs), "day": day, "open_day": open_day}
    tx.execute(
        f"""INSERT INTO inventory.stock_movement
                (item, lot, place, quantity, reason, register, doc, event_time, business_date)
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


def placeholders(tx: Transaction) -> frozenset[int]:
    """Return the items that stand for a category's opening value."""
    return tx.kept(
        "inventory.placeholders",
        ["catalog.item"],
        lambda: frozenset(row[0] for row in tx.rows("SELECT id FROM catalog.v_item WHERE kind = 'placeholder'")),
    )


def _until(as_of: date | None, known_at: int | None) -> dict[str, object]:
    return {"end": as_of or date(9999, 12, 31), "known": FOREVER if known_at is None else known_at}


_CUT = "business_date <= $end AND doc <= $known"


def on_hand(
    tx: Transaction, as_of: date | None, known_at: int | None, items: list[int] | None, everything: bool
) -> list[Row]:
    """Return (item, code, name, barcode, category, quantity, unit, value, last receipt's amount and quantity, price,
    last day sold, kind, first day goods came in) by name."""
    chosen = "" if items is None else "AND item IN (SELECT unnest($items::INTEGER[]))"
    join = "LEFT JOIN" if everything else "JOIN"
    params = _until(as_of, known_at) | ({} if items is None else {"items": items})
    return tx.rows(
        f"""WITH moved AS (
                SELECT item, sum(quantity) AS quantity,
                       max(coalesce(event_time::DATE, business_date))
                           FILTER (WHERE reason = 'sale' AND quantity < 0) AS sold,
                       min(business_date) FILTER (WHERE quantity > 0) AS came
                FROM inventory.stock_movement WHERE {_CUT} {chosen} GROUP BY item),
            worth AS (SELECT item, sum(amount) AS value FROM inventory.stock_value
                      WHERE {_CUT} {chosen} GROUP BY item),
            received AS (
                SELECT item, business_date, sum(quantity) AS quantity FROM inventory.stock_movement
                WHERE reason IN ({_RECEIPTS}) AND {_CUT} {chosen} GROUP BY item, business_date HAVING sum(quantity) > 0),
            latest AS (
                SELECT item, max(business_date) AS day, arg_max(quantity, business_date) AS quantity
                FROM received GROUP BY item),
            cost AS (
                SELECT l.item, sum(v.amount)::DECIMAL(18,2) AS amount, any_value(l.quantity)::DECIMAL(18,3) AS quantity
                FROM latest l JOIN inventory.stock_value v ON v.item = l.item AND v.business_date = l.day
                WHERE v.reason IN ({_RECEIPTS}) AND v.doc <= $known GROUP BY l.item),
            stock AS (SELECT coalesce(m.item, w.item) AS item, m.quantity, m.sold, m.came, w.value
                      FROM moved m FULL JOIN worth w ON w.item = m.item),
            code AS (SELECT item, arg_min(code, (pack_quantity, doc, key)) AS code FROM catalog.v_barcode GROUP BY item),
            priced AS (SELECT item, any_value(price) AS price FROM catalog.v_price
                       WHERE valid_from <= $end AND valid_to > least($end, DATE '9999-12-30')
                       GROUP BY item)
            SELECT i.id, i.code, i.name, coalesce(code.code, ''), coalesce(i.category_name, ''),
                   coalesce(s.quantity, 0)::DECIMAL(18,3), i.unit, coalesce(s.value, 0)::DECIMAL(18,2),
                   cost.amount, cost.quantity, priced.price, s.sold, i.kind, s.came
            FROM catalog.v_item i {join} stock s ON s.item = i.id LEFT JOIN cost ON cost.item = i.id
            LEFT JOIN code ON code.item = i.id LEFT JOIN priced ON priced.item = i.id
            {"" if items is None else "WHERE i.id IN (SELECT unnest($items::INTEGER[]))"}
            ORDER BY i.name, i.id""",  # noqa: S608
        params,  # type: ignore[arg-type]
    )


def value_by(tx: Transaction, as_of: date | None, known_at: int | None, by_item: bool) -> list[Row]:
    """Return (name, number of items, quantity, value) per category or item, highest value first."""
    name = "i.name" if by_item else "coalesce(i.category_name, '')"
    key = "i.id" if by_item else name
    return tx.rows(
        f"""WITH both_ledgers AS (
                SELECT item, quantity, 0::DECIMAL(18,2) AS amount FROM inventory.stock_movement WHERE {_CUT}
                UNION ALL SELECT item, 0, amount FROM inventory.stock_value WHERE {_CUT}),
            stock AS (SELECT item, sum(quantity)::DECIMAL(18,3) AS quantity, sum(amount)::DECIMAL(18,2) AS value
                      FROM both_ledgers GROUP BY item HAVING sum(quantity) <> 0 OR sum(amount) <> 0)
            SELECT any_value({name}), count(*), sum(s.quantity)::DECIMAL(18,3), sum(s.value)::DECIMAL(18,2)
            FROM stock s JOIN catalog.v_item i ON i.id = s.item GROUP BY {key}
            ORDER BY sum(s.value) DESC, any_value({name}), min(i.id)""",  # noqa: S608
        _until(as_of, known_at),  # type: ignore[arg-type]
    )


def state_before(tx: Transaction, item: int, day: date, known_at: int | None) -> Row:
    """Return (quantity, value) of an item before a day."""
    found = tx.one(
        """SELECT (SELECT coalesce(sum(quantity), 0)::DECIMAL(18,3) FROM inventory.stock_movement
                   WHERE item = $item AND business_date < $day AND doc <= $known),
                  (SELECT coalesce(sum(amount), 0)::DECIMAL(18,2) FROM inventory.stock_value
                   WHERE item = $item AND business_date < $day AND doc <= $known)""",
        {"item": item, "day": day, "known": FOREVER if known_at is None else known_at},  # type: ignore[arg-type]
    )
    assert found is not None
    return found


def card(tx: Transaction, item: int, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (day, reason, doc, title, in, out, money) of an item, by day and document; money alone comes last."""
    return tx.rows(
        f"""WITH lines AS (
                SELECT business_date, reason, doc, quantity, 0::DECIMAL(18,2) AS amount FROM inventory.stock_movement
                WHERE item = $item AND business_date >= $start AND {_CUT}
                UNION ALL
                SELECT business_date, reason, doc, 0, amount FROM inventory.stock_value
                WHERE item = $item AND business_date >= $start AND {_CUT})
            SELECT l.business_date, l.reason, l.doc, any_value(CASE WHEN d.title = '' THEN d.kind ELSE d.title END),
                   coalesce(sum(l.quantity) FILTER (WHERE l.quantity > 0), 0)::DECIMAL(18,3),
                   coalesce(-sum(l.quantity) FILTER (WHERE l.quantity < 0), 0)::DECIMAL(18,3),
                   sum(l.amount)::DECIMAL(18,2)
            FROM lines l JOIN storage.v_document d ON d.seq = l.doc GROUP BY l.business_date, l.doc, l.reason
            HAVING sum(l.amount) <> 0 OR count(*) FILTER (WHERE l.quantity <> 0) > 0
            ORDER BY l.business_date, l.doc, l.reason""",  # noqa: S608
        _until(end, known_at) | {"item": item, "start": start or date(1, 1, 1)},  # type: ignore[arg-type]
    )


def uncosted(tx: Transaction, as_of: date | None, known_at: int | None) -> list[Row]:
    """Return (item, code, name, quantity that left) of items with goods out and no receipt."""
    return tx.rows(
        f"""SELECT i.id, i.code, i.name,
                   (-sum(m.quantity) FILTER (WHERE m.reason IN ({_COMPUTED})))::DECIMAL(18,3) AS gone
            FROM (SELECT item, quantity, reason FROM inventory.stock_movement WHERE {_CUT}) m
            JOIN catalog.v_item i ON i.id = m.item WHERE i.kind = 'goods'
            GROUP BY i.id, i.code, i.name
            HAVING coalesce(sum(m.quantity) FILTER (WHERE m.reason IN ({_RECEIPTS})), 0) <= 0 AND gone > 0
            ORDER BY i.name, i.id""",  # noqa: S608
        _until(as_of, known_at),  # type: ignore[arg-type]
    )


def goods(tx: Transaction, items: Sequence[int]) -> list[Row]:
    """Return (id, kind, category) of the items among these that exist."""
    return tx.rows(
        "SELECT id, kind, category FROM catalog.v_item WHERE id IN (SELECT unnest(?::INTEGER[])) ORDER BY id",
        [list(items)],
    )


def placeholder_values(tx: Transaction, as_of: date) -> list[Row]:
    """Return (item, category, category name, value) of the placeholders that still carry an opening value."""
    return tx.rows(
        """SELECT i.id, i.category, coalesce(any_value(i.category_name), ''), sum(v.amount)::DECIMAL(18,2)
           FROM catalog.v_item i JOIN inventory.stock_value v ON v.item = i.id
           WHERE i.kind = 'placeholder' AND v.business_date <= ? GROUP BY i.id, i.category
           HAVING sum(v.amount) <> 0 ORDER BY i.id""",
        [as_of],
    )


def overdrawn(tx: Transaction, doc: int) -> Row | None:
    """Return (category, document) where a placeholder that document `doc` valued is below zero: who took value out first."""
    return tx.one(
        """WITH low AS (SELECT v.item FROM inventory.stock_value v JOIN catalog.v_item i ON i.id = v.item AND i.kind = 'placeholder'
                        WHERE v.item IN (SELECT item FROM inventory.stock_value WHERE doc = $doc) GROUP BY v.item HAVING sum(v.amount) < 0)
           SELECT coalesce(any_value(i.category_name), ''), min(v.doc) FROM inventory.stock_value v
           JOIN low ON low.item = v.item JOIN catalog.v_item i ON i.id = v.item
           JOIN storage.v_document d ON d.seq = v.doc AND d.reverses IS NULL ANTI JOIN storage.v_document r ON r.reverses = v.doc
           WHERE v.amount < 0 GROUP BY v.item ORDER BY 2 LIMIT 1""",
        {"doc": doc},  # type: ignore[arg-type]
    )


def document(tx: Transaction, doc: int) -> Row | None:
    """Return (room, kind, business_date, title) of a document."""
    return tx.one("SELECT room, kind, business_date, title FROM storage.v_document WHERE seq = ?", [doc])


def begin_proof(tx: Transaction, fifo: bool) -> None:
    """Make the temporary list of every item with money, for settling the whole history anew."""
    begin_settle(tx, [], fifo, everything=True)
