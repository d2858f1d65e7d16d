"""Tabs, counted cash and vouchers written by hand."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import (
    Posting,
    count_till,
    ensure_party,
    post_capital,
    post_tab_payment,
    post_voucher,
    reverse_document,
    tab_balance,
    write_off_tab,
)
from lstbo.core.errors import BadInput, NotFound, PeriodLocked, Refused
from lstbo.storage import Transaction
from tests.books import MILK, START, balances, day, sell


@pytest.fixture
def zhang(tx: Transaction) -> int:
    """A customer who owes 50.00."""
    customer = ensure_party(tx, "customer", "张三", doc=tx.document("accounting", "party", business_date=START))
    sell(tx, day(2), (MILK, "1"), takings="50.00", customer=customer)
    return customer


def test_a_payment_on_the_tab_lowers_it_and_brings_cash(tx: Transaction, zhang: int) -> None:
    paid = post_tab_payment(tx, business_date=day(5), customer=zhang, amount=D("20"), paid_into="现金")
    assert tab_balance(tx, zhang) == D("30.00")
    assert balances(tx, ["till_cash", "tabs"]) == ["20.00", "30.00"]
    assert tx.scalar("SELECT cash_flow FROM accounting.posting WHERE doc = ? AND amount > 0", [paid.doc]) == "1"


def test_a_customer_may_pay_too_much(tx: Transaction, zhang: int) -> None:
    post_tab_payment(tx, business_date=day(5), customer="张三", amount=D("60"), paid_into="alipay")
    assert tab_balance(tx, zhang) == D("-10.00")


def test_a_reversed_payment_is_owed_again(tx: Transaction, zhang: int) -> None:
    paid = post_tab_payment(tx, business_date=day(5), customer=zhang, amount=D("20"), paid_into="cash")
    reverse_document(tx, paid.doc)
    assert tab_balance(tx, zhang) == D("50.00")


def test_strangers_cannot_pay_a_tab(tx: Transaction, zhang: int) -> None:
    for nobody in ("李四", 77):
        with pytest.raises(NotFound, match="no customer"):
            post_tab_payment(tx, business_date=day(5), customer=nobody, amount=D("20"), paid_into="cash")
    with pytest.raises(Refused, match="holds money"):
        post_tab_payment(tx, business_date=day(5), customer=zhang, amount=D("20"), paid_into="")


def test_a_tab_is_written_off_in_part_or_whole_but_no_more(tx: Transaction, zhang: int) -> None:
    write_off_tab(tx, business_date=day(9), customer=zhang, amount=D("10"))
    with pytest.raises(Refused, match=r"owes 40\.00, so 40\.01"):
        write_off_tab(tx, business_date=day(9), customer=zhang, amount=D("40.01"))
    write_off_tab(tx, business_date=day(9), customer=zhang)
    assert balances(tx, ["tabs", "bad_debts"]) == ["0.00", "50.00"]
    with pytest.raises(Refused):
        write_off_tab(tx, business_date=day(9), customer=zhang)


def test_a_short_till_is_an_expense(tx: Transaction) -> None:
    post_capital(tx, business_date=day(1), amount=D("100"), paid_into="cash")
    count = count_till(tx, business_date=day(1), counted=D("97.50"))
    assert (count.expected, count.counted, count.difference) == (D("100.00"), D("97.50"), D("-2.50"))
    assert balances(tx, ["till_cash", "cash_short", "cash_over"]) == ["97.50", "2.50", "0.00"]
    assert tx.scalar("SELECT cash_flow FROM accounting.posting WHERE doc = ? AND amount < 0", [count.doc]) == "6"


def test_a_till_with_too_much_is_income(tx: Transaction) -> None:
    post_capital(tx, business_date=day(1), amount=D("100"), paid_into="cash")
    count = count_till(tx, business_date=day(1), counted=D("103"))
    assert balances(tx, ["till_cash", "cash_short", "cash_over"]) == ["103.00", "0.00", "-3.00"]
    assert tx.scalar("SELECT cash_flow FROM accounting.posting WHERE doc = ? AND amount > 0", [count.doc]) == "2"


def test_a_till_that_is_right_is_on_record_without_an_entry(tx: Transaction) -> None:
    count = count_till(tx, business_date=day(1), counted=D("0"))
    assert count.difference == 0
    assert tx.scalar("SELECT count(*) FROM accounting.journal_entry") == 0
    assert tx.scalar("SELECT kind FROM storage.document WHERE seq = ?", [count.doc]) == "till_count"


def test_cash_counted_later_does_not_disturb_an_earlier_day(tx: Transaction) -> None:
    post_capital(tx, business_date=day(5), amount=D("100"), paid_into="cash")
    assert count_till(tx, business_date=day(4), counted=D("0")).difference == 0


def test_only_cash_is_counted(tx: Transaction) -> None:
    with pytest.raises(Refused):
        count_till(tx, business_date=day(1), counted=D("1"), account="rent")
    with pytest.raises(BadInput):
        count_till(tx, business_date=day(1), counted=D("-1"))


def test_a_right_count_in_a_locked_month_is_refused_too(tx: Transaction) -> None:
    from lstbo.accounting import lock_period
    from lstbo.core.period import Period

    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        count_till(tx, business_date=day(1), counted=D("0"))


def test_a_voucher_finds_its_cash_flow_line(tx: Transaction) -> None:
    lines = [Posting("rent", D("100")), Posting("utilities", D("20")), Posting("bank", D("-120"))]
    voucher = post_voucher(tx, lines, business_date=day(4), memo="landlord")
    assert voucher.amount == D("120.00")
    assert tx.rows("SELECT amount, cash_flow FROM accounting.posting WHERE cash_flow <> ''") == [(D("-120.00"), "6")]


def test_a_voucher_with_two_cash_flow_lines_splits_its_cash(tx: Transaction) -> None:
    lines = [Posting("loans_short", D("800")), Posting("interest_expense", D("100")), Posting("bank", D("-900"))]
    post_voucher(tx, lines, business_date=day(4), memo="loan")
    found = tx.rows("SELECT amount, cash_flow FROM accounting.posting WHERE cash_flow <> '' ORDER BY cash_flow")
    assert found == [(D("-800.00"), "16"), (D("-100.00"), "17")]


def test_a_voucher_says_so_when_the_line_is_open(tx: Transaction) -> None:
    lines = [
        Posting("loans_short", D("800")),
        Posting("interest_expense", D("100")),
        Posting("bank", D("-500")),
        Posting("till_cash", D("-400")),
    ]
    with pytest.raises(Refused, match="not clear which cash-flow lines"):
        post_voucher(tx, lines, business_date=day(4), memo="loan")


@pytest.mark.parametrize("account", ["tabs", "payables", "inventory", "grni", "stored_value"])
def test_a_voucher_keeps_its_hands_off_control_accounts(tx: Transaction, account: str) -> None:
    with pytest.raises(Refused, match="only through its documents"):
        post_voucher(tx, [Posting(account, D(1)), Posting("rent", D(-1))], business_date=day(4), memo="x")


def test_a_voucher_that_is_empty_or_crooked_is_refused(tx: Transaction) -> None:
    with pytest.raises(BadInput):
        post_voucher(tx, [], business_date=day(4), memo="x")
    with pytest.raises(Refused, match="does not balance"):
        post_voucher(tx, [Posting("rent", D(1)), Posting("utilities", D("-0.5"))], business_date=day(4), memo="x")
    with pytest.raises(NotFound):
        post_voucher(tx, [Posting("moon", D(1)), Posting("rent", D(-1))], business_date=day(4), memo="x")
