"""Statements that decide what becomes of each receipt of a file: new, booked before, changed, void, late, or at fault."""

from __future__ import annotations

from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]

_TEMPORARY = ("sales_known", "sales_gone", "sales_void", "sales_same", "sales_named")


def make_outcomes(tx: Transaction, profile: str, locked: int, accept: bool) -> None:
    """Make `sales_outcome`: accepted, superseded, duplicate, held, rejected or ignored, per receipt of the file.

    A receipt whose key is booked is a duplicate when lines and payments are equal, else changed: held until accepted; one
    that differs only in that its unknown items have names now takes the place of the booked one at once. So does a
    receipt of which only void rows are left, with nothing in its place (`void`), and one that comes back after that.
    `locked` is the newest locked month (yyyymm, 0 = none); a new receipt up to then is held until accepted.
    """
    for table in _TEMPORARY:
        tx.execute(f"DROP TABLE IF EXISTS temp.{table}")
    _find_known(tx, profile)
    _compare(tx)
    _find_named(tx)
    tx.execute("DROP TABLE IF EXISTS temp.sales_outcome")
    tx.execute(
        """CREATE TEMP TABLE sales_outcome AS
           SELECT *, CASE WHEN same THEN 'duplicate'
                          WHEN code IS NULL THEN CASE WHEN known IS NULL AND NOT gone THEN 'accepted' ELSE 'superseded' END
                          WHEN code LIKE 'E_%' THEN 'rejected' ELSE 'held' END AS outcome
           FROM (SELECT s.rid, s.first_row, s.lines, s.number, s.register, s.event_date, k.id AS known, d.rid IS NOT NULL AS same,
                        CASE WHEN s.trouble IS NOT NULL THEN s.trouble.code
                             WHEN (k.id IS NOT NULL AND n.rid IS NULL OR g.rid IS NOT NULL) AND NOT $accept THEN 'D_SUPERSEDES'
                             WHEN NOT $accept AND year(s.event_date) * 100 + month(s.event_date) <= $locked THEN 'H_PERIOD_LOCKED'
                             END AS code,
                        s.trouble.field AS field, coalesce(s.fault_row, s.first_row) AS fault_row, false AS void, g.rid IS NOT NULL AS gone
                 FROM temp.sales_receipt s LEFT JOIN temp.sales_known k USING (rid) LEFT JOIN temp.sales_same d USING (rid)
                 LEFT JOIN temp.sales_named n USING (rid) LEFT JOIN temp.sales_gone g USING (rid)
                 UNION ALL
                 SELECT v.rid, v.first_row, v.lines, v.number, v.register, v.event_date, v.known, false,
                        CASE WHEN NOT $accept THEN 'D_SUPERSEDES' END, 'kind', v.first_row, true, false FROM temp.sales_void v)""",
        {"accept": accept, "locked": locked},  # type: ignore[arg-type]
    )
    for table in _TEMPORARY:
        tx.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _find_known(tx: Transaction, profile: str) -> None:
    """Make `sales_known` (booked and in force), `sales_gone` (void in the books) and `sales_void` (void in the file only)."""
    key = "r.profile = ? AND r.register = s.register AND r.number = s.number AND r.event_date = s.event_date"
    tx.execute(
        f"""CREATE TEMP TABLE sales_known AS
            SELECT s.rid, r.id, r.net, r.kind FROM temp.sales_receipt s JOIN sales.receipt r ON {key}
            ANTI JOIN sales.receipt_end e ON e.receipt = r.id
            WHERE s.trouble IS NULL OR s.trouble.code LIKE 'H_%'""",  # noqa: S608
        [profile],
    )
    tx.execute(
        f"""CREATE TEMP TABLE sales_gone AS
            SELECT DISTINCT s.rid FROM temp.sales_receipt s JOIN sales.v_void r ON {key}
            ANTI JOIN temp.sales_known k ON k.rid = s.rid""",  # noqa: S608
        [profile],
    )
    tx.execute(
        f"""CREATE TEMP TABLE sales_void AS
            SELECT s.rid, s.first_row, v.lines, s.number, s.register, s.event_date, r.id AS known
            FROM (SELECT rid, count(*) AS lines FROM temp.priced_line WHERE kind = 'void' AND rid IS NOT NULL GROUP BY rid) v
            ANTI JOIN temp.sales_receipt o ON o.rid = v.rid
            JOIN temp.sales_key s ON s.rid = v.rid JOIN sales.receipt r ON {key}
            ANTI JOIN sales.receipt_end e ON e.receipt = r.id""",  # noqa: S608
        [profile],
    )


def _tax(tx: Transaction) -> tuple[str, str, str]:
    """Return how the tax code of a line is compared: file side, its join, booked side. A file that names none is not asked."""
    if tx.one("SELECT 1 FROM temp.priced_line WHERE tax_code <> '' LIMIT 1") is None:
        return "''", "", "''"
    join = "LEFT JOIN temp.sales_tax x ON x.tax_code = l.tax_code AND x.day = l.event_date"
    return "coalesce(x.code, l.tax_code)", join, "l.tax_code"


