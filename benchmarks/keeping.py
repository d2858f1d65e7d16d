"""Backup of a large book with its tested restore: against two durable copies of the file."""

from __future__ import annotations

from benchmarks.measuring import Figure, compare, floor, lstbo, turns
from benchmarks.workshop import Workshop


def measure(shop: Workshop) -> list[Figure]:
    """Measure `lstbo backup`, which restores the copy to a scratch file and proves its chain."""
    book = shop.scratch(shop.stocked(shop.lines))
    size = book.stat().st_size / 1e6
    target = shop.folder / "copy.duckdb"
    seen, floors = turns(shop.seldom, lambda: lstbo(book, "backup"), lambda: floor("copy-twice", book, target))
    label = f"backup and tested restore, {size:.0f} MB"
    return [compare("keeping", label, seen, "two durable copies", floors)]
