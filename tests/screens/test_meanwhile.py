"""What a person does, and what others post, while the book is asked to try or to post something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.catalog import change_price, price_on
from lstbo.exchange import list_batches
from lstbo.storage import Drafts
from lstbo.widgets import PreviewScreen
from tests.screens.money_book import home, january_book, press, seen, shop, terminal
from tests.screens.terminal import in_a_loop, settle
from tests.screens.test_setup import SALES, till_file
from tests.screens.test_stock import COLA, COLA_CODE, read, scan, stock

__all__ = ["home", "january_book", "shop", "stock", "till_file"]
DAY = date(2026, 1, 31)
MORE = SALES + "1004,2026-01-31 10:00:00,1,sale,酱油 500ml,100,10.00,1000.00,cash,1000.00\n"


@in_a_loop
async def test_ctrl_s_twice_shows_one_preview(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "n", *"3.5")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+s", "ctrl+s")
        await settle(pilot)
        assert [isinstance(screen, PreviewScreen) for screen in pilot.app.screen_stack].count(True) == 1


@in_a_loop
async def test_ctrl_z_twice_shows_one_preview(shop: Path) -> None:
    async with terminal(shop, page="money") as pilot:
        await press(pilot, "right")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+z", "ctrl+z")
        await settle(pilot)
        assert [isinstance(screen, PreviewScreen) for screen in pilot.app.screen_stack].count(True) == 1


@in_a_loop
async def test_escape_does_not_throw_away_what_is_being_posted(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "n", *"3.5", "ctrl+s")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+s", "escape", "escape", "f4")
        await settle(pilot)
        assert "Price: 3.50" in seen(pilot)
        assert "3.50" in await press(pilot, "ctrl+z")
    assert Drafts(stock).list() == []
    assert read(stock, lambda tx: price_on(tx, COLA, DAY)) == Decimal("3.50")


@in_a_loop
async def test_what_was_posted_is_said_when_another_page_is_in_front(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "n", *"3.5", "ctrl+s")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+s", "f6")
        await settle(pilot)
        assert pilot.app.current_mode == "money"
        assert "Price: 3.50" in await press(pilot, "f4")


@in_a_loop
async def test_a_price_that_changed_after_the_preview_is_not_posted(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        assert "3.00" in await press(pilot, "n", *"3.5", "ctrl+s")
        with pilot.app.desk.book().write("somebody else") as tx:
            change_price(tx, COLA, Decimal("9.00"), valid_from=DAY)
        assert "The book changed meanwhile" in await press(pilot, "ctrl+s")
        assert "9.00" in await press(pilot, "ctrl+s")
    assert read(stock, lambda tx: price_on(tx, COLA, DAY)) == Decimal("9.00")


@in_a_loop
async def test_a_file_that_changed_after_it_was_tried_out_is_tried_again(shop: Path, till_file: Path) -> None:
    async with terminal(shop, page="setup") as pilot:
        assert "3 rows" in await press(pilot, "enter")
        till_file.write_text(MORE, encoding="utf-8")
        assert "4 rows" in await press(pilot, "ctrl+s")
        assert read(shop, list_batches) == []
        await press(pilot, "ctrl+s")
    assert read(shop, list_batches)[0].rows == 4


@in_a_loop
async def test_a_restore_that_would_lose_more_than_was_shown_asks_again(shop: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        await press(pilot, "right", "right", "right", "n")
        assert "nothing is lost" in await press(pilot, "enter")
        with pilot.app.desk.book().write("somebody else") as tx:
            tx.document("storage", "note", business_date=DAY)
        asked = await press(pilot, *"restore", "enter")
        assert "Something was posted meanwhile" in asked and "1 document" in asked
        await press(pilot, *"restore", "enter")
        assert "Restored" in seen(pilot)


@in_a_loop
async def test_a_draft_that_cannot_be_thrown_away_is_said(shop: Path) -> None:
    odd = Path(f"{shop}.drafts") / "folder"
    odd.mkdir(parents=True)
    async with terminal(shop) as pilot:
        pilot.app.offer_drafts()
        await settle(pilot)
        await press(pilot, "delete")
        assert "The draft 'folder' cannot be removed" in next(iter(pilot.app._notifications)).message
    assert odd.is_dir()
