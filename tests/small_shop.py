"""A shop's book of a few entries, every figure of it known by hand; and one whose names are out to break things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.accounting import Entry, Posting, ensure_party, post_entries
from lstbo.inventory import Movement, move_stock
from lstbo.shop import Founding, found_book
from lstbo.storage import Book, Transaction

EVIL = (
    '"; DROP TABLE posting; --',
    "=cmd|' /C calc'!A0",
    "王记 粮油|批发; 一部",
    "007 Trading (1999)",
    "a:b:c  two  spaces",
    "date:garbage [2020-13-45] ;tag:x",
    '\\ back\\slash "quotes"',
    "*!@#%^&()",
    "-- ",
    "émile Ñandú e\u0301",
    "👾 pixel",
    "Assets:9999",
)


def money(text: str) -> Decimal:
    """Short for Decimal."""
    return Decimal(text)


def found(path: Path, *, template: str = "cn-small", costing: str = "average") -> Book:
    """Make a book founded on 2026-01-01."""
    book = Book.create(path)
    with book.write("init") as tx:
        found_book(tx, Founding("福满多", template=template, costing=costing), business_date=date(2026, 1, 1))
    return book


def add_item(tx: Transaction, number: int, name: str, doc: int, code: str = "") -> int:
    """Put an item into the catalogue as it stands."""
    tx.execute(
        "INSERT INTO catalog.item (id, code, name, doc) VALUES (?, ?, ?, ?)", [number, code or f"A{number}", name, doc]
    )
    return number


def post(
    tx: Transaction, day: date, kind: str, memo: str, *postings: tuple[str, str] | tuple[str, str, int], cash: str = ""
) -> int:
    """Post one entry under a document of its own; amounts are text, debit +."""
    doc = tx.document("accounting", kind, business_date=day, title=memo)
    lines = tuple(Posting(line[0], money(line[1]), line[2] if len(line) > 2 else None) for line in postings)
    post_entries(tx, [Entry(day, kind, memo, lines, cash)], doc=doc)
    return doc


def january(book: Book) -> None:
    """Capital 10,000; 100 units bought for 500 on credit; 40 sold for 400 cash, 10 on a tab for 100; rent 300.

    The bank ends at 9,700, the till at 400, stock at 250 (50 units), payables at 500, the tab at 100; profit is -50.
    """
    with book.write("january") as tx:
        capital = (("bank", "10000.00"), ("owner_capital", "-10000.00"))
        post(tx, date(2026, 1, 2), "opening", "Capital", *capital, cash="15")
        supplier = ensure_party(tx, "supplier", "王记粮油", doc=1)
        customer = ensure_party(tx, "customer", "李阿姨", doc=1)
        doc = tx.document("purchasing", "receipt", business_date=date(2026, 1, 3), title="R-1")
        add_item(tx, 1, "酱油 500ml", doc)
        move_stock(tx, [Movement(1, money("100"), "purchase", date(2026, 1, 3), money("500.00"))], doc=doc)
        entry(tx, doc, date(2026, 1, 3), "purchase", ("inventory", "500.00"), ("payables", "-500.00", supplier))
        sell(tx, date(2026, 1, 5), "40", (("till_cash", "400.00"),), "-400.00")
        sell(tx, date(2026, 1, 20), "10", (("tabs", "100.00", customer),), "-100.00")
        post(tx, date(2026, 1, 31), "expense", "一月房租", ("rent", "300.00"), ("bank", "-300.00"), cash="6")


def sell(
    tx: Transaction, day: date, quantity: str, paid: Sequence[tuple[str, str] | tuple[str, str, int]], sales: str
) -> int:
    """Sell so many units of item 1: one document with its movement, its money and its cost."""
    doc = tx.document("sales", "batch", business_date=day)
    cost = move_stock(tx, [Movement(1, -money(quantity), "sale", day)], doc=doc)
    total = str(-sum((line.amount for line in cost), Decimal(0)))
    entry(tx, doc, day, "sale", *paid, ("sales", sales), ("cogs", total), ("inventory", f"-{total}"), cash="1")
    return doc


def entry(
    tx: Transaction, doc: int, day: date, kind: str, *postings: tuple[str, str] | tuple[str, str, int], cash: str = ""
) -> None:
    """Post one entry under a given document."""
    lines = tuple(Posting(line[0], money(line[1]), line[2] if len(line) > 2 else None) for line in postings)
    post_entries(tx, [Entry(day, kind, kind, lines, cash)], doc=doc)


def evil_names(book: Book) -> None:
    """One customer tab and one entry memo for each evil string; some that clean to the same word."""
    with book.write("evil") as tx:
        for number, text in enumerate((*EVIL, "王记-粮油-批发-一部"), 1):
            party = ensure_party(tx, "customer", text, doc=1)
            post(tx, date(2026, 2, number), "tab", text, ("tabs", f"{number}.01", party), ("sales", f"-{number}.01"))
