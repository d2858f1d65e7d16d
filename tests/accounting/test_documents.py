"""Documents of money alone: expenses, wages, the owner's money, transfers, loans, and their reversal."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import (
    draw_loan,
    list_parties,
    lock_period,
    post_capital,
    post_drawing,
    post_expense,
    post_transfer,
    post_wages,
    repay_loan,
    reverse_document,
)
from lstbo.core.errors import BadInput, NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.storage import Transaction
from tests.books import MILK, balances, day, delivery


def lines(tx: Transaction, doc: int) -> list[tuple[object, ...]]:
    """Account, amount and cash-flow line of a document's postings."""
    rows = tx.rows(
        "SELECT account, amount, cash_flow FROM accounting.posting WHERE doc = ? ORDER BY entry, line", [doc]
    )
    return [(account, str(amount), line) for account, amount, line in rows]


@pytest.mark.parametrize("words", ["rent", "房租", "5601.01", "Rent", " 店租 "])
def test_an_expense_finds_its_account_by_code_role_or_words(tx: Transaction, words: str) -> None:
    paid = post_expense(tx, business_date=day(3), account=words, amount=D("3000"), paid_from="微信")
    assert lines(tx, paid.doc) == [("5601.01", "3000.00", ""), ("1012.02", "-3000.00", "6")]


def test_an_expense_nobody_paid_yet_is_owed_to_its_payee(tx: Transaction) -> None:
    owed = post_expense(tx, business_date=day(3), account="repairs", amount=D("80"), payee="Li the plumber")
    assert lines(tx, owed.doc) == [("5602.06", "80.00", ""), ("2202.01", "-80.00", "")]
    assert [party.name for party in list_parties(tx, "supplier")] == ["Li the plumber"]


def test_an_expense_owed_to_nobody_named_is_accrued(tx: Transaction) -> None:
    owed = post_expense(tx, business_date=day(3), account="水电费", amount=D("80"))
    assert lines(tx, owed.doc)[1] == ("2241.05", "-80.00", "")


def test_a_payee_who_was_paid_is_no_supplier(tx: Transaction) -> None:
    post_expense(tx, business_date=day(3), account="rent", amount=D("80"), paid_from="cash", payee="Zhao")
    assert list_parties(tx) == []
    assert tx.scalar("SELECT memo FROM accounting.journal_entry") == "rent · Zhao"


def test_taxes_and_wages_have_cash_flow_lines_of_their_own(tx: Transaction) -> None:
    tax = post_expense(tx, business_date=day(3), account="taxes", amount=D("1"), paid_from="bank")
    pay = post_wages(tx, business_date=day(3), employee="Xiao Wang", amount=D("2800"), paid_from="bank")
    assert lines(tx, tax.doc)[1] == ("1002.01", "-1.00", "5")
    assert lines(tx, pay.doc) == [("5601.03", "2800.00", ""), ("1002.01", "-2800.00", "4")]


def test_paying_by_card_comes_from_the_bank(tx: Transaction) -> None:
    paid = post_expense(tx, business_date=day(3), account="rent", amount=D("9"), paid_from="刷卡")
    assert lines(tx, paid.doc)[1] == ("1002.01", "-9.00", "6")


def test_wages_not_paid_yet_are_owed_to_the_employee(tx: Transaction) -> None:
    pay = post_wages(tx, business_date=day(31), employee="Xiao Wang", amount=D("2800"))
    assert lines(tx, pay.doc)[1] == ("2211.01", "-2800.00", "")


