"""Paying suppliers and knowing what is still owed, and when it is due."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import OpeningBalance, post_expense
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.inventory import Opening, post_opening
from lstbo.purchasing import enter_bill, pay_supplier, payables, receive_goods, reverse_purchase
from lstbo.storage import Transaction
from tests.books import MILK, balances, day, delivery


@pytest.fixture
def owing(tx: Transaction) -> Transaction:
    """Wang is owed 20.00 and 30.00, Li 5.00."""
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    receive_goods(tx, delivery("A2", day(9), (MILK, "10", "3.00")))
    receive_goods(tx, delivery("B1", day(7), (MILK, "1", "5.00"), supplier="Li"))
    return tx


def open_items(tx: Transaction, **when: object) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (p.name, str(p.owed), [(item.number, str(item.amount)) for item in p.items])
        for p in payables(tx, **when)  # type: ignore[arg-type]
    ]


def test_a_payment_with_a_discount_lowers_the_debt_by_both(owing: Transaction) -> None:
    paid = pay_supplier(
        owing, supplier="Wang", amount=D("19.60"), discount=D("0.40"), paid_from="bank", business_date=day(10)
    )
    assert balances(owing, ["payables", "bank", "settlement_discount"]) == ["-35.00", "-19.60", "-0.40"]
    assert owing.scalar("SELECT cash_flow FROM accounting.posting WHERE doc = ? AND cash_flow <> ''", [paid.doc]) == "3"


def test_what_was_due_first_is_paid_first(owing: Transaction) -> None:
    assert open_items(owing) == [
        ("Li", "5.00", [("B1", "5.00")]),
        ("Wang", "50.00", [("A1", "20.00"), ("A2", "30.00")]),
    ]
    pay_supplier(owing, supplier="Wang", amount=D("25"), paid_from="cash", business_date=day(10))
    assert open_items(owing)[1] == ("Wang", "25.00", [("A2", "25.00")])
    assert open_items(owing, as_of=day(9))[1] == ("Wang", "50.00", [("A1", "20.00"), ("A2", "30.00")])


def test_a_settled_supplier_is_left_out_and_an_overpaid_one_shows(owing: Transaction) -> None:
    pay_supplier(owing, supplier="Li", amount=D("5"), paid_from="cash", business_date=day(10))
    pay_supplier(owing, supplier="Wang", amount=D("60"), paid_from="cash", business_date=day(10))
    assert open_items(owing) == [("Wang", "-10.00", [("", "-10.00")])]


def test_the_bill_says_when_it_is_due_and_how_much(owing: Transaction) -> None:
    enter_bill(owing, receipt="A1", supplier="Wang", amount=D("22"), business_date=day(8), due=day(28))
    wang = payables(owing)[1]
    assert [(item.number, item.due, item.amount) for item in wang.items] == [
        ("A2", day(9), D("30.00")),
        ("A1", day(28), D("22.00")),
    ]
    assert (wang.overdue(day(9)), wang.overdue(day(10)), wang.overdue(day(1, 2))) == (D(0), D("30.00"), D("52.00"))


def test_debts_from_before_and_other_debts_have_no_due_day(owing: Transaction) -> None:
    post_opening(owing, Opening((OpeningBalance("payables", D("-100"), "Wang"),)), business_date=day(1))
    post_expense(owing, business_date=day(3), account="repairs", amount=D("7"), payee="Li")
    assert open_items(owing) == [
        ("Li", "12.00", [("", "7.00"), ("B1", "5.00")]),
        ("Wang", "150.00", [("", "100.00"), ("A1", "20.00"), ("A2", "30.00")]),
    ]


def test_the_list_adds_up_to_the_account_as_it_was_known(owing: Transaction) -> None:
    known = max(owing.documents)
    pay_supplier(owing, supplier="Wang", amount=D("25"), paid_from="cash", business_date=day(6))
    assert sum(p.owed for p in payables(owing)) == -D(balances(owing, ["payables"])[0]) == D("30.00")
    assert sum(p.owed for p in payables(owing, known_at=known)) == D("55.00")


def test_a_reversed_payment_is_owed_again(owing: Transaction) -> None:
    paid = pay_supplier(owing, supplier="Wang", amount=D("25"), paid_from="cash", business_date=day(10))
    reverse_purchase(owing, paid.doc)
    assert balances(owing, ["payables", "till_cash"]) == ["-55.00", "0.00"]


def test_payments_that_make_no_sense_are_refused(owing: Transaction) -> None:
    bill = enter_bill(owing, receipt="A1", supplier="Wang", amount=D("22"), business_date=day(8))
    wrong: list[tuple[dict[str, object], type]] = [
        ({"amount": D("0")}, BadInput),
        ({"amount": D("-1")}, BadInput),
        ({"discount": D("-1")}, BadInput),
        ({"supplier": "Nobody"}, NotFound),
        ({"paid_from": ""}, Refused),
        ({"paid_from": "rent"}, Refused),
        ({"bill": 999}, NotFound),
        ({"supplier": "Li", "bill": bill.doc}, Refused),
    ]
    for change, error in wrong:
        facts = {"supplier": "Wang", "amount": D("5"), "paid_from": "cash", "business_date": day(10)} | change
        with pytest.raises(error):
            pay_supplier(owing, **facts)  # type: ignore[arg-type]
