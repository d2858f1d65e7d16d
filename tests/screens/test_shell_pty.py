"""The shell in a real terminal: first run, plain terminals, lost connections, and how much goes over the line."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.core.language import set_language
from lstbo.screens import begin_book
from lstbo.screens.beginning import Beginning
from lstbo.storage import Book, holder_of
from tests.screens.pty_session import PtySession

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pty")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home without anybody's settings."""
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path / "s")}


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A book of an empty shop."""
    set_language("en")
    file = tmp_path / "shop.duckdb"
    begin_book(file, Beginning("Corner", "generic", "EUR", Decimal(100)), business_date=date(2026, 10, 1))
    yield file
    set_language(None)


def test_a_first_run_asks_four_questions_and_lands_on_today(tmp_path, home):
    with PtySession.lstbo("--book", tmp_path / "new.duckdb", env=home) as session:
        session.wait_for("Name of the shop", "4.  Sample data")
        session.press("Corner", "enter")
        session.wait_for("Corner")
        session.press("ctrl+s")
        session.wait_for("Corner", "F2 Today", "F10 Setup")
        session.press("ctrl+q")
        assert session.end() == 0
    with Book.open(tmp_path / "new.duckdb") as book, book.read() as tx:
        assert (tx.setting("shop_name"), tx.setting("template")) == ("Corner", "generic")


def test_answers_typed_ahead_in_one_piece_all_reach_the_book(tmp_path, home):
    with PtySession.lstbo("--book", tmp_path / "new.duckdb", env=home) as session:
        session.wait_for("Name of the shop", "4.  Sample data")
        session.write("Corner\r\rEUR\r\r9\x15200\x13")
        session.wait_for("Corner", "F2 Today")
        session.press("ctrl+q")
        assert session.end() == 0
    with Book.open(tmp_path / "new.duckdb") as book, book.read() as tx:
        assert tx.setting("currency") == "EUR"
        assert tx.rows("SELECT sum(amount) FROM accounting.posting WHERE amount > 0") == [(200,)]


def test_a_first_run_that_is_left_makes_nothing(tmp_path, home):
    with PtySession.lstbo("--book", tmp_path / "new.duckdb", env=home) as session:
        session.wait_for("Name of the shop")
        session.press("ctrl+q")
        assert session.end() == 0
    assert [file.name for file in tmp_path.glob("new.duckdb*")] == []


@pytest.mark.parametrize("term", ["linux", "xterm", "vt100"])
def test_plain_terminals_with_no_locale_show_the_pages(path, home, term):
    plain = {"TERM": term, "COLORTERM": "", "LC_ALL": "POSIX", "NO_COLOR": "1"}
    with PtySession.lstbo("--book", path, "--ascii", env=home | plain) as session:
        session.wait_for("Corner", "F2 Today", "F10 Setup")
        session.press("f1")
        session.wait_for("Help: Today")
        session.press("escape", "ctrl+q")
        assert session.end() == 0


def test_a_lost_connection_closes_the_book(path, home):
    with PtySession.lstbo("--book", path, env=home) as session:
        session.wait_for("Corner", "no tested backup")
        session.quiet(0.5)
        session.hang_up()
        session.process.wait(timeout=10)
    assert holder_of(path) is None
    with Book.open(path, wait=1) as book, book.read() as tx:
        assert tx.setting("shop_name") == "Corner"


def test_a_polite_end_from_outside_leaves_the_terminal_as_it_was(path, home):
    with PtySession.lstbo("--book", path, env=home) as session:
        session.wait_for("Corner", "no tested backup")
        session.quiet(0.5)
        os.kill(session.process.pid, signal.SIGTERM)
        session.end()
        assert b"\x1b[?1049l" in session.raw
        assert b"Traceback" not in session.raw


def test_without_a_terminal_the_book_is_told_in_a_few_lines(path, cli):
    answer = cli("--book", path)
    assert answer.exit_code == 0
    assert answer.out.startswith("Corner (EUR)")


def test_keys_cost_few_bytes_over_the_line(path, home):
    with PtySession.lstbo("--book", path, env=home) as session:
        session.wait_for("Corner", "no tested backup")
        session.quiet(0.6)
        opened, _seconds = session.answer("ctrl+p", 0.4)
        typed, _seconds = session.answer("x", 0.5)
        assert opened < 30_000
        assert typed < 8_000
