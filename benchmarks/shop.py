"""A shop of any size, made by arithmetic alone, with its true totals: input for the benchmarks.

`make_sales` writes `sales.csv` (the standard file) and returns the totals an import must find, `make_purchases` the
deliveries that cover those sales, `make_journal` the same sales as a plain-text journal with one entry per receipt.
The same numbers give the same bytes. As a program: `python -m benchmarks.shop sales|purchases|journal FOLDER LINES`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import duckdb

ITEMS = 1500
PER_DAY = 400
FIRST_DAY = "2015-01-01"  # so that ten years lie in the past
RECEIPTS_IN_1000_LINES = 435  # about 2.3 lines a receipt: 435,000 receipts in a million lines

_PRICE = "(((item * 37) % 390 + 10) * 0.10)::DECIMAL(18,2)"
_NET = f"(quantity * {_PRICE})::DECIMAL(18,2)"


def receipts_of(lines: int) -> int:
    """Return the number of receipts in this many lines."""
    return (lines - 1) * RECEIPTS_IN_1000_LINES // 1000 + 1


def lines_of(receipts: int) -> int:
    """Return the number of lines of this many whole receipts."""
    return (receipts * 1000 + RECEIPTS_IN_1000_LINES - 1) // RECEIPTS_IN_1000_LINES


def make_sales(
    folder: Path,
    lines: int,
    *,
    first_receipt: int = 0,
    per_day: int = PER_DAY,
    registers: int = 1,
    name: str = "sales.csv",
) -> dict[str, str]:
    """Write lines from a receipt on, and return rows, receipts, net and net per tender as text.

    `lines` counts from the very first receipt of the shop; those before `first_receipt` are left out.
    """
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE line AS {_lines(lines, per_day)} WHERE receipt >= {first_receipt}")
    gap = 43_200 // per_day
    connection.execute(f"""
        COPY (SELECT 'R' || lpad(receipt::VARCHAR, 9, '0') AS receipt_id,
                     strftime(day::TIMESTAMP + to_seconds(28800 + place * {gap}), '%Y-%m-%d %H:%M:%S') AS sold_at,
                     (1 + receipt % {registers})::VARCHAR AS register, 'c' || (receipt % 3) AS cashier, 'sale' AS kind,
                     'A' || lpad(item::VARCHAR, 5, '0') AS item, NULL AS barcode, '商品' || item AS name, quantity,
                     {_PRICE} AS unit_price, '0.00' AS discount, NULL AS tax_code, {_NET} AS net, tender,
                     NULL AS amount_paid
              FROM line ORDER BY i) TO '{folder / name}' (HEADER)""")
    rows, receipts, net = connection.execute(
        f"SELECT count(*), count(DISTINCT receipt), sum({_NET}) FROM line"
    ).fetchone() or (0, 0, 0)
    tenders = connection.execute(f"SELECT tender, sum({_NET}) FROM line GROUP BY tender ORDER BY tender").fetchall()
    totals = {"rows": str(rows), "receipts": str(receipts), "net": str(net)}
    return totals | {tender: str(amount) for tender, amount in tenders}


def make_purchases(folder: Path, lines: int, *, per_day: int = PER_DAY) -> int:
    """Write `purchases.csv`: each week what it sells and one piece more of everything; return its lines."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE line AS {_lines(lines, per_day)}")
    connection.execute(f"""
        COPY (SELECT 'D' || strftime(week, '%Y%m%d') AS document, strftime(week, '%Y-%m-%d') AS received_at,
                     '批发商' || (item % 5) AS supplier, 'A' || lpad(item::VARCHAR, 5, '0') AS item, NULL AS barcode,
                     '商品' || item AS name, sum(quantity) + 1 AS quantity,
                     ({_PRICE} * (70 + any_value(extract(month FROM week)) % 5) / 100)::DECIMAL(18,2) AS unit_cost,
                     NULL AS paid_from
              FROM (SELECT *, date_trunc('week', day)::DATE AS week FROM line) GROUP BY week, item ORDER BY week, item)
        TO '{folder / "purchases.csv"}' (HEADER)""")
    found = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT date_trunc('week', day), item FROM line)"
    ).fetchone()
    return int(found[0]) if found else 0


