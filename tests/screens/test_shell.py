"""The shell around the pages: keys that work everywhere, what is remembered, following the book, the unexpected."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

from lstbo.accounting import Entry, Posting, post_entries
from lstbo.app import LstboApp, Outside
from lstbo.catalog import NewItem, create_items
from lstbo.core.language import language, set_language
from lstbo.core.money import money
from lstbo.screens import PLACES, Desk, Page, begin_book
from lstbo.screens.beginning import Beginning
from lstbo.screens.drafts import DraftsScreen
from lstbo.screens.explanation import ExplanationPage
from lstbo.screens.fault import FaultScreen
from lstbo.screens.guide import GuideScreen
from lstbo.screens.palette import PaletteScreen
from lstbo.screens.places import MissingPage
from lstbo.screens.preferences import load_preferences
from lstbo.storage import Book
from lstbo.widgets import VirtualTable, send_scan
from tests.conftest import ROOT
from tests.screens.terminal import frame, in_a_loop, settle

DAY = date(2026, 10, 1)
EVIL = "坏[/]名\x1b]0;PWNED\x07[@click=app.quit]x"


class NotesPage(Page):
    """A page that reads one thing and counts how often."""

    TAB = "setup"
    GUIDE = "Says what the shop is called."

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.scans: list[str] = []

    def views(self):
        yield Input(id="note")

    def load(self) -> None:
        self.loads += 1

    def scanned(self, code: str) -> None:
        self.scans.append(code)


class QuietApp(LstboApp):
    """The terminal with pages that show nothing."""

    MODES = {name: partial(MissingPage, name) for name in PLACES}  # noqa: RUF012


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A book with 100.00 in the till, in a home of its own."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("LSTBO_LANG", "LSTBO_THEME", "COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LSTBO_NOW", "2026-10-31T18:30:00")
    set_language("en")
    begin_book(
        tmp_path / "shop.duckdb", Beginning("Corner", "generic", "EUR", Decimal(100)), business_date=date(2026, 10, 1)
    )
    yield tmp_path / "shop.duckdb"
    set_language(None)


def app_on(path: Path, **more: object) -> LstboApp:
    """The terminal on a book, on a page that other tests do not care about."""
    return QuietApp(Desk(path, **more), start="setup")  # type: ignore[arg-type]


@in_a_loop
async def test_f_keys_open_pages_and_the_tab_stands_out(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await settle(pilot)
        assert app.current_mode == "reports"
    app.desk.close()


@in_a_loop
async def test_esc_and_a_digit_open_a_page_and_a_digit_alone_does_not(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9")
        assert app.current_mode == "setup"
        await pilot.press("escape", "9")
        await settle(pilot)
        assert app.current_mode == "reports"
    app.desk.close()


@in_a_loop
async def test_a_digit_after_esc_in_a_field_is_a_digit(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(NotesPage())
        app.screen.query_one(Input).focus()
        await pilot.press("escape")
        page = NotesPage()
        await app.push_screen(page)
        page.query_one(Input).focus()
        await pilot.press("x", "9")
        assert (app.current_mode, page.query_one(Input).value) == ("setup", "x9")
    app.desk.close()


@in_a_loop
async def test_a_scan_goes_to_the_page_in_front_and_not_into_its_field(path):
    app, page = app_on(path), NotesPage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(page)
        page.query_one(Input).focus()
        await pilot.pause()
        send_scan(app, "6901234567892")
        await settle(pilot)
        assert (page.scans, page.query_one(Input).value) == (["6901234567892"], "")
    app.desk.close()


@in_a_loop
async def test_help_shows_the_guide_and_the_keys_and_esc_leaves_it(path, text_frame):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(NotesPage())
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.screen, GuideScreen)
        assert frame(app) == text_frame
        await pilot.press("escape")
        assert isinstance(app.screen, NotesPage)
    app.desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("speech", ["en", "zh"])
def test_the_palette_lists_pages_reports_and_actions_with_their_commands(path, text_frame, size, speech):
    @in_a_loop
    async def look() -> None:
        set_language(speech)
        app = app_on(path)
        async with app.run_test(size=size) as pilot:
            await pilot.press("ctrl+p")
            await settle(pilot)
            assert frame(app) == text_frame
        app.desk.close()

    look()


@in_a_loop
async def test_the_palette_finds_an_item_by_initials_and_draws_its_name_plainly(path):
    with Book.open(path) as book, book.write("items") as tx:
        doc = tx.document("catalog", "items", business_date=DAY)
        create_items(tx, [NewItem("A1", EVIL), NewItem("A2", "红塔山")], doc=doc, valid_from=DAY)
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"a1")
        await settle(pilot)
        await pilot.pause(0.2)
        await settle(pilot)
        assert isinstance(app.screen, PaletteScreen)
        assert "lstbo stock card A1" in frame(app)
        assert "坏[/]名" in frame(app)
        assert "\x1b" not in frame(app)
    app.desk.close()


@in_a_loop
async def test_a_day_in_words_sets_the_banner_on_every_page(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a", *"-7", "enter")
        await settle(pilot)
        assert app.desk.as_of == date(2026, 10, 24)
        assert " As of 2026-10-24" in frame(app)
        await pilot.press("f9")
        await settle(pilot)
        assert " As of 2026-10-24" in frame(app)
    app.desk.close()


@in_a_loop
async def test_reading_only_is_told_above_every_page(path):
    app = app_on(path, read_only=True, known_at=date(2026, 10, 30))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert " As known on 2026-10-30 | Reading only" in frame(app)
    app.desk.close()


@in_a_loop
async def test_the_other_language_is_spoken_at_once_and_remembered(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_switch_language()
        await settle(pilot)
        assert "F10 设置" in frame(app)
        assert (language(), load_preferences().language) == ("zh", "zh")
    app.desk.close()


@in_a_loop
async def test_own_keys_replace_the_usual_ones_and_faults_are_told(path, tmp_path):
    file = tmp_path / "home" / "lstbo" / "keys.toml"
    file.parent.mkdir(parents=True)
    file.write_text('page.as_of = "ctrl+d"\napp.palette = "5"\n')
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.use_own_keys()
        await settle(pilot)
        assert "^D As of" in frame(app)
        assert {note.message for note in app._notifications} == {
            "keys.toml, app.palette: digits belong to the scanner."
        }
    app.desk.close()


@in_a_loop
async def test_what_another_program_posts_reloads_the_page_in_front(path):
    app, page = app_on(path), NotesPage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(page)
        app.look()
        await settle(pilot)
        before = page.loads
        app.desk.close()
        with Book.open(path) as book, book.write("items") as tx:
            post_cash(tx)
        app.look()
        await settle(pilot)
        assert page.loads == before + 1
        app.look()
        await settle(pilot)
        assert page.loads == before + 1
    app.desk.close()


@in_a_loop
async def test_the_status_line_names_who_else_has_the_book_and_what_waits(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.look()
        await settle(pilot)
        assert " shop.duckdb | no tested backup " in frame(app)
    app.desk.close()


@in_a_loop
async def test_a_figure_opens_down_to_its_document_and_esc_comes_back(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.open_explanation("account:till_cash")
        await settle(pilot)
        assert isinstance(app.screen, ExplanationPage)
        assert "100.00" in frame(app).splitlines()[1]
        await pilot.press("enter")
        await settle(pilot)
        opened = frame(app)
        assert "document 2 (Opening balances, 2026-10-01)" in opened
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert not isinstance(app.screen, ExplanationPage)
    app.desk.close()


@in_a_loop
async def test_a_figure_that_is_none_says_so(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.open_explanation("document:99")
        await settle(pilot)
        assert "There is no document 99." in frame(app)
    app.desk.close()


@in_a_loop
async def test_an_unexpected_failure_shows_one_screen_that_names_the_log(path):
    met: list[BaseException] = []

    def log(fault: BaseException) -> str:
        met.append(fault)
        return "lstbo.log"

    app = QuietApp(Desk(path), Outside(log), start="setup")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.run_worker(lambda: 1 / 0, thread=True)
        await pilot.pause(0.1)
        await settle(pilot)
        assert isinstance(app.screen, FaultScreen)
        assert "lstbo.log" in frame(app)
        assert "Traceback" not in frame(app)
    assert [type(fault) for fault in met] == [ZeroDivisionError]
    app.desk.close()


@in_a_loop
async def test_drafts_are_offered_and_can_be_thrown_away(path):
    from lstbo.storage import Drafts

    script = f"""from pathlib import Path
from lstbo.storage import Drafts
Drafts(Path({str(path)!r})).begin("stock_price").save(dict(item="tea", price="3.5"))"""
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.look()
        await settle(pilot)
        assert isinstance(app.screen, DraftsScreen)
        assert "tea 3.5" in frame(app)
        await pilot.press("delete")
        await settle(pilot)
        assert Drafts(path).list() == []
    app.desk.close()


@in_a_loop
async def test_what_is_copied_goes_to_the_clipboard_of_the_terminal(path):
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.open_explanation("account:till_cash")
        await settle(pilot)
        app.screen.query_one(VirtualTable).focus()
        await pilot.press("y")
        assert app.clipboard.startswith("100.00\t")
    app.desk.close()


def post_cash(tx) -> None:
    """One document that moves 5.00 between two accounts."""
    doc = tx.document("accounting", "journal", business_date=date(2026, 10, 2), title="bus")
    lines = (Posting("drawings", money("-5")), Posting("owner_capital", money("5")))
    post_entries(tx, [Entry(date(2026, 10, 2), "bus", "journal", lines, "")], doc=doc)
