"""Every statement of the proof room: each looks for what must not be there, over the tables of all rooms.

A search returns how many faults there are and the first few of them. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]
Found = tuple[int, list[Row]]
FIRST = 5

_SALES_ROLES = ("sales", "sales_online", "sales_returns", "sales_unmapped", "output_tax")

# What points where: (table, column, table it points to, its column).
REFERENCES = (
    ("accounting.posting", "entry", "accounting.journal_entry", "id"),
    ("accounting.posting", "account", "accounting.account", "code"),
    ("accounting.posting", "party", "accounting.party", "id"),
    ("accounting.journal_entry", "doc", "storage.document", "seq"),
    ("accounting.role", "account", "accounting.account", "code"),
    ("catalog.item", "category", "catalog.category", "id"),
    ("catalog.barcode", "item", "catalog.item", "id"),
    ("catalog.price", "item", "catalog.item", "id"),
    ("inventory.stock_movement", "item", "catalog.item", "id"),
    ("inventory.stock_movement", "doc", "storage.document", "seq"),
    ("inventory.stock_value", "item", "catalog.item", "id"),
    ("inventory.stock_value", "doc", "storage.document", "seq"),
    ("sales.receipt", "doc", "storage.document", "seq"),
    ("sales.receipt", "customer", "accounting.party", "id"),
    ("sales.receipt_line", "receipt", "sales.receipt", "id"),
    ("sales.receipt_line", "item", "catalog.item", "id"),
    ("sales.tender", "receipt", "sales.receipt", "id"),
    ("sales.receipt_end", "receipt", "sales.receipt", "id"),
    ("sales.held", "receipt", "sales.receipt", "id"),
    ("purchasing.receipt", "doc", "storage.document", "seq"),
    ("purchasing.receipt", "supplier", "accounting.party", "id"),
    ("purchasing.receipt_line", "doc", "purchasing.receipt", "doc"),
    ("purchasing.receipt_line", "item", "catalog.item", "id"),
    ("purchasing.bill", "supplier", "accounting.party", "id"),
    ("purchasing.payment", "supplier", "accounting.party", "id"),
    ("exchange.batch", "doc", "storage.document", "seq"),
    ("exchange.problem", "batch", "exchange.batch", "id"),
)


def _found(tx: Transaction, sql: str, params: Mapping[str, object] | Sequence[object] = ()) -> Found:
    first = f"SELECT count(*) OVER (), * FROM ({sql}) LIMIT {FIRST}"  # noqa: S608
    rows = tx.rows(first, params)[:FIRST]  # type: ignore[arg-type]  # the engine may leave LIMIT out: see DECISIONS
    return (int(rows[0][0]), [row[1:] for row in rows]) if rows else (0, [])


def unbalanced_entries(tx: Transaction) -> Found:
    """Find entries whose postings do not add up to nothing, or that have none: (voucher, difference)."""
    return _found(
        tx,
        """SELECT printf('%06d-%03d', e.month, e.number), coalesce(sum(p.amount), 0)::DECIMAL(18,2) AS difference
           FROM accounting.journal_entry e LEFT JOIN accounting.posting p ON p.entry = e.id
           GROUP BY e.id, e.month, e.number
               HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.entry) = 0 ORDER BY 1""",
    )


def unbalanced_months(tx: Transaction) -> Found:
    """Find months, and the whole book, whose turnover does not balance: (month or 'all', difference)."""
    return _found(
        tx,
        """SELECT coalesce(month::VARCHAR, 'all') AS month, sum(amount)::DECIMAL(18,2) FROM (
               SELECT e.month, p.amount FROM accounting.posting p
                   LEFT JOIN accounting.journal_entry e ON e.id = p.entry)
           GROUP BY ROLLUP (month) HAVING sum(amount) <> 0 ORDER BY 1""",
    )


def stock_against_books(tx: Transaction) -> Found:
    """Find documents and dates where stock values differ from the inventory accounts: (doc, date, stock, books)."""
    return _found(
        tx,
        """WITH stock AS (SELECT doc, business_date, sum(amount) AS amount FROM inventory.stock_value GROUP BY ALL),
                books AS (SELECT e.doc, e.business_date, sum(p.amount) AS amount FROM accounting.posting p
                          JOIN accounting.journal_entry e ON e.id = p.entry
                          JOIN accounting.account a ON a.code = p.account AND a.dimension = 'sku' GROUP BY ALL)
           SELECT doc, business_date, coalesce(s.amount, 0)::DECIMAL(18,2), coalesce(b.amount, 0)::DECIMAL(18,2)
           FROM stock s FULL JOIN books b USING (doc, business_date)
           WHERE coalesce(s.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1, 2""",
    )


def nameless_postings(tx: Transaction) -> Found:
    """Find postings on a control account kept per party that name none, or a wrong kind: (voucher, account)."""
    return _found(
        tx,
        """SELECT v.voucher, v.account FROM accounting.v_posting v
           JOIN accounting.account a ON a.code = v.account AND a.control AND a.dimension IN ('customer', 'supplier')
           LEFT JOIN accounting.party y ON y.id = v.party
           WHERE v.party IS NULL OR y.kind <> a.dimension ORDER BY v.month, v.number""",
    )


def suppliers_against_books(tx: Transaction) -> Found:
    """Find purchasing documents that owe or pay other than the books say: (doc, party, document, books)."""
    return _found(
        tx,
        """WITH said AS (
                SELECT doc, coalesce(supplier, 0) AS party, -(amount + freight) AS amount
                FROM purchasing.receipt WHERE paid_from = ''
                UNION ALL
                SELECT b.doc, b.supplier, r.amount + r.freight - b.amount
                FROM purchasing.bill b JOIN purchasing.receipt r ON r.doc = b.receipt
                UNION ALL
                SELECT doc, supplier, amount + discount FROM purchasing.payment),
            books AS (
                SELECT p.doc, coalesce(p.party, 0) AS party, sum(p.amount) AS amount FROM accounting.posting p
                JOIN accounting.account a ON a.code = p.account AND a.control AND a.dimension = 'supplier'
                WHERE p.doc IN (SELECT doc FROM purchasing.receipt UNION ALL SELECT doc FROM purchasing.bill
                                UNION ALL SELECT doc FROM purchasing.payment) GROUP BY ALL)
           SELECT doc, party, coalesce(s.amount, 0)::DECIMAL(18,2), coalesce(b.amount, 0)::DECIMAL(18,2)
           FROM said s FULL JOIN books b USING (doc, party)
           WHERE coalesce(s.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1, 2""",
    )


def tabs_against_books(tx: Transaction) -> Found:
    """Find sales documents that put other amounts on tabs than the books say: (doc, party, receipts, books)."""
    return _found(
        tx,
        """WITH tab AS (
                SELECT r.doc, e.doc AS ended, coalesce(r.customer, 0) AS party, t.method, t.amount
                FROM sales.tender t JOIN sales.receipt r ON r.id = t.receipt
                LEFT JOIN sales.receipt_end e ON e.receipt = r.id
                LEFT JOIN sales.held_end h ON h.receipt = r.id AND h.code = 'H_TENDER_UNKNOWN'
                WHERE t.method = 'tab' OR h.target = 'tab'),
            said AS (
                SELECT doc, party, sum(amount) AS amount FROM (
                    SELECT doc, party, amount FROM tab WHERE method = 'tab'
                    UNION ALL SELECT ended, party, -amount FROM tab WHERE ended IS NOT NULL) GROUP BY ALL),
            books AS (
                SELECT p.doc, coalesce(p.party, 0) AS party, sum(p.amount) AS amount FROM accounting.posting p
                JOIN accounting.role o ON o.account = p.account AND o.role = 'tabs'
                WHERE p.doc IN (SELECT doc FROM sales.receipt UNION ALL SELECT doc FROM sales.receipt_end) GROUP BY ALL)
           SELECT doc, party, coalesce(s.amount, 0)::DECIMAL(18,2), coalesce(b.amount, 0)::DECIMAL(18,2)
           FROM said s FULL JOIN books b USING (doc, party)
           WHERE coalesce(s.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1, 2""",
    )


def broken_reversals(tx: Transaction) -> Found:
    """Find documents that reverse what is not there, comes later, or was reversed before: (doc, reverses)."""
    return _found(
        tx,
        """SELECT d.seq, d.reverses FROM storage.document d LEFT JOIN storage.document o ON o.seq = d.reverses
           WHERE d.reverses IS NOT NULL AND (o.seq IS NULL OR o.seq >= d.seq OR o.reverses IS NOT NULL
             OR EXISTS (SELECT 1 FROM storage.document b WHERE b.reverses = d.reverses AND b.seq < d.seq))
           ORDER BY d.seq""",
    )


def unlike_entries(tx: Transaction) -> Found:
    """Find reversing entries that are not the exact opposite of their original: (voucher, reversed entry)."""
    return _found(
        tx,
        """WITH pair AS (SELECT id, reverses FROM accounting.journal_entry WHERE reverses IS NOT NULL),
                sums AS (
                    SELECT id, account, party, sum(amount) AS amount FROM (
                        SELECT r.id, p.account, p.party, p.amount FROM pair r
                            JOIN accounting.posting p ON p.entry = r.id
                        UNION ALL
                        SELECT r.id, p.account, p.party, p.amount FROM pair r
                            JOIN accounting.posting p ON p.entry = r.reverses)
                    GROUP BY id, account, party)
           SELECT printf('%06d-%03d', e.month, e.number), e.reverses FROM accounting.journal_entry e
           WHERE e.id IN (SELECT id FROM sums WHERE amount <> 0)
              OR e.reverses NOT IN (SELECT id FROM accounting.journal_entry)
              OR e.reverses IN (SELECT reverses FROM pair GROUP BY reverses HAVING count(*) > 1) ORDER BY 1""",
    )


def unlike_movements(tx: Transaction) -> Found:
    """Find reversing documents whose goods are not the exact opposite of the original: (doc, item, difference).

    Sales are left out: what is still in force of a batch is taken back receipt by receipt.
    """
    return _found(
        tx,
        """WITH pair AS (SELECT seq, reverses FROM storage.document
                         WHERE reverses IS NOT NULL AND reverses NOT IN (SELECT doc FROM sales.receipt)),
                moved AS (
                    SELECT r.seq, m.item, m.quantity FROM pair r JOIN inventory.stock_movement m ON m.doc = r.seq
                    UNION ALL
                    SELECT r.seq, m.item, m.quantity FROM pair r
                        JOIN inventory.stock_movement m ON m.doc = r.reverses)
           SELECT seq, item, sum(quantity)::DECIMAL(18,3) FROM moved GROUP BY seq, item
               HAVING sum(quantity) <> 0 ORDER BY 1, 2""",
    )


def misplaced_ends(tx: Transaction) -> Found:
    """Find receipts that ended before they were posted, or by no document: (receipt, doc)."""
    return _found(
        tx,
        """SELECT e.receipt, e.doc FROM sales.receipt_end e LEFT JOIN sales.receipt r ON r.id = e.receipt
           LEFT JOIN storage.document d ON d.seq = e.doc
           WHERE d.seq IS NULL OR d.tx < (SELECT o.tx FROM storage.document o WHERE o.seq = r.doc) ORDER BY 1""",
    )


def backward_times(tx: Transaction) -> Found:
    """Find documents posted, by their time, before the document in front of them: (doc)."""
    return _found(
        tx,
        """SELECT seq FROM (SELECT seq, posted_at < lag(posted_at) OVER (ORDER BY seq) AS back FROM storage.document)
           WHERE back ORDER BY seq""",
    )


def locked_writes(tx: Transaction) -> Found:
    """Find what was posted into a month while it was locked: (what, doc, month). Closing with the lock is allowed."""
    return _found(
        tx,
        """WITH turns AS (SELECT l.month, l.state, l.doc, d.tx, lead(l.doc, 1, 9223372036854775807)
                              OVER (PARTITION BY l.month ORDER BY l.doc) AS until
                          FROM accounting.period_lock l JOIN storage.document d ON d.seq = l.doc),
                written AS (
                    SELECT DISTINCT 'journal' AS what, doc, business_date, kind = 'closing' AS closing
                        FROM accounting.journal_entry
                    UNION ALL SELECT DISTINCT 'stock', doc, business_date, false FROM inventory.stock_movement
                    UNION ALL SELECT DISTINCT 'stock value', doc, business_date, false FROM inventory.stock_value)
           SELECT DISTINCT w.what, w.doc, t.month FROM written w
           JOIN turns t ON t.month = year(w.business_date) * 100 + month(w.business_date) AND t.state <> 'open'
                AND w.doc > t.doc AND w.doc < t.until
           JOIN storage.document d ON d.seq = w.doc AND NOT (w.closing AND d.tx = t.tx) ORDER BY 2, 1""",
    )


def reopened_for_ever(tx: Transaction) -> Found:
    """Find months that were locked hard and changed afterwards: (month)."""
    return _found(
        tx,
        """SELECT month FROM (SELECT month, lag(state) OVER (PARTITION BY month ORDER BY doc) AS before
            FROM accounting.period_lock)
           WHERE before = 'hard' ORDER BY month""",
    )


def repeated_receipts(tx: Transaction) -> Found:
    """Find receipts in force that share their key: (profile, register, day, number)."""
    return _found(
        tx,
        """SELECT profile, register, event_date, number FROM sales.v_receipt
           GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL""",
    )


def repeated_lines(tx: Transaction) -> Found:
    """Find numbers used twice: receipts, lines of a receipt, rows of a file booked twice, postings: (what, number)."""
    return _found(
        tx,
        """SELECT 'receipt' AS what, id::VARCHAR AS number FROM sales.receipt GROUP BY id HAVING count(*) > 1
           UNION ALL
           SELECT 'receipt line', receipt || '/' || line_no FROM sales.receipt_line
           GROUP BY receipt, line_no HAVING count(*) > 1
           UNION ALL
           SELECT 'row of document ' || doc, row_no::VARCHAR FROM sales.receipt_line
               GROUP BY doc, row_no HAVING count(*) > 1
           UNION ALL
           SELECT 'posting', entry || '/' || line FROM accounting.posting GROUP BY entry, line HAVING count(*) > 1
           ORDER BY 1, 2""",
    )


def odd_batches(tx: Transaction) -> Found:
    """Find batches whose outcomes do not add up to their rows: (batch, rows, sum of outcomes)."""
    return _found(
        tx,
        """SELECT id, rows, accepted + duplicate + superseded + held + rejected + ignored AS outcomes
            FROM exchange.batch
           WHERE rows <> accepted + duplicate + superseded + held + rejected + ignored ORDER BY id""",
    )


def odd_batch_lines(tx: Transaction) -> Found:
    """Find sales batches whose lines are not their accepted, superseded and held rows: (batch, lines, least, most).

    Rows that called a booked receipt void are superseded and book no line.
    """
    return _found(
        tx,
        """SELECT id, lines, least, most FROM (
               SELECT b.id, coalesce(l.lines, 0) AS lines, b.accepted + CASE WHEN v.batch IS NULL THEN b.superseded ELSE 0 END AS least,
                      b.accepted + b.superseded + b.held AS most
               FROM exchange.batch b
               LEFT JOIN (SELECT doc, count(*) AS lines FROM sales.receipt_line GROUP BY doc) l ON l.doc = b.doc
               LEFT JOIN (SELECT DISTINCT batch FROM sales.receipt_end WHERE why = 'voided') v ON v.batch = b.id
               WHERE b.kind = 'sales')
           WHERE lines NOT BETWEEN least AND most ORDER BY id""",
    )


def odd_receipts(tx: Transaction) -> Found:
    """Find receipts whose lines, discounts, payments or tax do not add up: (number, what, stated, found)."""
    return _found(
        tx,
        """WITH line AS (SELECT receipt, count(*) AS lines, sum(net) AS net, sum(discount) AS discount
                         FROM sales.receipt_line GROUP BY receipt),
                paid AS (SELECT receipt, sum(amount) AS amount FROM sales.tender
                    WHERE method <> 'rounding' GROUP BY receipt),
                tax AS (SELECT receipt, sum(tax) AS tax FROM sales.receipt_tax GROUP BY receipt),
                receipt AS (SELECT r.*, coalesce(l.lines, 0) AS line_count, coalesce(l.net, 0) AS line_net,
                                   coalesce(l.discount, 0) AS line_discount, coalesce(p.amount, 0) AS paid,
                                   coalesce(x.tax, 0) AS line_tax
                            FROM sales.receipt r LEFT JOIN line l ON l.receipt = r.id
                                LEFT JOIN paid p ON p.receipt = r.id
                            LEFT JOIN tax x ON x.receipt = r.id)
           SELECT number, what, stated, found FROM (
               SELECT id, number, 'net' AS what, net AS stated, line_net AS found FROM receipt WHERE net <> line_net
               UNION ALL SELECT id, number, 'discount', discount, line_discount FROM receipt
                   WHERE discount <> line_discount
               UNION ALL SELECT id, number, 'gross', gross, line_net + line_discount FROM receipt
               WHERE gross <> line_net + line_discount
               UNION ALL SELECT id, number, 'payments', net - rounding, paid FROM receipt WHERE net - rounding <> paid
               UNION ALL SELECT id, number, 'tax', tax, line_tax FROM receipt WHERE tax <> line_tax
               UNION ALL SELECT id, number, 'lines', lines, line_count FROM receipt
                   WHERE lines <> line_count) ORDER BY id, what""",
    )


def sales_against_books(tx: Transaction) -> Found:
    """Find sales documents whose receipts differ from their postings: (doc, date, receipts, books).

    Revenue, tax and unmapped sales of a document are the net of its receipts less that of the receipts it took back;
    by date too, where nothing was taken back.
    """
    return _found(
        tx,
        """WITH came AS (SELECT doc, business_date, sum(net) AS net FROM sales.receipt GROUP BY ALL),
                went AS (SELECT e.doc, sum(r.net) AS net FROM sales.receipt_end e
                    JOIN sales.receipt r ON r.id = e.receipt GROUP BY e.doc),
                books AS (SELECT e.doc, e.business_date, -sum(p.amount) AS net FROM accounting.posting p
                          JOIN accounting.journal_entry e ON e.id = p.entry
                          WHERE p.account IN (SELECT account FROM accounting.role
                              WHERE list_contains($roles::VARCHAR[], role))
                            AND (e.doc IN (SELECT doc FROM came) OR e.doc IN (SELECT doc FROM went)) GROUP BY ALL),
                dated AS (SELECT doc, business_date, coalesce(c.net, 0) AS receipts, coalesce(b.net, 0) AS books
                          FROM came c FULL JOIN books b USING (doc, business_date)
                              WHERE doc NOT IN (SELECT doc FROM went)),
                taken AS (SELECT w.doc, NULL::DATE, coalesce((SELECT sum(net) FROM came c
                    WHERE c.doc = w.doc), 0) - w.net,
                                 coalesce((SELECT sum(net) FROM books b WHERE b.doc = w.doc), 0) FROM went w)
           SELECT doc, business_date, receipts::DECIMAL(18,2), books::DECIMAL(18,2)
           FROM (SELECT * FROM dated UNION ALL SELECT * FROM taken) WHERE receipts <> books ORDER BY 1, 2""",
        {"roles": list(_SALES_ROLES)},
    )


def sales_against_stock(tx: Transaction) -> Found:
    """Find sales documents whose lines differ from the goods they moved: (doc, item, lines, movements)."""
    return _found(
        tx,
        """WITH named AS (
                    SELECT l.receipt, r.doc AS came, coalesce(h.doc, r.doc) AS booked, e.doc AS ended,
                           coalesce(l.item, h.target::INTEGER) AS item, l.quantity
                    FROM sales.receipt_line l JOIN sales.receipt r ON r.id = l.receipt
                    LEFT JOIN sales.receipt_end e ON e.receipt = l.receipt
                    LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no
                         AND h.code = 'H_SKU_UNKNOWN' AND h.target <> ''
                    WHERE coalesce(l.item, h.target::INTEGER) IS NOT NULL),
                lines AS (SELECT doc, item, sum(quantity) AS quantity FROM (
                              SELECT booked AS doc, item, -quantity AS quantity FROM named
                              UNION ALL SELECT ended, item, quantity FROM named
                                  WHERE ended IS NOT NULL) GROUP BY ALL),
                goods AS (SELECT doc, item, sum(quantity) AS quantity FROM inventory.stock_movement
                          WHERE reason IN ('sale', 'customer_return') AND doc IN (SELECT doc FROM lines) GROUP BY ALL)
           SELECT doc, item, coalesce(l.quantity, 0)::DECIMAL(18,3), coalesce(g.quantity, 0)::DECIMAL(18,3)
           FROM lines l FULL JOIN goods g USING (doc, item)
           WHERE coalesce(l.quantity, 0) <> coalesce(g.quantity, 0) ORDER BY 1, 2""",
    )


def purchases_against_stock(tx: Transaction) -> Found:
    """Find goods receipts whose lines differ from what came into stock: (doc, item, lines, movements, money, value)."""
    return _found(
        tx,
        """WITH lines AS (SELECT doc, item, sum(quantity) AS quantity, sum(amount) AS amount
            FROM purchasing.receipt_line GROUP BY ALL),
                goods AS (SELECT doc, item, sum(quantity) AS quantity FROM inventory.stock_movement
                          WHERE reason = 'purchase' AND doc IN (SELECT doc FROM purchasing.receipt) GROUP BY ALL)
           SELECT doc, item, coalesce(l.quantity, 0)::DECIMAL(18,3), coalesce(g.quantity, 0)::DECIMAL(18,3)
           FROM lines l FULL JOIN goods g USING (doc, item)
           WHERE coalesce(l.quantity, 0) <> coalesce(g.quantity, 0) ORDER BY 1, 2""",
    )


def voucher_gaps(tx: Transaction) -> Found:
    """Find months whose vouchers do not run 1, 2, 3 in posting order, or hold a foreign date: (month, count, last)."""
    return _found(
        tx,
        """SELECT month, count(*) AS entries, max(number) AS last FROM (
               SELECT month, number, month <> year(business_date) * 100 + month(business_date) AS foreign_date,
                      id < lag(id) OVER (PARTITION BY month ORDER BY number) AS out_of_order
                          FROM accounting.journal_entry)
           GROUP BY month HAVING min(number) <> 1 OR max(number) <> count(*) OR bool_or(foreign_date)
               OR coalesce(bool_or(out_of_order), false) ORDER BY month""",
    )


def chain_at(tx: Transaction, seq: int) -> str | None:
    """Return the link of the audit chain at a document."""
    found = tx.scalar("SELECT chain FROM storage.audit WHERE seq = ?", [seq])
    return None if found is None else str(found)


def document_count(tx: Transaction) -> int:
    """Return how many documents the book has."""
    return int(tx.scalar("SELECT count(*) FROM storage.document"))


def dangling(tx: Transaction) -> list[Row]:
    """Find what points to nothing: (table, column, how many, first value)."""
    parts = [
        f"""SELECT '{table}' AS name, '{column}' AS pointer, count(*) AS faults, min(c.{column})::VARCHAR AS first
            FROM {table} c ANTI JOIN {target} t ON t.{key} = c.{column} WHERE c.{column} IS NOT NULL"""  # noqa: S608
        for table, column, target, key in REFERENCES
    ]
    parts += [
        """SELECT 'accounting.posting', 'doc', count(*), min(p.doc)::VARCHAR FROM accounting.posting p
           JOIN accounting.journal_entry e ON e.id = p.entry WHERE e.doc <> p.doc""",
        """SELECT 'accounting.posting', 'account (a group)', count(*), min(p.account) FROM accounting.posting p
           JOIN accounting.account a ON a.code = p.account WHERE a.kind <> 'posting'""",
        """SELECT 'sales.receipt_line', 'doc', count(*), min(l.doc)::VARCHAR FROM sales.receipt_line l
           JOIN sales.receipt r ON r.id = l.receipt WHERE r.doc <> l.doc""",
    ]
    return tx.rows(f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE faults > 0 ORDER BY 1, 2")  # noqa: S608


def negative_stock(tx: Transaction) -> int:
    """Return how many items are below zero."""
    return int(
        tx.scalar(
            """SELECT count(*) FROM (SELECT item FROM inventory.stock_movement GROUP BY item
                HAVING sum(quantity) < 0)"""
        )
    )


def waiting(tx: Transaction) -> Row:
    """Return (how many lines and payments wait to be mapped, their money)."""
    found = tx.one(
        "SELECT count(*), coalesce(sum(amount), 0)::DECIMAL(18,2) FROM sales.v_held"
    )
    assert found is not None
    return found
