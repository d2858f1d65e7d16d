"""Floors: the least a bare DuckDB script needs for the heart of a job, with nothing checked and nothing proved.

`python -m benchmarks.floors NAME ARGUMENTS`; each is measured as a whole process.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

# One typed table, the plainest way: what any import has to do at least.
_SALES = (
    "{'receipt_id': 'VARCHAR', 'sold_at': 'TIMESTAMP', 'register': 'VARCHAR', 'cashier': 'VARCHAR', 'kind': 'VARCHAR',"
    " 'item': 'VARCHAR', 'barcode': 'VARCHAR', 'name': 'VARCHAR', 'quantity': 'DECIMAL(18,3)',"
    " 'unit_price': 'DECIMAL(18,4)', 'discount': 'DECIMAL(18,2)', 'tax_code': 'VARCHAR', 'net': 'DECIMAL(18,2)',"
    " 'tender': 'VARCHAR', 'amount_paid': 'DECIMAL(18,2)'}"
)
_PURCHASES = (
    "{'document': 'VARCHAR', 'received_at': 'DATE', 'supplier': 'VARCHAR', 'item': 'VARCHAR', 'barcode': 'VARCHAR',"
    " 'name': 'VARCHAR', 'quantity': 'DECIMAL(18,3)', 'unit_cost': 'DECIMAL(18,6)', 'paid_from': 'VARCHAR'}"
)

# What came in and what left, per item and day, in doubles: the same sums that a recost has to make.
_DAYS = """
    CREATE TEMP TABLE day AS
    SELECT item, day, sum(came)::DOUBLE AS came, sum(worth)::DOUBLE AS worth, sum(went)::DOUBLE AS went FROM (
        SELECT i.id AS item, p.received_at AS day, p.quantity AS came, p.quantity * p.unit_cost AS worth, 0 AS went
        FROM delivery p JOIN catalog.item i ON i.code = p.item
        UNION ALL SELECT item, business_date, 0, 0, -quantity FROM inventory.stock_movement WHERE reason = 'sale')
    GROUP BY item, day"""

_NOTHING = "0.0::DOUBLE"
_AVERAGE = f"""
    CREATE TEMP TABLE cost AS
    SELECT item, list_reduce(
        list({{'came': came, 'worth': worth, 'went': went, 'stock': {_NOTHING}, 'value': {_NOTHING}, 'cost': {_NOTHING}}}
             ORDER BY day),
        lambda held, next: {{
            'came': next.came, 'worth': next.worth, 'went': next.went,
            'stock': held.stock + next.came - next.went,
            'value': (held.value + next.worth)
                     - next.went * (held.value + next.worth) / greatest(held.stock + next.came, 0.001),
            'cost': held.cost + next.went * (held.value + next.worth) / greatest(held.stock + next.came, 0.001)}},
        {{'came': {_NOTHING}, 'worth': {_NOTHING}, 'went': {_NOTHING}, 'stock': {_NOTHING}, 'value': {_NOTHING},
          'cost': {_NOTHING}}}) AS state
    FROM day GROUP BY item"""

# First in, first out by running totals: what left overlaps the layers it was taken from.
_FIFO = """
    CREATE TEMP TABLE cost AS
    WITH layer AS (SELECT item, worth / came AS unit, upto - came AS low, upto AS high FROM (
             SELECT *, sum(came) OVER (PARTITION BY item ORDER BY day) AS upto FROM day WHERE came > 0)),
         gone AS (SELECT item, day, upto - went AS low, upto AS high FROM (
             SELECT *, sum(went) OVER (PARTITION BY item ORDER BY day) AS upto FROM day WHERE went > 0))
    SELECT g.item, g.day, sum((least(g.high, l.high) - greatest(g.low, l.low)) * l.unit) AS cost
    FROM gone g JOIN layer l ON l.item = g.item AND l.low < g.high AND g.low < l.high GROUP BY ALL"""


def read_csv(sales: str, database: str) -> None:
    """Read a sales file into one typed table on disk."""
    Path(database).unlink(missing_ok=True)
    with duckdb.connect(database) as connection:
        connection.execute(f"CREATE TABLE line AS SELECT * FROM read_csv('{sales}', header = true, columns = {_SALES})")


def income(book: str, month: str) -> None:
    """Sum the turnover of every account in a month, and in the same month a year earlier."""
    year, number = map(int, month.split("-"))
    with duckdb.connect(book, read_only=True) as connection:
        for start in (date(year, number, 1), date(year - 1, number, 1)):
            end = date(start.year + start.month // 12, start.month % 12 + 1, 1)
            rows = connection.execute(
                """SELECT p.account, a.name_zh, sum(p.amount) FROM accounting.posting p
                   JOIN accounting.journal_entry e ON e.id = p.entry JOIN accounting.account a ON a.code = p.account
                   WHERE e.business_date >= ? AND e.business_date < ? GROUP BY ALL ORDER BY 1""",
                [start, end],
            ).fetchall()
            for row in rows:
                print(*row)


def recost_average(book: str, purchases: str) -> None:
    """Load deliveries beside a book's sales and cost every item by moving average, in one statement."""
    _recost(book, purchases, _AVERAGE, "SELECT sum(state.cost) FROM cost")


def recost_fifo(book: str, purchases: str) -> None:
    """Load deliveries beside a book's sales and cost every day's sales first in, first out, in one statement."""
    _recost(book, purchases, _FIFO, "SELECT sum(cost) FROM cost")


def _recost(book: str, purchases: str, statement: str, total: str) -> None:
    with duckdb.connect(book) as connection:
        source = f"read_csv('{purchases}', header = true, columns = {_PURCHASES})"
        connection.execute(f"CREATE OR REPLACE TABLE delivery AS SELECT * FROM {source}")
        connection.execute(_DAYS)
        connection.execute(statement)
        connection.execute("CREATE OR REPLACE TABLE costed AS SELECT * FROM cost")
        print(connection.execute(total).fetchone())


def recost_booked(book: str, costing: str) -> None:
    """Cost a book's booked purchases and sales in one statement; for measuring from inside a process."""
    with duckdb.connect(book) as connection:
        connection.execute(
            """CREATE TEMP VIEW delivery AS SELECT i.code AS item, l.business_date AS received_at, l.quantity, l.unit_cost
               FROM purchasing.v_receipt_line l JOIN catalog.item i ON i.id = l.item"""
        )
        connection.execute(_DAYS)
        connection.execute(_FIFO if costing == "fifo" else _AVERAGE)


def copy_twice(source: str, target: str) -> None:
    """Copy a file durably, and the copy once more: a backup and its restore with nothing checked."""
    for start, end in ((source, target), (target, f"{target}.restored")):
        shutil.copy(start, end)
        with open(end, "rb+") as copied:
            os.fsync(copied.fileno())


def scan(book: str) -> None:
    """Read every column of every sale line, receipt, movement and posting once."""
    with duckdb.connect(book, read_only=True) as connection:
        for table in ("sales.receipt", "sales.receipt_line", "inventory.stock_movement", "accounting.posting"):
            print(connection.execute(f"SELECT bit_xor(hash(t)) FROM {table} t").fetchone())


FLOORS: dict[str, Callable[..., None]] = {
    "read-csv": read_csv,
    "income": income,
    "recost-average": recost_average,
    "recost-fifo": recost_fifo,
    "copy-twice": copy_twice,
    "scan": scan,
}

if __name__ == "__main__":
    FLOORS[sys.argv[1]](*sys.argv[2:])
