"""Statements that turn typed lines (`sales_line`) into receipts with an outcome, all at once.

`sales_line` has row_no, register, number, event_date, event_time, kind, cashier, customer, item_key, quantity, unit_price,
worth (quantity x price), discount, net, gross, paid, rounding, tender, tax_code, label_amount, label_quantity and fault {code, field}.
`sales_item` has key, item (NULL: unknown) and text. `tender_word` has text, method, amount, parts, code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]

ELSEWHERE = "another line"  # the field of a fault that another line of the receipt brought


def fill(tx: Transaction, table: str, spec: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Make a temporary table and fill it."""
    tx.execute(f"DROP TABLE IF EXISTS temp.{table}")
    tx.execute(f"CREATE TEMP TABLE {table} ({spec})")
    tx.insert(table, columns, rows)


def make_sums(tx: Transaction) -> None:
    """Make `receipt_sum`: one row per receipt with its sums, its first fault, and how its payment reads.

    `simple` is the one method that paid for all of it; NULL when several texts, several methods or amounts are named
    (see `make_tenders`) or nothing is said (`texts` 0). Void rows count for nothing.
    """
    tx.execute("DROP TABLE IF EXISTS temp.receipt_sum")
    tx.execute(
        """CREATE TEMP TABLE receipt_sum AS
           WITH summed AS (
               SELECT rid, min(row_no) AS first_row, any_value(register) AS register, any_value(number) AS number, any_value(event_date) AS event_date,
                      min(event_time) AS event_time, count(*) AS lines, min(kind) AS low_kind, any_value(cashier) AS cashier, max(customer) AS customer,
                      sum(net)::DECIMAL(18,2) AS net, sum(discount)::DECIMAL(18,2) AS discount, arg_min(paid, row_no) AS paid, sum(paid) AS paid_lines, sum(rounding) AS rounding,
                      min(nullif(tender, '')) AS tender, max(nullif(tender, '')) AS other_tender
               FROM temp.priced_line WHERE rid IS NOT NULL AND kind <> 'void' GROUP BY rid),
           faulty AS (SELECT rid, arg_min(fault, row_no) AS fault, min(row_no) AS fault_row FROM temp.priced_line
                      WHERE fault IS NOT NULL AND kind <> 'void' AND rid IS NOT NULL GROUP BY rid),
           plain AS (SELECT text, any_value(method) AS method FROM temp.tender_word GROUP BY text
                     HAVING max(parts) = 1 AND bool_and(amount IS NULL AND code IS NULL))
           SELECT s.* EXCLUDE (low_kind, net, discount), f.fault, f.fault_row, coalesce(s.net, 0)::DECIMAL(18,2) AS net,
                  coalesce(s.discount, 0)::DECIMAL(18,2) AS discount,
                  CASE WHEN s.net < 0 OR s.low_kind = 'refund' AND s.net <= 0 THEN 'refund' ELSE 'sale' END AS kind,
                  CASE WHEN s.tender = s.other_tender THEN p.method END AS simple
           FROM summed s LEFT JOIN faulty f USING (rid) LEFT JOIN plain p ON p.text = s.tender"""
    )


def make_tenders(tx: Transaction) -> None:
    """Make `tender_part`: how much of each not so simple receipt was paid by which method; code says why it is not known.

    A text on the receipt's first line or repeated on each counts once; different texts pay for their own lines.
    """
    tx.execute("DROP TABLE IF EXISTS temp.tender_part")
    tx.execute(
        """CREATE TEMP TABLE tender_part AS
           WITH texts AS (SELECT l.rid, l.tender AS text, sum(l.net) AS net FROM temp.priced_line l
                          JOIN temp.receipt_sum s ON s.rid = l.rid AND s.simple IS NULL AND s.tender IS NOT NULL
                          WHERE l.tender <> '' AND l.kind <> 'void' GROUP BY l.rid, l.tender),
           counted AS (SELECT rid, count(*) AS texts FROM texts GROUP BY rid)
           SELECT t.rid, w.method, t.text,
                  CASE WHEN w.amount IS NOT NULL THEN w.amount WHEN w.parts = 1 AND c.texts > 1 THEN t.net END::DECIMAL(18,2) AS amount,
                  CASE WHEN w.code IS NOT NULL THEN w.code WHEN w.parts > 1 AND w.amount IS NULL THEN 'H_TENDER_UNKNOWN' END AS code
           FROM texts t JOIN counted c USING (rid) JOIN temp.tender_word w ON w.text = t.text"""
    )


