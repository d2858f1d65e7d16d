"""Closing a period: income and expense to profit, with the lock; reopening turns it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lstbo.accounting import Entry, Posting, account_balance, close_period, post_entry, reopen_period, statement
from lstbo.core.errors import PeriodLocked
from lstbo.core.period import Period
from lstbo.storage import Transaction

DECEMBER = Period.parse("2026-12")


@pytest.fixture
def sold(tx: Transaction) -> Transaction:
    """A book with sales of 100.00 and rent of 30.00 in December."""
    doc = tx.document("accounting", "test", business_date=date(2026, 12, 5))
    income = (Posting("till_cash", Decimal(100)), Posting("sales", Decimal(-100)))
    rent = (Posting("rent", Decimal(30)), Posting("till_cash", Decimal(-30)))
    post_entry(tx, Entry(date(2026, 12, 5), "sale", "sold", income, cash_flow="1"), doc=doc)
    post_entry(tx, Entry(date(2026, 12, 6), "expense", "rent", rent, cash_flow="6"), doc=doc)
    return tx


def balance(tx: Transaction, role: str) -> Decimal:
    return account_balance(tx, role).balance


def test_closing_december_moves_the_profit_to_retained_earnings_and_locks(sold: Transaction) -> None:
    close_period(sold, DECEMBER)
    assert [balance(sold, role) for role in ("sales", "rent", "current_profit")] == [0, 0, 0]
    assert balance(sold, "retained_earnings") == Decimal("-70.00")
    with pytest.raises(PeriodLocked):
        doc = sold.document("accounting", "test", business_date=date(2026, 12, 7))
        late = (Posting("rent", Decimal(1)), Posting("till_cash", Decimal(-1)))
        post_entry(sold, Entry(date(2026, 12, 7), "expense", "late", late, cash_flow="6"), doc=doc)


def test_statements_do_not_change_by_closing(sold: Transaction) -> None:
    before = [statement(sold, which, DECEMBER).rows for which in ("income", "balance-sheet")]
    close_period(sold, DECEMBER)
    assert [statement(sold, which, DECEMBER).rows for which in ("income", "balance-sheet")] == before


def test_reopening_reverses_the_closing_and_a_second_closing_works(sold: Transaction) -> None:
    close_period(sold, DECEMBER)
    reopen_period(sold, DECEMBER)
    assert balance(sold, "sales") == Decimal("-100.00")
    assert balance(sold, "retained_earnings") == 0
    close_period(sold, DECEMBER)
    assert balance(sold, "retained_earnings") == Decimal("-70.00")
