"""All items with their stock, and which of them ask for attention: the same ones the Today page counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.catalog import NewItem, create_items
from lstbo.inventory import Movement, move_stock
from lstbo.reports import Shelf, attention, read_shelf
from lstbo.storage import Book
from tests.small_shop import found

JUNE, DAY = date(2026, 6, 1), date(2026, 9, 30)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Tea bought and sold out beyond stock, rice bought and never sold, salt sold without ever a cost, sugar new."""
    book = found(tmp_path / "shop.duckdb")
    with book.write("goods") as tx:
        doc = tx.document("purchasing", "receipt", business_date=JUNE)
        items = [NewItem(code=name, name=name) for name in ("tea", "rice", "salt")]
        ids = create_items(tx, items, doc=doc, valid_from=JUNE, status="active")
        create_items(tx, [NewItem(code="sugar", name="sugar")], doc=doc, valid_from=JUNE)
        tea, rice, salt = (ids[item] for item in items)
        bought = [(tea, "2", "4.00"), (rice, "5", "20.00")]
        move_stock(tx, [Movement(i, Decimal(q), "purchase", JUNE, Decimal(v)) for i, q, v in bought], doc=doc)
        sold = tx.document("sales", "batch", business_date=DAY)
        move_stock(tx, [Movement(i, Decimal(q), "sale", DAY) for i, q in ((tea, "-3"), (salt, "-1"))], doc=sold)
    return book


def _names(shelf: Shelf, which: str) -> list[str]:
    return [line.name for line in shelf.of(which)]


def test_each_list_holds_the_items_that_ask_for_it(book: Book) -> None:
    with book.read() as tx:
        shelf = read_shelf(tx, DAY)
    assert _names(shelf, "items") == ["rice", "salt", "sugar", "tea"]
    assert _names(shelf, "oversold") == ["salt", "tea"]
    assert _names(shelf, "uncosted") == ["salt"]
    assert _names(shelf, "new") == ["sugar"]
    assert _names(shelf, "unsold") == ["rice"]


def test_the_lists_are_as_long_as_today_says(book: Book) -> None:
    with book.read() as tx:
        shelf, counts = read_shelf(tx, DAY), {one.code: one.count for one in attention(tx, DAY)}
    names = {"oversold": "oversold", "uncosted": "uncosted", "items_new": "new", "unsold": "unsold"}
    assert {code: len(shelf.of(which)) for code, which in names.items()} == {code: counts[code] for code in names}


def test_what_came_in_lately_is_not_called_unsold(book: Book) -> None:
    with book.read() as tx:
        assert _names(read_shelf(tx, date(2026, 8, 1)), "unsold") == []


def test_the_shelf_of_an_earlier_day_does_not_know_later_sales(book: Book) -> None:
    with book.read() as tx:
        shelf = read_shelf(tx, date(2026, 6, 30))
    assert shelf.of("oversold") == [] and shelf.value == Decimal("24.00")
