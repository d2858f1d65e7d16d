"""Books for tests, made once per costing and chart, then copied. Items: milk, noodles, beer, a case of beer, rice."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from lstbo.accounting import Entry, Posting, account_balance, post_entry
from lstbo.catalog import NewItem, create_items
from lstbo.inventory import Movement, move_stock, post_stock_money
from lstbo.purchasing import GoodsReceipt, ReceiptLine
from lstbo.shop import Founding, found_book
from lstbo.storage import Book, Transaction
from tests.promises import keep_the_promises

MILK, NOODLES, BEER, CASE, RICE = 1, 2, 3, 4, 5
START = date(2026, 1, 1)
EXAMPLES = int(os.environ.get("LSTBO_EXAMPLES") or 6)  # of every property; more of them for a long hunt


@cache
def _template(costing: str, template: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="lstbo-test-")) / "shop.duckdb"
    with Book.create(path) as book, book.write(command="init") as tx:
        doc = found_book(tx, Founding("福满多", template=template, costing=costing), business_date=START)
        new = [
            NewItem(
                code="m", name="milk", category="dairy", unit="box", price=Decimal("5.00"), barcode="6928804011142"
            ),
            NewItem(code="n", name="noodles", category="dry", unit="bag", price=Decimal("4.50")),
            NewItem(code="b", name="beer", category="drinks", unit="can", price=Decimal("3.00")),
            NewItem(code="c", name="case of beer", category="drinks", unit="case", price=Decimal("66.00")),
            NewItem(code="r", name="rice", category="dry", unit="kg", price=Decimal("6.00")),
        ]
        create_items(tx, new, doc=doc, valid_from=START)
    return path


def new_book(folder: Path, *, costing: str = "average", template: str = "cn-small", name: str = "shop") -> Book:
    """Return an empty, founded book in `folder`; close it when done."""
    path = folder / f"{name}.duckdb"
    shutil.copy(_template(costing, template), path)
    return Book.open(path)


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """One unit of work on a new book; the promises are checked when the test is through."""
    with new_book(tmp_path) as book, book.write("test") as unit:
        yield unit
        keep_the_promises(unit)


@pytest.fixture
def fifo(tmp_path: Path) -> Iterator[Transaction]:
    """As `tx`, in a book that costs first in, first out."""
    with new_book(tmp_path, costing="fifo") as book, book.write("test") as unit:
        yield unit
        keep_the_promises(unit)


def day(number: int, month: int = 1) -> date:
    """Return a day of 2026."""
    return date(2026, month, number)


def delivery(
    number: str, on: date, *lines: tuple[int, str, str], supplier: str = "Wang", paid_from: str = ""
) -> GoodsReceipt:
    """Return a delivery of (item, quantity, unit cost) lines."""
    goods = tuple(ReceiptLine(item, Decimal(quantity), Decimal(cost)) for item, quantity, cost in lines)
    return GoodsReceipt(number, supplier, goods, on, paid_from=paid_from)


def sell(
    tx: Transaction,
    on: date,
    *lines: tuple[int, str],
    takings: str = "0",
    customer: int | None = None,
    into: str = "till_cash",
) -> int:
    """Book sales of (item, quantity) on a day, negative quantities are unlinked returns; the cash is revenue whole.

    The sales room does this for real; here the two ledgers are tested without it. `customer` puts it on the tab.
    """
    doc = tx.document("sales", "batch", business_date=on)
    wanted = [(item, Decimal(quantity)) for item, quantity in lines]
    movements = [
        Movement(item, -quantity, "sale" if quantity > 0 else "customer_return", on) for item, quantity in wanted
    ]
    post_stock_money(tx, move_stock(tx, movements, doc=doc), "sale", "sales", doc=doc)
    account = Posting(into, Decimal(takings)) if customer is None else Posting("tabs", Decimal(takings), customer)
    post_entry(tx, Entry(on, "sale", "sales", (account, Posting("sales", -Decimal(takings))), cash_flow="1"), doc=doc)
    return doc


def balances(tx: Transaction, roles: Sequence[str], as_of: date | None = None) -> list[str]:
    """Return the balances of some roles, debit +, as text."""
    return [str(account_balance(tx, role, as_of=as_of).balance) for role in roles]
