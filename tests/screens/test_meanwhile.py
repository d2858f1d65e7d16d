"""What a person does, and what others post, while the book is asked to try or to post something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event

from lstbo.app import LstboApp
from lstbo.catalog import change_price, price_on
from lstbo.exchange import list_batches
from lstbo.screens import Desk
from lstbo.screens.newest import NewestWish
from lstbo.storage import Drafts
from lstbo.storage.lock import BookLock
from lstbo.widgets import PreviewScreen, VirtualTable
from tests.screens.money_book import SMALL, home, january_book, press, seen, shop, terminal
from tests.screens.terminal import in_a_loop, settle
from tests.screens.test_setup import SALES, till_file
from tests.screens.test_stock import COLA, COLA_CODE, read, scan, stock
from tests.small_shop import post

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


@contextmanager
def in_use(desk: Desk) -> Iterator[None]:
    """Let somebody else have the book: a lock of its own is as good as another process."""
    desk.wait = desk.book().wait = 0.3
    desk.close()
    lock = BookLock(desk.path, "import")
    lock.acquire(5)
    try:
        yield
    finally:
        lock.release()


@in_a_loop
async def test_a_list_that_found_the_book_in_use_is_read_when_it_is_free(shop: Path) -> None:
    async with terminal(shop, page="money") as pilot:
        with in_use(pilot.app.desk):
            assert "in use" in await press(pilot, "right")
        pilot.app.look()
        await settle(pilot)
        assert pilot.app.screen.query_one("#journal-table", VirtualTable).row_count > 0
        assert "in use" not in seen(pilot)


def test_a_wish_asked_again_stops_the_last_and_takes_its_place_in_the_same_thread() -> None:
    wishes, said = NewestWish(), []

    def last(stop: Event) -> None:
        said.append(("last", stop.is_set()))

    def first(stop: Event) -> None:
        started = [wishes.ask(last) for _ in range(12)]
        said.append(("first", stop.is_set(), any(started)))

    assert wishes.ask(first)
    wishes.serve()
    assert said == [("first", True, False), ("last", False)]
    assert wishes.ask(last)


@in_a_loop
async def test_what_is_posted_before_anybody_looked_around_shows(shop: Path) -> None:
    async with terminal(shop, page="money") as pilot:
        assert not pilot.app.seen.looked
        with pilot.app.desk.book().write("somebody else") as tx:
            post(tx, DAY, "voucher", "just now", ("other_expense", "1.00"), ("shrinkage", "-1.00"))
        pilot.app.look()
        await settle(pilot)
        assert "just now" in await press(pilot, "right")


@in_a_loop
async def test_nothing_is_posted_as_of_an_earlier_day(stock: Path, till_file: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        pilot.app.desk.as_of = date(2026, 1, 29)
        await scan(pilot, COLA_CODE)
        shown = await press(pilot, "n", *"3.5", "ctrl+s")
        assert "You look at the book as of 2026-01-29" in shown and "then post." in shown
        await press(pilot, "escape", "escape", "escape", "f10", "enter", "ctrl+s")
        assert "You look at the book as of 2026-01-29" in seen(pilot)
    assert read(stock, list_batches) == []
    assert read(stock, lambda tx: price_on(tx, COLA, DAY)) == Decimal("3.00")


@in_a_loop
async def test_neither_the_language_nor_a_page_key_closes_what_is_being_posted(stock: Path) -> None:
    async with terminal(stock, page="stock") as pilot:
        await scan(pilot, COLA_CODE)
        await press(pilot, "n", *"3.5", "ctrl+s")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+s")
            pilot.app.action_switch_language()
            await pilot.pause()
        await settle(pilot)
        assert "Price: 3.50" in seen(pilot)
    assert Drafts(stock).list() == []


@in_a_loop
async def test_an_import_under_way_is_not_left_by_a_page_key(shop: Path, till_file: Path) -> None:
    async with terminal(shop, page="setup") as pilot:
        await press(pilot, "enter")
        with pilot.app.desk.book().write("somebody else"):
            await pilot.press("ctrl+s", "f10")
        await settle(pilot)
        assert "3 rows = 2 booked + 1 rejected" in seen(pilot)
    assert len(read(shop, list_batches)) == 1


@in_a_loop
async def test_reading_only_nothing_is_written_beside_the_book(stock: Path) -> None:
    desk = Desk(stock, read_only=True)
    async with LstboApp(desk, start="stock").run_test(size=SMALL) as pilot:
        await settle(pilot)
        await scan(pilot, COLA_CODE)
        await press(pilot, "n", *"3.5")
    desk.close()
    assert not Path(f"{stock}.drafts").exists()
