"""Posting to the journal: balance, vouchers, cash-flow lines, reversal."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import Entry, Posting, account_balance, lock_period, post_entries, post_entry, reverse_entries
from lstbo.core.errors import NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.storage import Transaction
from tests.books import day

FIFTH = day(5)


def rent(on=FIFTH, amount="300.00", cash="6") -> Entry:
    return Entry(on, "expense", "rent", (Posting("rent", D(amount)), Posting("till_cash", -D(amount))), cash_flow=cash)


def paper(tx: Transaction, on=FIFTH) -> int:
    return tx.document("accounting", "voucher", business_date=on)


def test_an_entry_is_posted_to_the_accounts_of_its_roles_debits_first(tx: Transaction) -> None:
    swapped = Entry(day(5), "expense", "rent", tuple(reversed(rent().postings)), cash_flow="6")
    post_entry(tx, swapped, doc=paper(tx))
    rows = tx.rows("SELECT line, account, amount, cash_flow FROM accounting.v_posting ORDER BY line")
    assert rows == [(1, "5601.01", D("300.00"), ""), (2, "1001.01", D("-300.00"), "6")]


def test_an_unbalanced_entry_is_refused(tx: Transaction) -> None:
    crooked = Entry(day(5), "x", "crooked", (Posting("rent", D("1.00")), Posting("inventory", D("-0.99"))))
    with pytest.raises(Refused, match=r"does not balance: debits less credits = 0\.01"):
        post_entry(tx, crooked, doc=paper(tx))


def test_an_unknown_role_is_refused(tx: Transaction) -> None:
    with pytest.raises(NotFound, match="'moon'"):
        post_entry(tx, Entry(day(5), "x", "x", (Posting("moon", D(1)), Posting("rent", D(-1)))), doc=paper(tx))


def test_a_group_account_takes_no_postings(tx: Transaction) -> None:
    with pytest.raises(NotFound, match="'1001'"):
        post_entry(tx, Entry(day(5), "x", "x", (Posting("1001", D(1)), Posting("rent", D(-1)))), doc=paper(tx))


def test_cash_needs_a_cash_flow_line(tx: Transaction) -> None:
    with pytest.raises(Refused, match="without a cash-flow line"):
        post_entry(tx, rent(cash=""), doc=paper(tx))


def test_money_between_cash_accounts_carries_no_line(tx: Transaction) -> None:
    moved = Entry(day(5), "x", "x", (Posting("bank", D(9)), Posting("till_cash", D(-9))), cash_flow="6")
    post_entry(tx, moved, doc=paper(tx))
    assert tx.rows("SELECT DISTINCT cash_flow FROM accounting.posting") == [("",)]


def test_an_entry_without_money_is_left_out(tx: Transaction) -> None:
    assert post_entry(tx, rent(amount="0.00"), doc=paper(tx)) == 0
    assert tx.scalar("SELECT count(*) FROM accounting.journal_entry") == 0


def test_voucher_numbers_run_per_month_in_posting_order(tx: Transaction) -> None:
    for on in (day(5), day(2, 2), day(3), day(1, 2), day(31)):
        post_entry(tx, rent(on), doc=paper(tx, on))
    found = tx.rows("SELECT DISTINCT voucher, business_date FROM accounting.v_posting ORDER BY voucher")
    assert [voucher for voucher, _on in found] == ["202601-001", "202601-002", "202601-003", "202602-001", "202602-002"]
    assert [on for _voucher, on in found] == [day(5), day(3), day(31), day(2, 2), day(1, 2)]


def test_many_entries_may_each_have_their_own_document(tx: Transaction) -> None:
    docs = [paper(tx), paper(tx)]
    post_entries(tx, [rent(amount="1.00"), rent(amount="2.00")], doc=docs)
    assert tx.rows("SELECT doc, max(amount) FROM accounting.posting GROUP BY doc ORDER BY doc") == [
        (docs[0], D("1.00")),
        (docs[1], D("2.00")),
    ]


def test_a_reversal_is_the_opposite_on_the_same_day(tx: Transaction) -> None:
    original = paper(tx)
    entry = post_entry(tx, rent(), doc=original)
    reverse_entries(tx, original, doc=paper(tx))
    assert account_balance(tx, "rent").balance == 0
    found = tx.rows("SELECT DISTINCT business_date, reverses FROM accounting.v_posting WHERE entry <> ?", [entry])
    assert found == [(day(5), entry)]


def test_a_reversal_of_a_locked_day_falls_on_the_first_open_one(tx: Transaction) -> None:
    original = paper(tx)
    post_entry(tx, rent(), doc=original)
    lock_period(tx, Period.parse("2026-01"))
    reverse_entries(tx, original, doc=paper(tx, day(1, 2)))
    assert account_balance(tx, "rent", as_of=day(31)).balance == D("300.00")
    assert account_balance(tx, "rent", as_of=day(1, 2)).balance == 0


def test_nothing_is_posted_into_a_locked_month(tx: Transaction) -> None:
    post_entry(tx, rent(), doc=paper(tx))
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked, match="2026-01-20 lies in 2026-01"):
        post_entry(tx, rent(day(20)), doc=paper(tx, day(20)))