def _compare(tx: Transaction) -> None:
    """Make `sales_same`: the receipts whose lines (as a multiset), payments and customer of a tab are those booked."""
    tax, tax_join, booked_tax = _tax(tx)
    tx.execute(
        f"""CREATE TEMP TABLE sales_same AS
           WITH span AS (SELECT min(id) AS low, max(id) AS high FROM temp.sales_known),
           mine AS (SELECT k.rid, count(*) AS lines,
                           sum(hash(l.item, CASE WHEN l.item IS NULL THEN l.text END, l.quantity, l.discount, l.net, {tax})::HUGEINT) AS content
                    FROM temp.priced_line l JOIN temp.sales_known k USING (rid) {tax_join} WHERE l.kind <> 'void' GROUP BY k.rid),
           booked AS (SELECT rid, count(*) AS lines,
                             sum(hash(item, CASE WHEN item IS NULL THEN text END, quantity, discount, net, tax_code)::HUGEINT) AS content
                      FROM ({_BOOKED.format(tax=booked_tax)}) GROUP BY rid),
           my_money AS (SELECT k.rid, sum(hash(t.method, CASE WHEN t.method = 'unmapped' THEN t.text END, t.amount)::HUGEINT) AS content
                        FROM temp.receipt_tender t JOIN temp.sales_known k USING (rid) GROUP BY k.rid),
           booked_money AS (SELECT rid, sum(hash(method, CASE WHEN method = 'unmapped' THEN text END, amount)::HUGEINT) AS content
                            FROM (SELECT k.rid, coalesce(h.target, t.method) AS method, w.text, t.amount
                                  FROM sales.tender t JOIN temp.sales_known k ON k.id = t.receipt
                                  LEFT JOIN sales.held w ON w.receipt = t.receipt AND w.code = 'H_TENDER_UNKNOWN' AND t.method = 'unmapped'
                                  LEFT JOIN sales.held_end h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN' AND t.method = 'unmapped'
                                  WHERE t.receipt BETWEEN (SELECT low FROM span) AND (SELECT high FROM span)) GROUP BY rid)
           SELECT mine.rid, mine.lines = booked.lines AND mine.content = booked.content AS lines_same
           FROM mine JOIN booked USING (rid) LEFT JOIN my_money USING (rid) LEFT JOIN booked_money USING (rid)
           WHERE my_money.content IS NOT DISTINCT FROM booked_money.content
             AND mine.rid NOT IN (SELECT k.rid FROM temp.sales_known k JOIN sales.receipt r ON r.id = k.id JOIN accounting.v_party p ON p.id = r.customer
                                  JOIN temp.sales_receipt s ON s.rid = k.rid WHERE s.customer <> '' AND s.customer <> p.name)"""  # noqa: S608
    )


_BOOKED = """SELECT k.rid, coalesce(l.item, nullif(h.target, '')::INTEGER) AS item, l.text, l.quantity, l.discount, l.net, {tax} AS tax_code
    FROM sales.receipt_line l JOIN temp.sales_known k ON k.id = l.receipt
    LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN'
    WHERE l.receipt BETWEEN (SELECT min(id) FROM temp.sales_known) AND (SELECT max(id) FROM temp.sales_known)"""


def _find_named(tx: Transaction) -> None:
    """Make `sales_named`: receipts that differ from the booked ones only in that items nobody knew have names now.

    Leaves in `sales_same` the receipts whose lines are the same too.
    """
    tax, tax_join, booked_tax = _tax(tx)
    tx.execute(
        f"""CREATE TEMP TABLE sales_named AS
           WITH waiting AS (SELECT DISTINCT k.rid, h.text FROM sales.v_held h JOIN temp.sales_known k ON k.id = h.receipt
                            JOIN temp.sales_same s ON s.rid = k.rid AND NOT s.lines_same WHERE h.code = 'H_SKU_UNKNOWN'),
           mine AS (SELECT l.rid, count(*) AS lines,
                           sum(hash(CASE WHEN w.rid IS NULL THEN l.item END, CASE WHEN w.rid IS NOT NULL OR l.item IS NULL THEN l.text END,
                                    l.quantity, l.discount, l.net, {tax})::HUGEINT) AS content
                    FROM temp.priced_line l LEFT JOIN waiting w ON w.rid = l.rid AND w.text = l.text {tax_join}
                    WHERE l.kind <> 'void' AND l.rid IN (SELECT rid FROM waiting) GROUP BY l.rid),
           booked AS (SELECT rid, count(*) AS lines,
                             sum(hash(item, CASE WHEN item IS NULL THEN text END, quantity, discount, net, tax_code)::HUGEINT) AS content
                      FROM ({_BOOKED.format(tax=booked_tax)}) WHERE rid IN (SELECT rid FROM waiting) GROUP BY rid)
           SELECT mine.rid FROM mine JOIN booked USING (rid) WHERE mine.lines = booked.lines AND mine.content = booked.content"""  # noqa: S608
    )
    tx.execute("DELETE FROM temp.sales_same WHERE NOT lines_same")


def replaced_days(tx: Transaction) -> list[Row]:
    """Return the distinct days on which the booked receipts that the file replaces or takes back were posted."""
    return tx.rows(
        """SELECT DISTINCT r.business_date FROM sales.receipt r JOIN temp.sales_outcome o ON o.known = r.id
           WHERE o.outcome = 'superseded' ORDER BY 1"""
    )
