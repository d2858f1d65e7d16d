"""Importing sales: a large file once, the same file again, a month that overlaps, a month that is half new."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.measuring import Figure, Took, compare, floor, limit, lstbo, median, share, turns
from benchmarks.shop import PER_DAY, lines_of, receipts_of
from benchmarks.workshop import Workshop

_MB = 600
_MONTH = 30 * PER_DAY
_TENDERS = ("cash", "wechat", "alipay", "card")


def measure(shop: Workshop) -> list[Figure]:
    """Measure the first import, then what comes after it."""
    figures, first = import_once(shop, shop.lines)
    return figures + _again(shop, first)


def import_once(shop: Workshop, lines: int) -> tuple[list[Figure], float]:
    """Measure the import of a file into an empty book; return also its seconds."""
    seen, floors = _first(shop, lines)
    seconds = median([took.seconds for took in seen])
    label = f"{lines:,} sale lines"
    peaks = [median([took.peak for took in runs]) for runs in (seen, floors)]
    figures = [
        compare(
            "import", f"import {label}", seen, "read_csv", floors, at_most=3.0, note=f"{lines / seconds:,.0f} lines/s"
        ),
        limit("import", f"  peak memory, {label}", peaks[0], "MB", at_most=_MB, floor_is="read_csv", floor=peaks[1]),
    ]
    return figures, seconds


def _first(shop: Workshop, lines: int) -> tuple[list[Took], list[Took]]:
    sales, totals = shop.sales(lines)
    scratch = shop.folder / "scratch"

    def work() -> Took:
        book = shop.scratch(shop.empty())
        took = lstbo(book, "import", "sales", sales, "--json")
        _agree(took, totals)
        return took

    seen, floors = turns(shop.seldom, work, lambda: floor("read-csv", sales, shop.folder / "floor.duckdb"))
    shop.keep(scratch / "shop.duckdb", f"sold-{lines}-average")
    return seen, floors


def _agree(took: Took, totals: dict[str, str]) -> None:
    """Raise AssertionError unless an import found what the generator made."""
    found = json.loads(took.out)
    tenders = {name: totals[name] for name in _TENDERS if name in totals}
    expected = (int(totals["rows"]), int(totals["receipts"]), totals["net"], tenders)
    booked = (found["accepted"], found["receipts"], found["net"], found["tenders"])
    if booked != expected:
        raise AssertionError(f"booked {booked}, made {expected}")


def _again(shop: Workshop, first: float) -> list[Figure]:
    """Measure imports that find (nearly) everything there, on the large book and on one of a tenth."""
    small = shop.lines // 10
    same = [_unchanged(shop.sold(shop.lines), shop.sales(shop.lines)[0]) for _ in range(shop.often)]
    half = min(_MONTH, receipts_of(small)) // 2
    month = shop.sales(lines_of(2 * _MONTH), first_receipt=_MONTH)[0]
    if receipts_of(small) < 2 * _MONTH:
        month = shop.sales(small // 2)[0]
    large, little = turns(
        shop.often, lambda: _unchanged(shop.sold(shop.lines), month), lambda: _unchanged(shop.sold(small), month)
    )
    fresh_large, fresh_little = turns(
        shop.seldom, lambda: _half_new(shop, shop.lines, half), lambda: _half_new(shop, small, half)
    )
    sizes = f"{small:,}-line book"
    seconds = [median([took.seconds for took in runs]) for runs in (same, large, fresh_large)]
    whole = "the first import"
    return [
        share("import", "  the same file again", seconds[0], whole, first, "s", at_most=0.3, note="0 changed"),
        share("import", "  a month it has already", seconds[1], whole, first, "s", at_most=0.3, note="0 changed"),
        compare("import", "  ... against a small book", large, sizes, little, at_most=1.5),
        share("import", "  a month that is half new", seconds[2], whole, first, "s", at_most=0.3),
        compare("import", "  ... against a small book", fresh_large, sizes, fresh_little, at_most=1.5),
    ]


def _unchanged(book: Path, file: Path) -> Took:
    took = lstbo(book, "import", "sales", file, "--json")
    found = json.loads(took.out)
    if found["rows"] != found["duplicate"] or found["batch"] is not None:
        raise AssertionError(f"an import that brings nothing new changed the book: {took.out}")
    return took


def _half_new(shop: Workshop, lines: int, half: int) -> Took:
    """Import a month of which the book knows the first half."""
    end = receipts_of(lines)
    file, totals = shop.sales(lines_of(end + half), first_receipt=end - half)
    took = lstbo(shop.scratch(shop.sold(lines)), "import", "sales", file, "--json")
    found = json.loads(took.out)
    if found["accepted"] + found["duplicate"] != int(totals["rows"]) or not found["duplicate"]:
        raise AssertionError(f"a month that is half new: {took.out}")
    return took