def make_receipts(tx: Transaction, limit: Decimal) -> None:
    """Make `sales_receipt`: the sums with what was paid and, where a receipt cannot be booked, its trouble.

    Paid below the lines by less than `limit` is rounding; any other gap over 0.01 per line is E_TOTALS. What a refund
    paid back counts as negative however it is written; amounts on every line that add up to the receipt are its total.
    """
    tx.execute("DROP TABLE IF EXISTS temp.sales_receipt")
    tx.execute(
        """CREATE TEMP TABLE sales_receipt AS
           WITH paid AS (SELECT rid, count(*) AS parts, sum(amount) AS tendered, count(amount) AS known,
                                max(code) FILTER (code LIKE 'E_%') AS unreadable FROM temp.tender_part GROUP BY rid),
           signed AS (
               SELECT s.* REPLACE (CASE WHEN s.net < 0 AND s.paid > 0 THEN -s.paid
                                        WHEN abs(s.paid - s.net) > 0.01 * s.lines AND s.paid_lines = s.net THEN s.net ELSE s.paid END AS paid),
                      p.tendered * CASE WHEN s.net < 0 AND p.tendered > 0 THEN -1 ELSE 1 END AS tendered,
                      CASE WHEN s.net < 0 AND p.tendered > 0 THEN -1 ELSE 1 END AS tender_sign, p.parts, p.known, p.unreadable
               FROM temp.receipt_sum s LEFT JOIN paid p USING (rid)),
           joined AS (
               SELECT * REPLACE (coalesce(paid, CASE WHEN known = parts THEN tendered END,
                                          net - coalesce(abs(rounding) * sign(net), 0))::DECIMAL(18,2) AS paid), paid AS stated
               FROM signed)
           SELECT *, (net - paid)::DECIMAL(18,2) AS gap,
                  CASE WHEN fault IS NOT NULL THEN fault
                       WHEN unreadable IS NOT NULL THEN {'code': unreadable, 'field': 'tender'}
                       WHEN stated IS NOT NULL AND known = parts AND tendered <> stated THEN {'code': 'E_TOTALS', 'field': 'amount_paid'}
                       WHEN abs(net - paid) > 0.01 * lines AND NOT ((net - paid) * sign(net) > 0 AND abs(net - paid) < $limit)
                       THEN {'code': 'E_TOTALS', 'field': CASE WHEN stated IS NULL AND known = parts THEN 'tender' ELSE 'amount_paid' END} END AS trouble
           FROM joined""",
        {"limit": limit},  # type: ignore[arg-type]
    )
    tx.execute("DROP TABLE temp.receipt_sum")


def make_receipt_tenders(tx: Transaction, unspecified: str) -> None:
    """Make `receipt_tender` (rid, method, amount, text): what was paid, by method; an unknown method is 'unmapped'."""
    tx.execute("DROP TABLE IF EXISTS temp.receipt_tender")
    tx.execute(
        """CREATE TEMP TABLE receipt_tender AS
           SELECT rid, coalesce(simple, ?) AS method, tender AS text, paid AS amount FROM temp.sales_receipt
           WHERE simple IS NOT NULL OR tender IS NULL
           UNION ALL
           SELECT s.rid, CASE WHEN p.code IS NOT NULL THEN 'unmapped' ELSE p.method END AS method, p.text,
                  sum(CASE WHEN p.amount IS NOT NULL AND p.code IS NULL THEN p.amount * s.tender_sign ELSE s.paid END)::DECIMAL(18,2) AS amount
           FROM temp.sales_receipt s
           JOIN (SELECT rid, CASE WHEN bool_or(t.code IS NOT NULL) OVER (PARTITION BY rid) THEN 'H_TENDER_UNKNOWN' END AS code, method, text, amount,
                        row_number() OVER (PARTITION BY rid ORDER BY t.code IS NULL, method, text) AS n FROM temp.tender_part t) p
             ON p.rid = s.rid AND (p.code IS NULL OR p.n = 1)
           GROUP BY s.rid, 2, 3""",
        [unspecified],
    )


def tax_days(tx: Transaction) -> list[Row]:
    """Return the distinct (tax code, day) of the lines to be booked."""
    return tx.rows("SELECT DISTINCT tax_code, event_date FROM temp.priced_line WHERE event_date IS NOT NULL ORDER BY 1, 2")


def open_days(tx: Transaction) -> list[Row]:
    """Return the distinct days of receipts to be booked."""
    return tx.rows("SELECT DISTINCT event_date FROM temp.sales_outcome WHERE outcome IN ('accepted', 'superseded') ORDER BY 1")


