"""The account book: from the cash book down to a document, and back out of the books again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from lstbo.accounting import close_period, journal
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.screens import explanation
from lstbo.storage import Book
from tests.screens.money_book import LARGE, SMALL, home, january_book, press, seen, shop, terminal
from tests.screens.terminal import in_a_loop
from tests.small_shop import EVIL, found, post

__all__ = ["home", "january_book", "shop"]
VIEWS = {"cash": (), "journal": ("right",), "accounts": ("right", "right"), "income": ("left",), "sheet": ("left", "t")}


def entries(book: Path) -> int:
    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        return len(journal(tx))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
@in_a_loop
async def test_every_view_shows_the_shops_january(
    shop: Path, text_frame: SnapshotAssertion, view: str, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    async with terminal(shop, size=size) as pilot:
        assert await press(pilot, *VIEWS[view]) == text_frame


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", ["cash", "income"])
@in_a_loop
async def test_an_empty_book_says_what_to_do_first(
    home: Path, text_frame: SnapshotAssertion, view: str, language: str
) -> None:
    set_language(language)
    found(home / "shop.duckdb").close()
    async with terminal(home / "shop.duckdb") as pilot:
        assert await press(pilot, *VIEWS[view]) == text_frame


@pytest.mark.parametrize("language", ["en", "zh"])
@in_a_loop
async def test_a_document_says_what_it_changed(shop: Path, text_frame: SnapshotAssertion, language: str) -> None:
    set_language(language)
    async with terminal(shop) as pilot:
        assert await press(pilot, "right", "down", "down", "enter") == text_frame


@in_a_loop
async def test_an_account_opens_its_ledger_and_a_posting_its_document(shop: Path) -> None:
    async with terminal(shop) as pilot:
        ledger = await press(pilot, "right", "right", "down", "enter")
        assert "1002.01 Business bank account · 2026-01" in ledger and "9,700.00" in ledger
        document = await press(pilot, "enter")
        assert "一月房租" in document and "Shop rent" in document
        assert "1002.01 Business bank account · 2026-01" in await press(pilot, "escape")


@in_a_loop
async def test_a_liability_stands_in_its_ledger_as_plus(shop: Path) -> None:
    async with terminal(shop) as pilot:
        accounts = await press(pilot, "right", "right", "end")
        assert "Cr" in accounts and "-500.00" not in accounts
        ledger = await press(pilot, "home", "down", "down", "down", "down", "enter")
        assert "2202.01" in ledger and " 500.00" in ledger and "-500.00" not in ledger


@in_a_loop
async def test_explaining_goes_on_from_a_document_and_a_statement(shop: Path) -> None:
    async with terminal(shop) as pilot:
        assert "document 6" in (await press(pilot, "enter", "e")).lower()
        await press(pilot, "escape", "escape", "left")
        assert "500.00" in await press(pilot, "enter")


@in_a_loop
async def test_an_account_with_more_entries_than_are_shown_opens_and_shows_the_rest(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explanation, "FIRST_PARTS", 1)
    async with terminal(shop) as pilot:
        some = await press(pilot, "left", "e", "enter", "end")
        assert "and 1 more" in some and "400.00" in some and "100.00" not in some
        whole = await press(pilot, "enter")
        assert "more" not in whole and "400.00" in whole and "100.00" in whole
        assert "This is the last step" in await press(pilot, "enter", "home", "enter")


@in_a_loop
async def test_nothing_is_reversed_before_it_was_seen_and_agreed_to(shop: Path) -> None:
    async with terminal(shop) as pilot:
        preview = await press(pilot, "ctrl+z")
        assert "Reverse document 6" in preview and "5601.01 Shop rent" in preview and "300.00" in preview
        await press(pilot, "escape")
    assert entries(shop) == 5


@in_a_loop
async def test_a_reversal_posts_what_its_preview_showed(shop: Path) -> None:
    async with terminal(shop) as pilot:
        await press(pilot, "ctrl+z")
        shown = await press(pilot, "ctrl+s")
        assert "Posted: document 7 reverses" in shown and "10,400.00" in shown
    with Book.open(shop, read_only=True) as book, book.read() as tx:
        last = journal(tx)[-1]
    assert (last.document, last.date) == (7, date(2026, 1, 31))
    assert [(line.account, line.amount) for line in last.lines] == [
        ("1002.01", Decimal("300.00")), ("5601.01", Decimal("-300.00")),
    ]  # fmt: skip


@in_a_loop
async def test_what_was_reversed_is_refused_in_a_sentence_and_leads_to_the_other(shop: Path) -> None:
    async with terminal(shop) as pilot:
        await press(pilot, "enter", "r", "ctrl+s")
        assert "There is nothing" in await press(pilot, "r")
        assert "Document 7" in await press(pilot, "o")
    assert entries(shop) == 6


@in_a_loop
async def test_a_document_of_a_locked_month_is_reversed_on_the_first_open_day(shop: Path) -> None:
    with Book.open(shop) as book, book.write("lock") as tx:
        close_period(tx, Period.parse("2026-01"))
    async with terminal(shop) as pilot:
        preview = await press(pilot, "ctrl+z")
        assert "Posted on: 2026-02-01" in preview and "first open day" in preview


@in_a_loop
async def test_only_looking_reverses_nothing(shop: Path) -> None:
    async with terminal(shop) as pilot:
        pilot.app.desk.read_only = True  # type: ignore[attr-defined]
        assert "reading only" in await press(pilot, "ctrl+z")


@in_a_loop
async def test_periods_step_and_grow(shop: Path) -> None:
    async with terminal(shop) as pilot:
        assert "Nothing was booked in this time." in await press(pilot, "right_square_bracket")
        assert "2026-01 · all money" in await press(pilot, "left_square_bracket")
        heads = [(await press(pilot, "m")).splitlines()[2].split(" ·")[0].strip() for _again in range(4)]
        assert heads == ["2026-Q1", "2026", "whole book", "2026-01"]


@in_a_loop
async def test_one_account_of_the_cash_book_at_a_time(shop: Path) -> None:
    async with terminal(shop) as pilot:
        till = await press(pilot, "o")
        assert "Till (cash drawer)" in till and "Business bank" not in till and "400.00" in till


@in_a_loop
async def test_a_search_keeps_the_balances_of_the_book(shop: Path) -> None:
    async with terminal(shop) as pilot:
        await press(pilot, "slash", *"3", *"0", *"0", "enter")
        shown = seen(pilot)
        assert "一月房租" in shown and "Capital" not in shown and "10,100.00" in shown
        assert "Capital" in await press(pilot, "escape")


@in_a_loop
async def test_a_day_leaves_out_what_came_later(shop: Path) -> None:
    async with terminal(shop) as pilot:
        pilot.app.desk.as_of = date(2026, 1, 5)  # type: ignore[attr-defined]
        shown = await press(pilot, "ctrl+r", "right", "left")
        assert "10,400.00" in shown and "一月房租" not in shown


@pytest.mark.parametrize("name", [*EVIL, "坏[/]名", "[@click=app.quit]点我[/]", "\x1b]0;PWNED\x07"])
@in_a_loop
async def test_evil_memos_are_only_text(home: Path, name: str) -> None:
    with found(home / "shop.duckdb") as book, book.write() as tx:
        post(tx, date(2026, 1, 5), "voucher", name, ("bank", "9.00"), ("owner_capital", "-9.00"), cash="15")
    async with terminal(home / "shop.duckdb") as pilot:
        assert "9.00" in await press(pilot, "enter")
        assert "9.00" in await press(pilot, "ctrl+z")
