"""A small document, durable when the call returns: against three bare statements and a commit, in one process."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Figure, median, python, share
from benchmarks.workshop import Workshop

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from lstbo.storage import Book

_DAY = date(2024, 1, 15)
_TABLES = """
    CREATE TABLE document (seq BIGINT PRIMARY KEY, title VARCHAR, day DATE);
    CREATE TABLE entry (id BIGINT PRIMARY KEY, doc BIGINT, day DATE, memo VARCHAR);
    CREATE TABLE posting (entry BIGINT, line INTEGER, account VARCHAR, amount DECIMAL(18,2))"""
_NAMES = {"voucher": "a voucher of 10 lines", "delivery": "a delivery of 10 lines, recosted"}


def measure(shop: Workshop) -> list[Figure]:
    """Post to a small book and to the large one."""
    figures: list[Figure] = []
    for lines, size in ((shop.lines // 10, "small"), (shop.lines, "large")):
        book = shop.scratch(shop.stocked(lines))
        took = json.loads(python("-m", "benchmarks.posting", book, str(shop.often * 6)).out)
        figures += [
            share(
                "posting",
                f"{name}, {size} book",
                took[key][0],
                "3 statements + commit",
                took[key][1],
                "ms",
                at_most=3.0,
                note=f"p99 {took[key][2]:.1f} ms",
            )
            for key, name in _NAMES.items()
        ]
    return figures


def _inside(path: str, times: int) -> dict[str, tuple[float, float, float]]:
    """Return per document the median milliseconds, those of the floor, and the slowest but 1 in 100."""
    import duckdb

    from lstbo.storage import Book

    took: dict[str, tuple[float, float, float]] = {}
    with Book.open(Path(path)) as book, duckdb.connect(str(Path(path).with_name("bare.duckdb"))) as bare:
        bare.execute(_TABLES)
        number = 0
        for key, post in (("voucher", _voucher), ("delivery", _delivery)):
            seen: list[float] = []
            least: list[float] = []
            for _ in range(times + 2):
                number += 1
                seen.append(_timed(partial(post, book, number)))
                least.append(_timed(partial(_bare, bare, number)))
            late = sorted(seen[2:])[max(0, len(seen[2:]) * 99 // 100 - 1)]
            took[key] = (median(seen[2:]), median(least[2:]), late)
    return took


def _voucher(book: Book, number: int) -> None:
    from lstbo.accounting import Posting, post_voucher

    lines = [Posting("rent", Decimal(10 + at)) for at in range(9)]
    lines.append(Posting("till_cash", -sum((line.amount for line in lines), Decimal(0))))
    with book.write("benchmark") as tx:
        post_voucher(tx, lines, business_date=_DAY, memo=f"voucher {number}")


def _delivery(book: Book, number: int) -> None:
    from lstbo.purchasing import GoodsReceipt, ReceiptLine, receive_goods

    lines = tuple(ReceiptLine(1 + (number * 10 + at) % 1400, Decimal(6), Decimal("2.50")) for at in range(10))
    with book.write("benchmark") as tx:
        receive_goods(tx, GoodsReceipt(f"P{number}", "批发商1", lines, _DAY))


def _bare(connection: DuckDBPyConnection, number: int) -> None:
    connection.execute("BEGIN")
    connection.execute("INSERT INTO document VALUES (?, ?, ?)", [number, f"voucher {number}", _DAY])
    connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", [number, number, _DAY, "rent"])
    rows = ", ".join("(?, ?, ?, ?)" for _ in range(10))
    values = [value for at in range(10) for value in (number, at, "6602", Decimal(10 + at))]
    connection.execute(f"INSERT INTO posting VALUES {rows}", values)
    connection.execute("COMMIT")


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    print(json.dumps(_inside(sys.argv[1], int(sys.argv[2]))))
