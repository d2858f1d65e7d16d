"""Every report on the screen and in a file, without leaving the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.reports import FILE_FORMATS, REPORTS, Asked, free_name, prepare_file, save_file
from lstbo.storage import Book
from tests.screens.money_book import LARGE, SMALL, home, january_book, press, shop, terminal
from tests.screens.terminal import in_a_loop

__all__ = ["home", "january_book", "shop"]
SUBJECTS = {"account": ("bank", "1002"), "item": ("A1", "酱油")}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", ["en", "zh"])
@in_a_loop
async def test_the_page_lists_every_report(
    shop: Path, text_frame: SnapshotAssertion, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    async with terminal(shop, "reports", size) as pilot:
        assert await press(pilot) == text_frame


@pytest.mark.parametrize("name", [name for name, spec in REPORTS.items() if not spec.subject])
@in_a_loop
async def test_every_report_opens_and_closes(shop: Path, name: str) -> None:
    async with terminal(shop, "reports") as pilot:
        shown = await press(pilot, *["down"] * list(REPORTS).index(name), "enter")
        assert "2026-01" in shown.splitlines()[1] or name in ("stock-list", "stock-value", "ageing", "payables")
        assert "What it says" not in shown
        assert "What it says" in await press(pilot, "escape")


@pytest.mark.parametrize("language", ["en", "zh"])
@in_a_loop
async def test_a_report_of_a_month_fits_a_small_terminal(
    shop: Path, text_frame: SnapshotAssertion, language: str
) -> None:
    set_language(language)
    async with terminal(shop, "reports") as pilot:
        assert await press(pilot, "enter") == text_frame


@pytest.mark.parametrize(("name", "kind"), [(name, spec.subject) for name, spec in REPORTS.items() if spec.subject])
@in_a_loop
async def test_a_report_about_one_asks_which(shop: Path, name: str, kind: str) -> None:
    typed, found = SUBJECTS[kind]
    async with terminal(shop, "reports") as pilot:
        asked = await press(pilot, *["down"] * list(REPORTS).index(name), "enter")
        assert f"Which {kind}?" in asked
        shown = await press(pilot, *typed, "enter", "enter")
        assert found in shown.splitlines()[1]


@in_a_loop
async def test_a_report_steps_through_the_periods(shop: Path) -> None:
    async with terminal(shop, "reports") as pilot:
        await press(pilot, "down", "down", "enter")
        assert "2025-12" in (await press(pilot, "left_square_bracket")).splitlines()[1]


@pytest.mark.parametrize("format", FILE_FORMATS)
@in_a_loop
async def test_p_writes_a_file_and_says_where(shop: Path, home: Path, format: str) -> None:
    async with terminal(shop, "reports", LARGE) as pilot:
        await press(pilot, "down", "down", "p")
        said = await press(pilot, *["down"] * FILE_FORMATS.index(format), "enter")
        assert "Written to" in said
    start = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbfline,name"}[format]
    assert (home / f"Income_statement-2026-01.{format}").read_bytes().startswith(start)


@in_a_loop
async def test_a_file_that_cannot_be_written_says_why_and_what_to_do(shop: Path, home: Path) -> None:
    async with terminal(shop, "reports", LARGE) as pilot:
        await press(pilot, "p")
        home.chmod(0o500)
        try:
            said = await press(pilot, "enter")
        finally:
            home.chmod(0o700)
        written = list(home.glob("*.pdf"))
        assert "Check the folder" in said or written  # root may write everywhere


def test_a_file_is_never_written_over_another(tmp_path: Path) -> None:
    assert free_name(tmp_path, "income", "pdf").name == "income.pdf"
    (tmp_path / "income.pdf").touch()
    (tmp_path / "income (2).pdf").touch()
    assert free_name(tmp_path, "income", "pdf").name == "income (3).pdf"


@pytest.mark.parametrize("format", FILE_FORMATS)
def test_a_file_is_made_after_the_book_was_closed(shop: Path, home: Path, format: str) -> None:
    with Book.open(shop, read_only=True) as book, book.read() as tx:
        prepared = prepare_file(tx, "monthly", Asked(Period.parse("2026-01")), format)
    pages = save_file(prepared, home / f"pack.{format}")
    assert (pages > 0) == (format == "pdf") and (home / f"pack.{format}").stat().st_size > 100
