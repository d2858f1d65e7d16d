"""The demonstration: a month of the sample shop from its files to its checked books, in one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Said, Terminal, terminal
from tests.screens.pty_session import PtySession


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, Said]:
    here = terminal(tmp_path_factory.mktemp("demo"))
    return here, here("demo", "--no-tui", "--months", "1", "--book", "shop.duckdb", "--json")


def test_it_makes_a_checked_book_and_its_pdf(month: tuple[Terminal, Said]) -> None:
    here, said = month
    assert (said.exit_code, said.json["ok"], said.json["last_day"]) == (0, True, "2026-10-31")
    assert (here.folder / Path(said.json["pdf"])).read_bytes().startswith(b"%PDF")
    assert here("check").exit_code == 0


def test_its_day_and_month_are_those_of_the_reports(month: tuple[Terminal, Said]) -> None:
    here, said = month
    book = here("report", "day-book", "--period", "2026-10", "--json").json["rows"][-1]
    assert said.json["day"] == book
    assert said.json["month"] == here("report", "income", "--period", "2026-10", "--json").json


def test_it_never_touches_a_book_that_is_there(month: tuple[Terminal, Said]) -> None:
    here, _said = month
    before = (here.folder / "shop.duckdb").read_bytes()
    again = here("demo", "--months", "1", "--book", "shop.duckdb")
    assert again.exit_code == 1 and "exists already" in again.err
    assert (here.folder / "shop.duckdb").read_bytes() == before


def test_no_months_is_no_shop(month: tuple[Terminal, Said]) -> None:
    here, _said = month
    said = here("demo", "--months", "0")
    wrong = "The value of --months cannot be used. Write a whole number from 1 to 36. See: lstbo demo --help\n"
    assert (said.exit_code, said.err) == (2, wrong)


def test_leaving_the_pages_says_where_the_book_is_and_prints_no_codes(tmp_path: Path) -> None:
    with PtySession.lstbo("demo", "--months", "1", "--book", "shop.duckdb", cwd=tmp_path) as shell:
        shell.wait_for("F9 Reports", timeout=90)
        shell.press("ctrl+q")
        said = shell.wait_for("Open it again: lstbo --book shop.duckdb")
    assert "[1m" not in said and "Income statement" not in said


def test_on_a_terminal_the_month_is_shown_without_any_codes(tmp_path: Path) -> None:
    with PtySession.lstbo("demo", "--no-tui", "--months", "1", "--book", "shop.duckdb", cwd=tmp_path) as shell:
        said = shell.wait_for("promises checked", "Look around", timeout=90)
    assert "[1m" not in said
