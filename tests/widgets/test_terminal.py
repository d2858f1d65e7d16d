"""Widgets in a real terminal: what their bytes are, and how many."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.screens.pty_session import PtySession
from tests.widgets.evil import FORBIDDEN


def _start(*args: str, **options: object) -> PtySession:
    return PtySession([sys.executable, "-m", *args], **options)  # type: ignore[arg-type]


@pytest.fixture
def long_table() -> Iterator[PtySession]:
    """A table of 20,000 rows at 80x24."""
    with _start("tests.widgets.long_table", "20000") as terminal:
        terminal.wait_for("商品22")
        terminal.quiet()
        yield terminal


def test_evil_names_in_every_widget_neither_crash_nor_reach_the_terminal() -> None:
    with _start("tests.widgets.evil_gallery") as terminal:
        terminal.wait_for("点我")
        for key in ("down", "down", "f3", "f4", "f5", "f2", "space"):
            terminal.press(key)
            terminal.quiet()
        assert terminal.process.poll() is None
        written = terminal.raw.decode("utf-8", "surrogateescape")
        assert not [bad for bad in FORBIDDEN if bad in written]
        terminal.press("f10")
        assert terminal.end() == 0


def test_the_cursor_costs_two_rows_of_bytes_and_a_page_less_than_six_thousand(long_table: PtySession) -> None:
    assert sum(long_table.answer("down")[0] for _ in range(15)) <= 15 * 450  # together: an answer may come in pieces
    assert long_table.answer("pagedown")[0] <= 6_000


def test_sixty_keys_at_once_arrive_all_sixty(long_table: PtySession) -> None:
    long_table.write("\x1b[B" * 60)
    long_table.press("enter")
    assert "opened 61" in long_table.wait_for("opened")


def test_the_table_fits_a_terminal_that_changes_its_size(long_table: PtySession) -> None:
    long_table.press("end")
    long_table.wait_for("商品20000")
    long_table.resize(40, 10)
    long_table.wait_for("20,000.50")
    long_table.resize(120, 36)
    assert "6900000020000" in long_table.wait_for("6900000020000")


@pytest.mark.parametrize(
    "env",
    [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm"}, {"LC_ALL": "POSIX", "LANG": "C"}],
    ids=lambda env: min(env),
)
def test_the_table_is_whole_without_colours_and_locale(env: dict[str, str]) -> None:
    with _start("tests.widgets.long_table", "50", env=env) as terminal:
        assert "商品20 " in terminal.wait_for("商品20 ", "售价")