def customers(tx: Transaction) -> list[str]:
    """Return the distinct customers of receipts to be booked that were put on a tab."""
    return [
        row[0]
        for row in tx.rows(
            """SELECT DISTINCT coalesce(s.customer, '') FROM temp.sales_receipt s JOIN temp.sales_outcome o USING (rid)
               JOIN temp.receipt_tender t USING (rid) WHERE o.outcome IN ('accepted', 'superseded') AND t.method = 'tab' ORDER BY 1"""
        )
    ]


def insert_receipts(tx: Transaction, doc: int, profile: str, first: int) -> int:
    """Write the receipts to be booked with their lines, payments, tax and unmapped parts; return how many."""
    tx.execute("DROP TABLE IF EXISTS temp.sales_new")
    tx.execute(
        """CREATE TEMP TABLE sales_new AS
           SELECT o.rid, (? + row_number() OVER (ORDER BY o.rid) - 1)::BIGINT AS id, d.business_date, o.known, o.outcome
           FROM temp.sales_outcome o JOIN temp.sales_open_day d ON d.event_date = o.event_date
           WHERE o.outcome IN ('accepted', 'superseded') AND NOT o.void""",
        [first],
    )
    tx.execute(
        """INSERT INTO sales.receipt_line
           SELECT n.id, l.line_no, l.item, l.quantity, l.unit_price, l.discount, l.net, x.code, x.rate,
                  CASE WHEN l.item IS NULL THEN l.text END, l.row_no, ?
           FROM temp.priced_line l JOIN temp.sales_new n USING (rid)
           JOIN temp.sales_tax x ON x.tax_code = l.tax_code AND x.day = l.event_date
           WHERE l.kind <> 'void' ORDER BY n.id, l.line_no""",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.receipt_tax
           WITH base AS (
               SELECT l.receipt, l.tax_code, l.tax_rate, n.business_date, s.register, sum(l.net) AS net
               FROM sales.receipt_line l JOIN temp.sales_new n ON n.id = l.receipt JOIN temp.sales_receipt s USING (rid)
               WHERE l.tax_rate <> 0 AND l.doc = ? GROUP BY ALL),
           running AS (
               SELECT *, (sum(net) OVER (PARTITION BY business_date, register, tax_code, tax_rate ORDER BY receipt) * 100)::BIGINT AS upto,
                      (net * 100)::BIGINT AS fen, (tax_rate * 1000000)::HUGEINT AS r
               FROM base),
           cut AS (
               SELECT *, sign(upto) * ((2 * abs(upto) * r + 1000000 + r) // (2 * (1000000 + r))) AS tax_upto,
                      sign(upto - fen) * ((2 * abs(upto - fen) * r + 1000000 + r) // (2 * (1000000 + r))) AS tax_before
               FROM running)
           SELECT receipt, tax_code, tax_rate, ((tax_upto - tax_before)::DECIMAL(18,2) * 0.01)::DECIMAL(18,2), ? FROM cut ORDER BY receipt, tax_code""",
        [doc, doc],
    )
    tx.execute(
        """INSERT INTO sales.receipt
           SELECT n.id, ?, ?, ?, s.register, s.number, s.event_date, s.event_time, n.business_date, s.kind, s.cashier,
                  CASE WHEN b.rid IS NOT NULL THEN c.party END, s.lines,
                  s.net + s.discount, s.discount, s.net, coalesce(x.tax, 0), s.gap, s.first_row
           FROM temp.sales_new n JOIN temp.sales_receipt s USING (rid)
           LEFT JOIN (SELECT receipt, sum(tax) AS tax FROM sales.receipt_tax WHERE doc = ? GROUP BY receipt) x ON x.receipt = n.id
           LEFT JOIN (SELECT DISTINCT rid FROM temp.receipt_tender WHERE method = 'tab') b USING (rid)
           LEFT JOIN temp.sales_customer c ON c.name = coalesce(s.customer, '')
           ORDER BY n.id""",
        [doc, doc, profile, doc],
    )
    tx.execute(
        "INSERT INTO sales.tender SELECT n.id, t.method, t.amount, ? FROM temp.receipt_tender t JOIN temp.sales_new n USING (rid) ORDER BY n.id, t.method",
        [doc],
    )
    tx.execute(
        """INSERT INTO sales.held
           SELECT n.id, l.line_no, 'H_SKU_UNKNOWN', coalesce(l.text, ''), l.net, ? FROM temp.priced_line l JOIN temp.sales_new n USING (rid)
           WHERE l.item IS NULL AND l.kind <> 'void'
           UNION ALL
           SELECT n.id, 0, 'H_TENDER_UNKNOWN', t.text, t.amount, ? FROM temp.receipt_tender t JOIN temp.sales_new n USING (rid) WHERE t.method = 'unmapped'
           ORDER BY 1, 2""",
        [doc, doc],
    )
    return int(tx.scalar("SELECT count(*) FROM temp.sales_new"))


def row_counts(tx: Transaction) -> dict[str, int]:
    """Return how many rows of the file share each outcome: a row has its receipt's.

    Void rows are ignored, unless they take a booked receipt back. A row booked with an unknown item or tender counts as held.
    """
    return dict(
        tx.rows(
            """SELECT CASE WHEN l.kind = 'void' AND o.void IS DISTINCT FROM true THEN 'ignored' WHEN l.rid IS NULL THEN 'rejected'
                           WHEN o.outcome IN ('accepted', 'superseded') AND h.rid IS NOT NULL THEN 'held' ELSE o.outcome END AS outcome, count(*)
               FROM temp.priced_line l LEFT JOIN temp.sales_outcome o USING (rid)
               LEFT JOIN (SELECT DISTINCT n.rid FROM sales.held h JOIN temp.sales_new n ON n.id = h.receipt) h USING (rid)
               GROUP BY 1 ORDER BY 1"""
        )
    )


def sums(tx: Transaction) -> Row:
    """Return (receipts, first day, last day, discount, refunds, tax, net, rounding) of what is booked; refunds positive."""
    found = tx.one(
        """SELECT count(*), min(r.event_date), max(r.event_date), coalesce(sum(r.discount), 0), coalesce(sum(r.tax), 0), coalesce(sum(r.net), 0),
                  coalesce(sum(r.rounding), 0) FROM sales.receipt r JOIN temp.sales_new n ON n.id = r.id"""
    )
    returned = tx.scalar(
        """SELECT coalesce(-sum(l.net), 0) FROM sales.receipt_line l JOIN temp.sales_new n ON n.id = l.receipt
           WHERE l.net < 0"""
    )
    gave_back = tx.scalar(
        "SELECT coalesce(sum(l.discount), 0) FROM sales.receipt_line l JOIN temp.sales_new n ON n.id = l.receipt WHERE l.net < 0"
    )
    assert found is not None
    return (*found[:3], found[3] - gave_back, returned, *found[4:])


def late(tx: Transaction) -> Row:
    """Return (receipts booked or taken back on another day than their own, that day)."""
    found = tx.one(
        """SELECT count(*), max(d.business_date) FROM temp.sales_outcome o JOIN temp.sales_open_day d ON d.event_date = o.event_date
           WHERE o.outcome IN ('accepted', 'superseded') AND d.business_date <> d.event_date"""
    )
    assert found is not None
    return found


def tender_sums(tx: Transaction) -> list[Row]:
    """Return (method, amount) of what is booked."""
    return tx.rows(
        "SELECT t.method, sum(t.amount)::DECIMAL(18,2) FROM sales.tender t JOIN temp.sales_new n ON n.id = t.receipt GROUP BY 1 ORDER BY 1"
    )


def problem_rows(tx: Transaction) -> list[Row]:
    """Return (row, receipt number, code, field, whether it is this row that is at fault) of every row that is not booked or held."""
    return tx.rows(
        """SELECT l.row_no, coalesce(l.number, ''), CASE WHEN o.void THEN o.code ELSE coalesce(l.fault.code, o.code) END, coalesce(nullif(l.fault.field, ?), CASE WHEN o.fault_row = l.row_no THEN nullif(o.field, ?) END, ''),
                  CASE WHEN l.fault IS NULL OR o.void THEN o.fault_row = l.row_no ELSE l.fault.field <> ? END
           FROM temp.priced_line l LEFT JOIN temp.sales_outcome o USING (rid)
           WHERE (l.kind <> 'void' OR o.void) AND (l.rid IS NULL OR o.outcome IN ('rejected', 'held')) ORDER BY l.row_no""",
        [ELSEWHERE] * 3,
    )


def held_rows(tx: Transaction) -> list[Row]:
    """Return (row, receipt number, code, text) of every unknown item or tender that was booked to an unmapped account."""
    return tx.rows(
        """SELECT coalesce(l.row_no, r.first_row), r.number, h.code, h.text FROM sales.held h JOIN temp.sales_new n ON n.id = h.receipt
           JOIN sales.receipt r ON r.id = h.receipt
           LEFT JOIN sales.receipt_line l ON l.receipt = h.receipt AND l.line_no = h.line_no ORDER BY 1, 3"""
    )


def drop(tx: Transaction, *tables: str) -> None:
    """Let go of temporary tables that have done their work: memory is short while the audit row is made."""
    for table in tables:
        tx.execute(f"DROP TABLE IF EXISTS temp.{table}")
