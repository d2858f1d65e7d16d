"""Questions a screen asks of an open book: each against the bare query for the same rows, in one process."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Figure, limit, median, python
from benchmarks.workshop import Workshop

if TYPE_CHECKING:
    from lstbo.storage import Transaction

_GOAL = 150
_MOVED = "inventory.stock_movement"
_POSTINGS = "accounting.posting p JOIN accounting.journal_entry e ON e.id = p.entry"
_RECEIPTS = "sales.receipt_line l JOIN sales.receipt r ON r.id = l.receipt"

BARE = {
    "income statement of a month": f"SELECT account, sum(amount) FROM {_POSTINGS} WHERE e.month = 201505 GROUP BY 1",
    "stock on hand": f"SELECT item, sum(quantity), max(business_date) FROM {_MOVED} GROUP BY 1",
    "day book of a day": f"SELECT count(*), sum(l.net), sum(l.discount) FROM {_RECEIPTS} "
    "WHERE r.business_date = DATE '2015-05-05'",
    "day book of a month": f"SELECT r.business_date, sum(l.net), sum(l.discount) FROM {_RECEIPTS} "
    "WHERE r.business_date BETWEEN DATE '2015-05-01' AND DATE '2015-05-31' GROUP BY 1",
    "stock card of an item": f"SELECT business_date, reason, doc, sum(quantity) FROM {_MOVED} WHERE item = 7 GROUP BY ALL",
    "balance of an account": f"SELECT sum(amount) FROM {_POSTINGS} WHERE account = '1012.02'",
}


def measure(shop: Workshop) -> list[Figure]:
    """Ask every question of the large book in one process, after one round that is not measured."""
    book = shop.stocked(shop.lines)
    took = json.loads(python("-m", "benchmarks.warm", book, str(shop.often * 2 + 1)).out)
    return [
        limit("warm", name, took[name][0], "ms", at_most=_GOAL, floor_is="bare query", floor=took[name][1])
        for name in BARE
    ]


def _questions() -> dict[str, Callable[[Transaction], object]]:
    from datetime import date

    from lstbo.accounting import account_balance
    from lstbo.core.period import Period
    from lstbo.inventory import stock_card, stock_on_hand
    from lstbo.reports import Asked, make_report

    on = date(2015, 5, 5)
    day, month = Asked(Period(on, on, "2015-05-05")), Asked(Period.parse("2015-05"))
    return {
        "income statement of a month": lambda tx: make_report(tx, "income", month),
        "stock on hand": stock_on_hand,
        "day book of a day": lambda tx: make_report(tx, "day-book", day),
        "day book of a month": lambda tx: make_report(tx, "day-book", month),
        "stock card of an item": lambda tx: stock_card(tx, 7),
        "balance of an account": lambda tx: account_balance(tx, "1012.02"),
    }


def _ask(path: str, times: int) -> dict[str, tuple[float, float]]:
    """Return the median milliseconds of every question and of its bare query."""
    from lstbo.storage import Book

    took: dict[str, tuple[float, float]] = {}
    with Book.open(Path(path), read_only=True) as book, book.read() as tx:
        for name, ask in _questions().items():
            seen: list[float] = []
            bare: list[float] = []
            for _ in range(times + 1):
                seen.append(_timed(partial(ask, tx)))
                bare.append(_timed(partial(tx.rows, BARE[name])))
            took[name] = (median(seen[1:]), median(bare[1:]))
    return took


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    print(json.dumps(_ask(sys.argv[1], int(sys.argv[2]))))