@pytest.mark.parametrize(
    ("fact", "error"),
    [
        ({"account": "gibberish"}, NotFound),
        ({"account": "payables"}, Refused),
        ({"account": "inventory"}, Refused),
        ({"amount": D("0")}, BadInput),
        ({"amount": D("-5")}, BadInput),
        ({"amount": D("0.004")}, BadInput),
        ({"paid_from": "beads"}, NotFound),
    ],
)
def test_an_expense_that_makes_no_sense_is_refused(tx: Transaction, fact: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        post_expense(tx, **({"business_date": day(3), "account": "rent", "amount": D("5"), "paid_from": "cash"} | fact))
    assert tx.scalar("SELECT count(*) FROM accounting.journal_entry") == 0


def test_the_owners_money_is_no_income_and_no_expense(tx: Transaction) -> None:
    into = post_capital(tx, business_date=day(1), amount=D("5000"), paid_into="bank")
    out = post_drawing(tx, business_date=day(9), amount=D("200"), paid_from="cash")
    assert lines(tx, into.doc) == [("1002.01", "5000.00", "15"), ("3001.01", "-5000.00", "")]
    assert lines(tx, out.doc) == [("3104.10", "200.00", ""), ("1001.01", "-200.00", "18")]


def test_a_transfer_carries_no_cash_flow_line_and_its_fee_does(tx: Transaction) -> None:
    plain = post_transfer(tx, business_date=day(2), amount=D("100"), paid_from="cash", paid_into="bank")
    costly = post_transfer(
        tx, business_date=day(2), amount=D("100"), paid_from="wechat", paid_into="bank", fee=D("0.10")
    )
    assert lines(tx, plain.doc) == [("1002.01", "100.00", ""), ("1001.01", "-100.00", "")]
    assert tx.scalar("SELECT sum(amount) FROM accounting.posting WHERE doc = ? AND cash_flow = '6'", [costly.doc]) == D(
        "-0.10"
    )


@pytest.mark.parametrize(("into", "fee"), [("cash", "0"), ("tabs", "0"), ("bank", "100"), ("bank", "-1")])
def test_a_transfer_goes_from_one_cash_account_to_another(tx: Transaction, into: str, fee: str) -> None:
    with pytest.raises(Refused):
        post_transfer(tx, business_date=day(2), amount=D("100"), paid_from="cash", paid_into=into, fee=D(fee))


def test_a_loan_is_repaid_with_principal_and_interest_apart(tx: Transaction) -> None:
    loan = draw_loan(tx, business_date=day(2), amount=D("10000"), paid_into="bank", lender="MYbank")
    paid = repay_loan(
        tx, business_date=day(28), principal=D("800"), interest=D("100"), paid_from="bank", lender="MYbank"
    )
    assert lines(tx, loan.doc) == [("1002.01", "10000.00", "14"), ("2001.01", "-10000.00", "")]
    assert lines(tx, paid.doc) == [
        ("2001.01", "800.00", ""),
        ("5603.01", "100.00", ""),
        ("1002.01", "-800.00", "16"),
        ("1002.01", "-100.00", "17"),
    ]


def test_a_document_is_reversed_once_on_its_own_day(tx: Transaction) -> None:
    paid = post_expense(tx, business_date=day(3), account="rent", amount=D("9"), paid_from="cash")
    new = reverse_document(tx, paid.doc)
    assert balances(tx, ["rent", "till_cash"], day(3)) == ["0.00", "0.00"]
    assert lines(tx, new) == [("1001.01", "9.00", "6"), ("5601.01", "-9.00", "")]
    with pytest.raises(Refused, match=f"was reversed by document {new}"):
        reverse_document(tx, paid.doc)
    with pytest.raises(Refused, match="is itself a reversal"):
        reverse_document(tx, new)


def test_a_reversal_cannot_be_dated_into_a_locked_month(tx: Transaction) -> None:
    paid = post_expense(tx, business_date=day(3), account="rent", amount=D("9"), paid_from="cash")
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        reverse_document(tx, paid.doc, business_date=day(4))
    reverse_document(tx, paid.doc)
    assert balances(tx, ["rent"], day(31)) == ["9.00"]
    assert balances(tx, ["rent"], day(1, 2)) == ["0.00"]


def test_documents_that_moved_goods_are_reversed_where_they_were_made(tx: Transaction) -> None:
    from lstbo.purchasing import receive_goods

    receipt = receive_goods(tx, delivery("A", day(3), (MILK, "1", "2")))
    for doc in (receipt.doc, 1):
        with pytest.raises(Refused):
            reverse_document(tx, doc)
    with pytest.raises(NotFound):
        reverse_document(tx, 999)
