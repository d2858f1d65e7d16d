"""A shop of any size, made by arithmetic alone, with its true totals: input for the benchmarks.

`make_sales(folder, lines)` writes `sales.csv` (standard file) and returns the totals an import must find.
`make_purchases` writes deliveries that cover the sales, so that every sale has a cost.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

ITEMS = 1500
LINES_PER_RECEIPT = (1, 2, 3, 2, 4, 1, 3)  # 16 lines in 7 receipts: 435,088 receipts in 1,000,002 lines, give or take


def _lines(lines: int) -> str:
    """Return the query of all sale lines: about 2.3 lines a receipt, 400 receipts a day, 1,500 items with a long tail."""
    return f"""
        WITH numbered AS (SELECT i, (i * 435 // 1000)::BIGINT AS receipt FROM range({lines}) t(i)),
        drawn AS (SELECT i, receipt, receipt // 400 AS day, receipt % 400 AS place,
                         (i * 7919 + 13) % 1000003 AS draw, (i * 104729 + 7) % 1009 AS other FROM numbered)
        SELECT i, receipt, DATE '2021-01-01' + day::INTEGER AS day, place,
               1 + ((draw * draw // 1000003) * {ITEMS} // 1000003)::INTEGER AS item,
               CASE WHEN other < 700 THEN 1 WHEN other < 900 THEN 2 WHEN other < 990 THEN 3 ELSE 6 END AS quantity,
               (['cash', 'wechat', 'wechat', 'alipay', 'wechat', 'alipay', 'card'])[1 + receipt % 7] AS tender
        FROM drawn"""


_PRICE = "(((item * 37) % 390 + 10) * 0.10)::DECIMAL(18,2)"


def make_sales(folder: Path, lines: int) -> dict[str, str]:
    """Write `sales.csv` and return rows, receipts, net and net per tender as text."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE line AS {_lines(lines)}")
    connection.execute(f"""
        COPY (SELECT 'R' || lpad(receipt::VARCHAR, 9, '0') AS receipt_id,
                     strftime(day::TIMESTAMP + to_seconds(28800 + place * 108), '%Y-%m-%d %H:%M:%S') AS sold_at,
                     '1' AS register, 'c' || (receipt % 3) AS cashier, 'sale' AS kind, 'A' || lpad(item::VARCHAR, 5, '0') AS item, NULL AS barcode,
                     '商品' || item AS name, quantity, {_PRICE} AS unit_price, '0.00' AS discount, NULL AS tax_code,
                     (quantity * {_PRICE})::DECIMAL(18,2) AS net, tender, NULL AS amount_paid
              FROM line ORDER BY i) TO '{folder / "sales.csv"}' (HEADER)""")
    rows, receipts, net = connection.execute(
        f"SELECT count(*), count(DISTINCT receipt), sum((quantity * {_PRICE})::DECIMAL(18,2)) FROM line"
    ).fetchone() or (0, 0, 0)
    tenders = connection.execute(
        f"SELECT tender, sum((quantity * {_PRICE})::DECIMAL(18,2)) FROM line GROUP BY tender ORDER BY tender"
    ).fetchall()
    return {"rows": str(rows), "receipts": str(receipts), "net": str(net)} | {name: str(amount) for name, amount in tenders}


def make_purchases(folder: Path, lines: int) -> int:
    """Write `purchases.csv`: one delivery a week with what the week sells and a little more; return its lines."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE line AS {_lines(lines)}")
    connection.execute(f"""
        COPY (SELECT 'D' || strftime(week, '%Y%m%d') AS document, strftime(week, '%Y-%m-%d') AS received_at, '批发商' || (item % 5) AS supplier,
                     'A' || lpad(item::VARCHAR, 5, '0') AS item, NULL AS barcode, '商品' || item AS name, sum(quantity) + 1 AS quantity,
                     ({_PRICE} * (70 + any_value(extract(month FROM week)) % 5) / 100)::DECIMAL(18,2) AS unit_cost, NULL AS paid_from
              FROM (SELECT *, date_trunc('week', day)::DATE AS week FROM line) GROUP BY week, item ORDER BY week, item)
        TO '{folder / "purchases.csv"}' (HEADER)""")
    found = connection.execute("SELECT count(*) FROM (SELECT DISTINCT date_trunc('week', day), item FROM line)").fetchone()
    return int(found[0]) if found else 0
