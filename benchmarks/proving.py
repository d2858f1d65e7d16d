"""Proving the book: the audit chain over everything, and every promise worked out anew."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.measuring import Figure, compare, floor, limit, lstbo, median, python, turns
from benchmarks.workshop import Workshop

# One digest per row, joined and digested once more: what any proof over these lines has to do at least.
_BARE = """
    SELECT sha256(string_agg(digest, '' ORDER BY digest)) FROM (
        SELECT sha256(concat_ws('|', COLUMNS(*)::VARCHAR)) AS digest FROM sales.receipt_line)"""

_TABLES = (
    "sales.receipt_line",
    "sales.receipt",
    "sales.tender",
    "sales.receipt_tax",
    "inventory.stock_movement",
    "inventory.stock_value",
    "accounting.posting",
)


def measure(shop: Workshop) -> list[Figure]:
    """Measure the chain from inside, and the whole check as a process."""
    book = shop.stocked(shop.lines)
    took = json.loads(python("-m", "benchmarks.proving", book, str(shop.seldom)).out)
    speed = [took["lines"] / took[key] for key in ("chain", "bare")]
    chain = limit(
        "proving",
        f"the chain over {took['rows']:,} rows",
        speed[0],
        "lines/s",
        at_least=100_000,
        floor_is="a digest per sale line",
        floor=speed[1],
        note=f"{took['chain']:.1f} s",
    )
    seen, floors = turns(shop.seldom, lambda: lstbo(book, "check", "--json"), lambda: floor("scan", book))
    return [chain, compare("proving", "lstbo check", seen, "reading every column once", floors)]


def _inside(path: str, times: int) -> dict[str, float]:
    from lstbo.storage import Book

    chain: list[float] = []
    bare: list[float] = []
    with Book.open(Path(path), read_only=True) as book, book.read() as tx:
        counts = [tx.scalar(f"SELECT count(*) FROM {table}") for table in _TABLES]
        for _ in range(times):
            begun = time.perf_counter()
            if tx.verify_chain():
                raise AssertionError("the chain is broken")
            chain.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            tx.scalar(_BARE)
            bare.append(time.perf_counter() - begun)
    return {"chain": median(chain), "bare": median(bare), "lines": counts[0], "rows": sum(counts)}


if __name__ == "__main__":
    print(json.dumps(_inside(sys.argv[1], int(sys.argv[2]))))
