"""Recosting: purchases that come after a million sales, and one delivery dated back."""

from __future__ import annotations

import ast
import json
import sys
import time
from pathlib import Path

from benchmarks.measuring import Figure, Took, compare, floor, limit, lstbo, median, python, share, turns
from benchmarks.workshop import Workshop

_ITEMS = (7, 11, 100, 400, 900, 1200, 1499)


def measure(shop: Workshop) -> list[Figure]:
    """Measure both ways of costing."""
    figures: list[Figure] = []
    for costing, name in (("average", "moving average"), ("fifo", "first in, first out")):
        sold, purchases = shop.sold(shop.lines, costing), shop.purchases(shop.lines)
        bare = shop.copy(sold, shop.folder / "bare")

        def work(sold: Path = sold, purchases: Path = purchases) -> Took:
            return lstbo(shop.scratch(sold), "import", "purchases", purchases, "--json")

        def least(costing: str = costing, bare: Path = bare, purchases: Path = purchases) -> Took:
            return floor(f"recost-{costing}", bare, purchases)

        seen, floors = turns(shop.seldom, work, least)
        shop.keep(shop.folder / "scratch" / "shop.duckdb", f"stocked-{shop.lines}-{costing}")
        book = shop.copy(shop.stocked(shop.lines, costing), shop.folder / "bare")
        inside = json.loads(python("-m", "benchmarks.recost", book, costing, str(shop.often)).out)
        _agree(inside["cost"], floors[0])
        settled = "load and recost in one statement"
        figures += [
            compare("recost", f"import purchases after all sales, {name}", seen, settled, floors, at_most=2.0),
            share(
                "recost", f"  all items anew, {name}", inside["all"], "one statement", inside["bare"], "s", at_most=2.0
            ),
            limit("recost", f"  one delivery dated back, {name}", inside["one"], "s", at_most=0.1),
        ]
    return figures


def _agree(cost: float, least: Took) -> None:
    """Raise AssertionError when our cost of sales is not that of the bare statement."""
    other = ast.literal_eval(least.out)[0]
    if abs(cost - other) > 0.001 * other:
        raise AssertionError(f"cost of sales {cost}, the bare statement finds {other}")


def _inside(path: str, costing: str, times: int) -> dict[str, float]:
    """Return the seconds of one back-dated delivery, of costing everything anew and of its floor; the cost of sales."""
    from datetime import date
    from decimal import Decimal

    from benchmarks.floors import recost_booked
    from lstbo.inventory import cost_differences
    from lstbo.purchasing import GoodsReceipt, ReceiptLine, receive_goods
    from lstbo.storage import Book

    took: list[float] = []
    with Book.open(Path(path)) as book:
        with book.read() as tx:
            cost = tx.scalar("SELECT -sum(amount)::DOUBLE FROM inventory.stock_value WHERE reason = 'sale'")
            begun = time.perf_counter()
            if any(cost_differences(tx)):
                raise AssertionError("the book does not cost as it should")
            whole = time.perf_counter() - begun
        for item in _ITEMS[:times]:
            line = ReceiptLine(item, Decimal(24), Decimal("1.25"))
            begun = time.perf_counter()
            with book.write("benchmark") as tx:
                receive_goods(tx, GoodsReceipt(f"B{item}", "批发商1", (line,), date(2015, 3, 2)))
            took.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    recost_booked(path, costing)
    return {"one": median(took), "all": whole, "bare": time.perf_counter() - begun, "cost": cost}


if __name__ == "__main__":
    print(json.dumps(_inside(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