def make_journal(folder: Path, lines: int, *, per_day: int = PER_DAY) -> dict[str, str]:
    """Write `receipts.journal`, one entry per receipt: tax at 3%, cost at 72%; return the sales of every month."""
    connection = duckdb.connect()
    connection.execute(f"""
        CREATE TABLE receipt AS SELECT receipt, any_value(day) AS day, any_value(tender) AS tender, sum({_NET}) AS paid,
            (sum({_NET}) / 1.03)::DECIMAL(18,2) AS net, (sum({_NET}) * 0.72)::DECIMAL(18,2) AS cost
        FROM ({_lines(lines, per_day)}) GROUP BY receipt""")
    rows = connection.execute("SELECT day, receipt, tender, paid, net, cost FROM receipt ORDER BY receipt")
    with (folder / "receipts.journal").open("w", encoding="utf-8") as journal:
        journal.write("commodity 1000.00 CNY\naccount assets\naccount liabilities\naccount income\naccount expenses\n")
        while batch := rows.fetchmany(10_000):
            for day, receipt, tender, paid, net, cost in batch:
                journal.write(
                    f"\n{day} R{receipt:09d}\n    assets:{tender}  {paid} CNY\n    income:sales  -{net} CNY\n"
                    f"    liabilities:tax  {net - paid} CNY\n"
                    f"    expenses:goods sold  {cost} CNY\n    assets:goods  -{cost} CNY\n"
                )
    months = connection.execute(
        "SELECT strftime(day, '%Y-%m') AS month, sum(net) FROM receipt GROUP BY month"
    ).fetchall()
    return {month: str(net) for month, net in sorted(months)}


def _lines(lines: int, per_day: int) -> str:
    """Return the query of all sale lines: 1,500 items with a long tail, quantities mostly one."""
    return f"""
        SELECT * FROM (
            WITH numbered AS (SELECT i, (i * {RECEIPTS_IN_1000_LINES} // 1000)::BIGINT AS receipt FROM range({lines}) t(i)),
            drawn AS (SELECT i, receipt, receipt // {per_day} AS day, receipt % {per_day} AS place,
                             (i * 7919 + 13) % 1000003 AS draw, (i * 104729 + 7) % 1009 AS other FROM numbered)
            SELECT i, receipt, DATE '{FIRST_DAY}' + day::INTEGER AS day, place,
                   1 + ((draw * draw // 1000003) * {ITEMS} // 1000003)::INTEGER AS item,
                   CASE WHEN other < 700 THEN 1 WHEN other < 900 THEN 2 WHEN other < 990 THEN 3 ELSE 6 END AS quantity,
                   (['cash', 'wechat', 'wechat', 'alipay', 'wechat', 'alipay', 'card'])[1 + receipt % 7] AS tender
            FROM drawn)"""


def main() -> None:
    """Make one file and print its totals as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("sales", "purchases", "journal"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("lines", type=int)
    parser.add_argument("--first-receipt", type=int, default=0)
    parser.add_argument("--per-day", type=int, default=PER_DAY)
    parser.add_argument("--registers", type=int, default=1)
    parser.add_argument("--name", default="sales.csv")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.what == "purchases":
        print(make_purchases(asked.folder, asked.lines, per_day=asked.per_day))
    elif asked.what == "journal":
        print(json.dumps(make_journal(asked.folder, asked.lines, per_day=asked.per_day)))
    else:
        totals = make_sales(
            asked.folder,
            asked.lines,
            first_receipt=asked.first_receipt,
            per_day=asked.per_day,
            registers=asked.registers,
            name=asked.name,
        )
        print(json.dumps(totals))


if __name__ == "__main__":
    main()
