"""The stock page and the card of an item: found, opened, changed after a preview, and changed back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from lstbo.catalog import NewItem, barcodes_of, create_items, price_on, statuses
from lstbo.core.language import set_language
from lstbo.inventory import Movement, move_stock
from lstbo.screens.document import DocumentScreen
from lstbo.screens.item_card import ItemCard
from lstbo.screens.stock import StockPage
from lstbo.storage import Book, Drafts, Transaction
from lstbo.widgets import send_scan
from tests.screens.money_book import LARGE, SMALL, home, january_book, press, seen, shop, terminal
from tests.screens.terminal import frame, in_a_loop, settle
from tests.small_shop import EVIL, found

__all__ = ["home", "january_book", "shop"]
T = TypeVar("T")
OLD, DAY = date(2025, 9, 1), date(2026, 1, 30)
SOY, COLA, RICE, SALT = 1, 2, 3, 4
RICE_CODE, COLA_CODE = "6901028001458", "6928804011142"


@pytest.fixture
def stock(shop: Path) -> Iterator[Path]:
    """January, and: cola sold beyond its stock, rice bought and never sold, salt sold without a cost, sugar new."""
    with Book.open(shop) as book, book.write("goods") as tx:
        doc = tx.document("purchasing", "receipt", business_date=OLD, title="R-9")
        goods = [
            NewItem("C1", "可口可乐 330ml", COLA_CODE, "饮料", "瓶", Decimal("3.00")),
            NewItem("R1", "东北大米 5kg", RICE_CODE, "粮油", "袋", Decimal("39.90")),
            NewItem("S1", "食盐 400g", "", "调味", "袋", Decimal("2.50")),
        ]
        create_items(tx, goods, doc=doc, valid_from=OLD, status="active")
        create_items(tx, [NewItem("N1", "白糖", "", "调味")], doc=doc, valid_from=OLD)
        bought = [(COLA, "10", "20.00"), (RICE, "5", "150.00")]
        move_stock(tx, [Movement(i, Decimal(q), "purchase", OLD, Decimal(v)) for i, q, v in bought], doc=doc)
        sold = tx.document("sales", "batch", business_date=DAY, title="till.csv")
        move_stock(tx, [Movement(i, Decimal(q), "sale", DAY) for i, q in ((COLA, "-12"), (SALT, "-1"))], doc=sold)
    yield shop


def read(book: Path, work: Callable[[Transaction], T]) -> T:
    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        return work(tx)


async def scan(pilot: Pilot[int], code: str) -> str:
    send_scan(pilot.app, code)
    await pilot.pause()
    await settle(pilot)
    return seen(pilot)


VIEWS = ("items", "value", "oversold", "uncosted", "new", "unsold")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", ["items", "value", "oversold"])
@in_a_loop
async def test_every_view_shows_the_shelf(
    stock: Path, text_frame: SnapshotAssertion, view: str, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    async with terminal(stock, size=size, page="stock") as pilot:
        assert await press(pilot, *["right"] * VIEWS.index(view)) == text_frame


@pytest.mark.parametrize("language", ["en", "zh"])
@in_a_loop
async def test_the_card_shows_what_moved_the_item(stock: Path, text_frame: SnapshotAssertion, language: str) -> None:
    set_language(language)
    async with terminal(stock, page="stock") as pilot:
        assert await scan(pilot, COLA_CODE) == text_frame


@in_a_loop
async def test_an_empty_book_says_what_to_do_first(home: Path) -> None:
    found(home / "shop.duckdb").close()
    async with terminal(home / "shop.duckdb", page="stock") as pilot:
        assert "No items yet." in frame(pilot.app) and "F10" in frame(pilot.app)


@pytest.mark.parametrize(
    ("what", "name"), [("oversold", "可口可乐"), ("uncosted", "食盐"), ("new", "白糖"), ("unsold", "东北大米")]
)
@in_a_loop
async def test_today_opens_the_list_it_names(stock: Path, what: str, name: str) -> None:
    async with terminal(stock, page="today") as pilot:
        pilot.app.open_page("stock", what)
        await settle(pilot)
        assert isinstance(pilot.app.screen, StockPage) and pilot.app.screen.view == what
        assert name in frame(pilot.app)


@pytest.mark.parametrize("text", ["dbdm", "01458", "大米"])
@in_a_loop
async def test_an_item_is_found_by_initials_end_of_barcode_and_name(stock: Path, text: str) -> None:
    async with terminal(stock, page="stock") as pilot:
        await press(pilot, "slash", *text)
        await pilot.pause(0.2)
        await settle(pilot)
        assert pilot.app.screen.table.row_count == 1 and "东北大米" in frame(pilot.app)


@in_a_loop
async def test_a_movement_opens_its_document(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DocumentScreen) and "till.csv" in frame(pilot.app)


@in_a_loop
async def test_a_scan_on_a_card_shows_the_next_item_in_its_place(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        assert "东北大米" in await scan(pilot, RICE_CODE)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StockPage)


@in_a_loop
async def test_an_unknown_code_says_what_to_do(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        shown = await scan(pilot, "6901028999991")
        assert "No item has the code 6901028999991." in shown and "b gives it this code" in shown
        assert isinstance(pilot.app.screen, ItemCard) and pilot.app.screen.chosen() == ()


@in_a_loop
async def test_a_new_price_is_previewed_posted_and_taken_back(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        preview = await press(pilot, "n", *"3.5", "ctrl+s")
        assert "3.00" in preview and "3.50" in preview
        assert read(stock, lambda tx: price_on(tx, COLA, date(2026, 1, 31))) == Decimal("3.00")
        assert "Price: 3.50" in await press(pilot, "ctrl+s")
        assert "Price: 3.00" in await press(pilot, "ctrl+z", "ctrl+s")
    assert Drafts(stock).list() == []
    assert read(stock, lambda tx: price_on(tx, COLA, date(2026, 1, 31))) == Decimal("3.00")


@in_a_loop
async def test_the_price_it_has_already_is_refused_on_the_sheet(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        assert "has this price already" in await press(pilot, "n", *"3", "ctrl+s")


@in_a_loop
async def test_a_price_that_was_begun_is_gone_on_with(stock: Path) -> None:
    Drafts(stock).begin("stock_price").save({"item": "C1", "price": "3.8", "valid_from": "2026-01-31"})
    async with terminal(stock, page="stock") as pilot:
        pilot.app.look()
        await settle(pilot)
        await press(pilot, "enter")
        assert "可口可乐" in frame(pilot.app) and "3.8" in frame(pilot.app)
        await press(pilot, "ctrl+s", "ctrl+s")
    assert read(stock, lambda tx: price_on(tx, COLA, date(2026, 1, 31))) == Decimal("3.80")


@in_a_loop
async def test_marked_items_get_another_status_together(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await press(pilot, "space", "down", "space")
        marked = pilot.app.screen.table.marked
        assert len(marked) == 2
        await press(pilot, "t", "enter", "ctrl+s")
    after = read(stock, statuses)
    assert {after[item] for item in marked} != {"new"} and len({after[item] for item in marked}) == 1


@in_a_loop
async def test_a_new_item_that_was_looked_at_is_active_and_leaves_the_list(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        pilot.app.screen.show_thing("new")
        await settle(pilot)
        before = pilot.app.screen.table.row_count
        await press(pilot, "t", "enter", "ctrl+s")
        assert pilot.app.screen.table.row_count == before - 1


@in_a_loop
async def test_a_scanned_barcode_is_learnt_with_its_units(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "b")
        await scan(pilot, "16928804011149")
        await press(pilot, "backspace", *"24", "ctrl+s", "ctrl+s")
    assert ("16928804011149", Decimal("24.000")) in read(stock, lambda tx: barcodes_of(tx, COLA))


@in_a_loop
async def test_a_category_lists_its_items_and_escape_lists_all(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await press(pilot, "right", "enter")
        assert pilot.app.screen.view == "items" and pilot.app.screen.table.row_count == 1
        await press(pilot, "escape")
        assert pilot.app.screen.table.row_count == 5


@in_a_loop
async def test_an_earlier_day_shows_the_stock_of_that_day(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        pilot.app.desk.as_of = date(2025, 9, 30)
        pilot.app.screen.reload()
        await settle(pilot)
        pilot.app.screen.show_thing("oversold")
        await settle(pilot)
        assert "Nothing is oversold." in frame(pilot.app)


@in_a_loop
async def test_names_that_are_out_to_break_things_are_drawn_as_they_are(stock: Path) -> None:
    with Book.open(stock) as book, book.write("evil") as tx:
        doc = tx.document("catalog", "items", business_date=OLD)
        names = (*EVIL, "[/]", "[@click=quit]x[/]")
        create_items(tx, [NewItem(f"E{n}", name) for n, name in enumerate(names)], doc=doc, valid_from=OLD)
    async with terminal(stock, page="stock", size=LARGE) as pilot:
        assert "[/]" in frame(pilot.app) and "[@click=quit]x[/]" in frame(pilot.app)
        pilot.app.open_item("[/]")
        await settle(pilot)
        assert "[/]" in frame(pilot.app)
