"""Setup: from a file on the disk into the book, what waits is mapped, an import is taken back, a backup restored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from lstbo.app import LstboApp
from lstbo.core.language import set_language
from lstbo.exchange import list_batches, waiting
from lstbo.screens import Desk
from lstbo.storage import Book, list_backups
from tests.screens.money_book import LARGE, SMALL, home, january_book, press, seen, shop, terminal
from tests.screens.terminal import in_a_loop, settle
from tests.small_shop import found

__all__ = ["home", "january_book", "shop"]
SALES = """receipt_id,sold_at,register,kind,name,quantity,unit_price,net,tender,amount_paid
1001,2026-01-30 09:00:00,1,sale,酱油 500ml,2,10.00,20.00,cash,20.00
1002,2026-01-30 09:05:00,1,sale,辣条 大包,1,5.00,5.00,wechat,5.00
1003,2026-01-31 10:00:00,1,sale,酱油 500ml,x,10.00,10.00,cash,10.00
"""
CHANGED = SALES.replace("2,10.00,20.00,cash,20.00", "3,10.00,30.00,cash,30.00")
VIEWS = {"imports": 0, "held": 1, "batches": 2, "shop": 5}


@pytest.fixture
def till_file(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the till in Downloads: one known item, one unknown, one row that cannot be read."""
    monkeypatch.chdir(shop.parent)
    (shop.parent / "Downloads").mkdir()
    file = shop.parent / "Downloads" / "till.csv"
    file.write_text(SALES, encoding="utf-8")
    return file


def read(book: Path, work: object) -> object:
    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        return work(tx)  # type: ignore[operator]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", ["held", "batches"])
