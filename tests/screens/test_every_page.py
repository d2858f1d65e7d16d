"""Every page, view and detail screen as a text frame: on small and large terminals, in both languages, on three books.

One run of the terminal walks through all of them; each screen is a snapshot of its own, and keeps the same few rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input

from lstbo.app import LstboApp, Outside
from lstbo.core.language import set_language
from lstbo.screens import Desk, DraftsScreen
from lstbo.storage import Drafts
from tests.screens.rules import faults_of, same_everywhere
from tests.screens.terminal import frame, in_a_loop, settle
from tests.screens.three_books import BOOKS, at_the_shop, copy_of, made_books

__all__ = ["at_the_shop", "made_books"]
SIZES = {"80x24": (80, 24), "120x36": (120, 36)}


@dataclass(frozen=True, slots=True)
class Step:
    """A screen and the keys that lead to it from the screen before. `rows` says that it needs something in the list:
    a book with nothing in it leaves such steps, and those back from them, out."""

    name: str
    keys: Sequence[str]
    rows: bool = False


WALK = (
    Step("today", ()),
    Step("today, the day before", ("left",)),
    Step("today, explained", ("e",), True),
    Step("today, help", ("f2", "f1")),
    Step("stock, all items", ("escape", "f4")),
    Step("stock, searched", ("slash", *"shui")),
    Step("stock, value", ("escape", "escape", "right")),
    Step("stock, oversold", ("right",)),
    Step("stock, cost unknown", ("right",)),
    Step("stock, to review", ("right",)),
    Step("stock, not sold", ("right",)),
    Step("item", ("right", "enter"), True),
    Step("item, prices", ("right",), True),
    Step("item, another price", ("n",), True),
    Step("item, explained", ("escape", "e"), True),
    Step("money, cash book", ("f4", "f6")),
    Step("money, one account", ("o",)),
    Step("document", ("enter",), True),
    Step("document, explained", ("e",), True),
    Step("document, taken back", ("escape", "ctrl+z"), True),
    Step("money, journal", ("f6", "right")),
    Step("money, accounts", ("right",)),
    Step("account ledger", ("enter",), True),
    Step("money, income statement", ("f6", "right")),
    Step("money, income statement explained", ("e",), True),
    Step("money, balance sheet", ("f6", "t")),
    Step("money, cash flow", ("t",)),
    Step("money, help", ("f1",)),
    Step("reports", ("escape", "f9")),
    Step("report, trial balance", ("enter",)),
    Step("report, cash flow", ("escape", "down", "down", "down", "enter")),
    Step("setup, imports", ("f10",)),
    Step("setup, waiting", ("right",)),
    Step("setup, batches", ("right",)),
    Step("batch", ("enter",), True),
    Step("setup, backups", ("f10", "right")),
    Step("setup, health", ("right",)),
    Step("setup, shop", ("right",)),
    Step("palette", ("ctrl+p",)),
    Step("as of, asked", ("escape", "f2", "a")),
    Step("as of, today", (*"2026-09-30", "enter")),
    Step("as of, money", ("f6", "right")),
    Step("drafts", ("drafts",)),
)


async def press(pilot: Pilot[int], key: str) -> None:
    """Press one key, or do what is no key, and wait for what it asks for."""
    if key == "drafts":
        Drafts(pilot.app.desk.path).save("stock_price-0123456789ab", {"item": "Y001", "price": "2.5"})  # type: ignore[attr-defined]
        pilot.app.push_screen(DraftsScreen(pilot.app.desk.path))  # type: ignore[attr-defined]
    else:
        await pilot.press(key)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", BOOKS)
@in_a_loop
async def test_every_screen(
    made_books: Callable[[str], Path],
    at_the_shop: Path,
    text_frame: SnapshotAssertion,
    name: str,
    lang: str,
    size: str,
) -> None:
    set_language(lang)
    book = copy_of(made_books(name), at_the_shop)
    desk = Desk(book)
    wrong: list[str] = []
    try:
        app = LstboApp(desk)
        async with app.run_test(size=SIZES[size], notifications=True) as pilot:
            while not app.seen.looked:
                await pilot.pause(0.02)
            await settle(pilot)
            for step in WALK:
                if step.rows and name == "empty":
                    continue
                for key in step.keys:
                    await press(pilot, key)
                shown = same_everywhere(frame(app), at_the_shop)
                wrong += faults_of(app, shown, f"{step.name} ({name}, {lang}, {size})")
                if shown != text_frame(name=step.name):
                    wrong.append(f"{step.name} differs, it shows now:\n{shown}")
    finally:
        desk.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@in_a_loop
async def test_a_first_run(at_the_shop: Path, text_frame: SnapshotAssertion, lang: str, size: str) -> None:
    set_language(lang)
    app = LstboApp(Desk(Path("shop.duckdb")), Outside(make_sample=lambda _path, _tell: None))
    async with app.run_test(size=SIZES[size]) as pilot:
        await settle(pilot)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        shown = frame(app)
        assert not faults_of(app, shown, f"first run ({lang}, {size})")
        assert shown == text_frame
