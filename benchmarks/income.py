"""A monthly income statement, whole process: against a bare script, and against hledger on the same sales."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

from benchmarks.measuring import Figure, Took, compare, floor, limit, lstbo, median, process, turns
from benchmarks.shop import lines_of
from benchmarks.workshop import Workshop

_TEN_YEARS = 3650
_QUIET_DAY = 20  # receipts: the number of days makes the journal, not the number of receipts
_TILLS = 3


def measure(shop: Workshop) -> list[Figure]:
    """Measure a book of many receipts and one of many days."""
    return _receipts(shop) + _ten_years(shop)


def _statement(book: Path, month: str) -> Took:
    return lstbo(book, "report", "income", "--period", month, "--json")


def _receipts(shop: Workshop) -> list[Figure]:
    receipts = shop.lines // 10
    label = f"a book of {receipts:,} receipts"
    lines = lines_of(receipts)
    book = shop.stocked(lines)
    journal, months = shop.journal(lines)
    month = sorted(months)[len(months) // 2]
    _statement(book, month)
    seen, floors = turns(shop.often, lambda: _statement(book, month), lambda: floor("income", book, month))
    figures = [compare("income", f"income statement, {label}", seen, "bare DuckDB script", floors)]
    if not _has_hledger(shop):
        return figures
    seen, others = turns(shop.seldom, lambda: _statement(book, month), lambda: _hledger(journal, month))
    sales = _total(others[0], "income:sales")
    if sales != Decimal(months[month]):
        raise AssertionError(f"hledger sums {sales}, the shop sold {months[month]}")
    return figures + _against(
        f"  {label}",
        seen,
        "hledger, entry per receipt",
        others,
        30 if receipts >= 100_000 else None,
        tenth=receipts >= 100_000,
    )


def _ten_years(shop: Workshop) -> list[Figure]:
    if not _has_hledger(shop):
        return []
    (book, journal), month = _long_book(shop), "2020-05"
    seen, others = turns(shop.seldom, lambda: _statement(book, month), lambda: _hledger(journal, month))
    found = {row["line"]: Decimal(row["amount"]) for row in json.loads(seen[0].out)["rows"]}
    profit = _total(others[0], "Net:")
    if found[max(found)] != profit:
        raise AssertionError(f"hledger's profit is {profit}, ours {found[max(found)]}")
    count = journal.read_text(encoding="utf-8").count(" CNY")
    return _against("  ten years", seen, f"hledger, {count:,} postings", others, 8)


def _long_book(shop: Workshop) -> tuple[Path, Path]:
    """Return a book of ten years with quiet days and three tills, and the same journal for hledger."""
    place = shop.folder / "ten-years"
    book, journal = place / "shop.duckdb", place / "ten.journal"
    if not journal.exists():
        lines = lines_of(_TEN_YEARS * _QUIET_DAY)
        shop.say("booking ten years")
        shop.copy(shop.empty(), place)
        lstbo(book, "import", "sales", shop.sales(lines, per_day=_QUIET_DAY, registers=_TILLS)[0])
        lstbo(book, "import", "purchases", shop.purchases(lines, per_day=_QUIET_DAY))
        lstbo(book, "export", "hledger", "-o", journal)
    return book, journal


def _against(
    label: str, seen: list[Took], what: str, others: list[Took], times: float | None, *, tenth: bool = False
) -> list[Figure]:
    """Return how many times faster than the other program, and the peak memory: at most a `tenth` of the other's."""
    peaks = [median([took.peak for took in runs]) for runs in (seen, others)]
    goal = round(peaks[1] / 10) if tenth else None
    memory = limit("income", f"{label}: peak memory", peaks[0], "MB", at_most=goal, floor_is=what, floor=peaks[1])
    return [compare("income", label, seen, what, others, times_faster=times), memory]


def _hledger(journal: Path, month: str) -> Took:
    return process(["hledger", "-f", journal, "incomestatement", "-p", month, "-O", "csv"])


def _total(took: Took, name: str) -> Decimal:
    """Return the amount beside a name in hledger's answer, 0 when the name is not there."""
    for row in csv.reader(io.StringIO(took.out)):
        if row and row[0] == name:
            return Decimal(row[1].split()[0].replace(",", ""))
    return Decimal(0)


def _has_hledger(shop: Workshop) -> bool:
    if shutil.which("hledger"):
        return True
    shop.say("hledger is not here: left out")
    return False