@in_a_loop
async def test_what_came_in_is_listed(
    shop: Path, till_file: Path, text_frame: SnapshotAssertion, view: str, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    async with terminal(shop, "setup", size) as pilot:
        await press(pilot, "enter", "shift+tab", "shift+tab", "right", "ctrl+s")
        await press(pilot, "escape")
        assert await press(pilot, *["right"] * VIEWS[view]) == text_frame


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", ["held", "batches", "backups"])
@in_a_loop
async def test_an_empty_view_says_what_to_do_first(
    home: Path, text_frame: SnapshotAssertion, view: str, language: str
) -> None:
    set_language(language)
    found(home / "shop.duckdb").close()
    async with terminal(home / "shop.duckdb", "setup") as pilot:
        keys = ["right"] * ["imports", "held", "batches", "backups"].index(view)
        assert await press(pilot, *keys) == text_frame


@in_a_loop
async def test_a_file_is_found_without_a_path_and_shown_before_anything_is_posted(shop: Path, till_file: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        assert "till.csv" in seen(pilot)
        shown = await press(pilot, "enter")
        assert "Sales of the till" in shown and "3 rows = 2 booked + 1 rejected" in shown
        assert "sold_at = date and time" in shown and "Nothing is posted yet" in shown
    assert read(shop, list_batches) == []


@in_a_loop
async def test_from_the_file_to_the_mapped_row_and_back_again(shop: Path, till_file: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        tried = await press(pilot, "enter", "shift+tab", "shift+tab", "right")
        assert "1 booked + 1 waiting + 1 rejected" in tried
        assert "till.rejects.csv" in await press(pilot, "ctrl+s")
        held = await press(pilot, "tab", "enter")
        assert "辣条 大包" in held and "5.00" in held
        await press(pilot, "enter", *"A1")
        preview = await press(pilot, "enter")
        assert "Means: 酱油 500ml" in preview and "4.95" in preview
        await press(pilot, "ctrl+s")
        assert "Nothing waits." in seen(pilot)
        undone = await press(pilot, "right", "enter", "ctrl+z", "ctrl+s")
        assert "It counts no longer: undone." in undone
    assert read(shop, waiting) == []
    assert [batch.ended for batch in read(shop, list_batches)] == ["undone"]  # type: ignore[attr-defined]


@in_a_loop
async def test_a_changed_receipt_shows_old_beside_new_and_is_accepted(shop: Path, till_file: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        await press(pilot, "enter", "ctrl+s", "escape")
        till_file.write_text(CHANGED, encoding="utf-8")
        await press(pilot, "ctrl+r", "down" if "rejects" in seen(pilot).splitlines()[5] else "home")
        await press(pilot, "home")
        if "till.rejects.csv" in str(pilot.app.screen.query_one("#imports-table").cursor_row):  # type: ignore[attr-defined]
            await press(pilot, "down")
        await press(pilot, "enter", "ctrl+s", "enter")
        compared = await press(pilot, "enter")
        assert "1001" in compared and "20.00" in compared and "30.00" in compared
        assert "1 replaced" in await press(pilot, "ctrl+s")
        await press(pilot, "ctrl+s")
    newest = read(shop, list_batches)[0]  # type: ignore[index]
    assert (newest.superseded, Decimal(str(newest.result["net"]))) == (1, Decimal("30.00"))
    assert read(shop, waiting) == []


@in_a_loop
async def test_a_dropped_path_with_blanks_and_quotes_is_taken(shop: Path, till_file: Path) -> None:
    file = till_file.rename(till_file.with_name("till of may.csv"))
    async with terminal(shop, "setup") as pilot:
        pilot.app.post_message(events.Paste(f"'{file}'"))
        await settle(pilot)
        assert "till of may.csv" in await press(pilot, "enter")
        assert "Nothing is posted yet" in seen(pilot)


@in_a_loop
async def test_tab_completes_a_path(shop: Path, till_file: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        await press(pilot, "n", *"~/Down", "tab")
        assert pilot.app.screen.query_one("#path").value == f"{till_file.parent}/"  # type: ignore[attr-defined]
        await press(pilot, "tab")
        assert pilot.app.screen.query_one("#path").value == str(till_file)  # type: ignore[attr-defined]


@in_a_loop
async def test_a_question_about_dates_is_put_and_its_answer_used(shop: Path, till_file: Path) -> None:
    lines = ["date,amount,category", "01/02/2025,5.00,房租", "02/03/2025,6.00,房租", "03/04/2025,7.00,房租"]
    till_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    async with terminal(shop, "setup") as pilot:
        assert "begin with the day or the month" in await press(pilot, "enter")
        assert "3 rows" in await press(pilot, "right")


@in_a_loop
async def test_a_backup_is_taken_tested_and_restored_after_a_word(shop: Path) -> None:
    async with terminal(shop, "setup") as pilot:
        await press(pilot, "right", "right", "right", "n")
        assert "yes, it can be restored" in seen(pilot)
        asked = await press(pilot, "enter")
        assert "nothing is lost" in asked and "restore" in asked
        await press(pilot, *"restore", "enter")
        assert "Restored" in seen(pilot)
    assert len(list_backups(shop)) == 1
    with Book.open(shop, read_only=True) as book, book.read() as tx:
        assert tx.one("SELECT seq, kind FROM storage.document ORDER BY seq DESC LIMIT 1") == (7, "restore")


@in_a_loop
async def test_health_names_every_promise_without_codes(shop: Path) -> None:
    async with terminal(shop, "setup", LARGE) as pilot:
        shown = await press(pilot, "left", "left")
        assert "There is no tested backup." in shown and "Every promise of the book is kept." in shown
        assert "Audit chain unbroken" in shown and "audit-chain" not in shown


@in_a_loop
async def test_reading_only_a_file_is_shown_and_not_imported(shop: Path, till_file: Path) -> None:
    desk = Desk(shop, read_only=True)
    async with LstboApp(desk, start="setup").run_test(size=SMALL) as pilot:
        await settle(pilot)
        shown = await press(pilot, "enter", "ctrl+s")
        assert "Reading only: a file can be looked at" in shown
    desk.close()
    assert read(shop, list_batches) == []


@in_a_loop
async def test_what_waits_is_opened_by_its_name(shop: Path) -> None:
    async with terminal(shop, "today") as pilot:
        pilot.app.open_page("setup", "held")  # type: ignore[attr-defined]
        await settle(pilot)
        assert "Nothing waits." in seen(pilot)
