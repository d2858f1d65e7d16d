"""Reading the books, against figures known by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.accounting import account_balance, journal, ledger, statement, trial_balance
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.storage import Book, Transaction
from tests.small_shop import found, january, post

JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    set_language("en")
    with found(tmp_path / "shop.duckdb") as book:
        january(book)
        yield book
    set_language(None)


@pytest.fixture
def tx(book: Book) -> Iterator[Transaction]:
    with book.read() as tx:
        yield tx


def amounts(tx: Transaction, which: str, period: Period | None = JANUARY) -> dict[int, Decimal]:
    return {row.line: row.amount for row in statement(tx, which, period).rows if row.amount}


def test_the_trial_balance_of_the_whole_book_starts_from_nothing(tx: Transaction) -> None:
    balance = trial_balance(tx, None)
    assert {row.account: str(row.closing) for row in balance.rows} == {
        "1001.01": "400.00", "1002.01": "9700.00", "1122.01": "100.00", "1405.01": "250.00", "2202.01": "-500.00",
        "3001.01": "-10000.00", "5001.01": "-500.00", "5401.01": "250.00", "5601.01": "300.00",
    }
    assert {row.opening for row in balance.rows} == {Decimal(0)}
    assert balance.total_debit == balance.total_credit == Decimal("11550.00")


def test_the_trial_balance_of_a_month_opens_with_all_before_it(book: Book) -> None:
    with book.write() as tx:
        post(tx, date(2026, 2, 3), "deposit", "", ("bank", "400.00"), ("till_cash", "-400.00"))
    with book.read() as tx:
        balance = trial_balance(tx, FEBRUARY)
    till = next(row for row in balance.rows if row.account == "1001.01")
    assert (till.opening, till.debit, till.credit, till.closing) == (400, 0, 400, 0)
    assert balance.total_debit == balance.total_credit == 400


def test_a_day_cuts_what_comes_after_it(tx: Transaction) -> None:
    assert trial_balance(tx, None, as_of=date(2026, 1, 4)).total_debit == Decimal("10500.00")
    assert account_balance(tx, "till_cash", date(2026, 1, 4)).balance == 0
    assert account_balance(tx, "1001", date(2026, 1, 5)).balance == 400


def test_what_was_not_known_yet_does_not_count(tx: Transaction) -> None:
    assert trial_balance(tx, None, known_at=0).rows == ()
    assert trial_balance(tx, None, known_at=2).total_debit == Decimal("10000.00")


def test_a_ledger_runs_from_opening_to_closing(tx: Transaction) -> None:
    bank = ledger(tx, "bank", JANUARY)
    assert [(line.voucher, line.debit, line.credit, line.balance) for line in bank.lines] == [
        ("202601-001", 10000, 0, 10000), ("202601-005", 0, 300, 9700),
    ]
    assert (ledger(tx, "bank", FEBRUARY).opening, ledger(tx, "bank", FEBRUARY).closing) == (9700, 9700)


def test_the_journal_lists_entries_in_voucher_order(tx: Transaction) -> None:
    entries = journal(tx, JANUARY)
    assert [entry.voucher for entry in entries] == [f"202601-00{number}" for number in range(1, 6)]
    assert [line.amount for line in entries[2].lines] == [400, 200, -400, -200]
    assert [entry.voucher for entry in journal(tx, JANUARY, accounts=["2202.01"])] == ["202601-002"]
    assert len(journal(tx, JANUARY, limit=5)) == 2


def test_the_statements_of_the_month_tie_together(tx: Transaction) -> None:
    income, sheet, cash = (amounts(tx, which) for which in ("income", "balance-sheet", "cash-flow"))
    assert (income[1], income[2], income[11], income[32]) == (500, 250, 300, -50)
    assert (sheet[1], sheet[4], sheet[9], sheet[30], sheet[33], sheet[53]) == (10100, 100, 250, 10450, 500, 10450)
    assert (cash[1], cash[6], cash[15], cash[22]) == (400, 300, 10000, 10100)


def test_closing_entries_leave_the_income_statement_alone(book: Book) -> None:
    with book.write() as tx:
        post(tx, date(2026, 1, 31), "closing", "", ("sales", "500.00"), ("current_profit", "-500.00"))
    with book.read() as tx:
        assert amounts(tx, "income")[1] == 500


def test_the_comparative_column_is_a_year_earlier_or_the_start_of_the_year(tx: Transaction) -> None:
    income = statement(tx, "income", Period.parse("2027-01"))
    assert {row.line: row.amount for row in income.comparative}[32] == -50
    sheet = statement(tx, "balance-sheet", Period.parse("2027-03"))
    assert {row.line: row.amount for row in sheet.comparative}[1] == 10100
