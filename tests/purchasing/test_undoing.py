"""Returns to the supplier, and what was wrong reversed: on its own day, refused while something hangs on it."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import BadInput, NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.inventory import stock_on_hand
from lstbo.purchasing import (
    GoodsReceipt,
    ReturnLine,
    batch_receipts,
    enter_bill,
    pay_supplier,
    receive_goods,
    receive_many,
    return_to_supplier,
    reverse_purchase,
    reverse_receipts,
)
from lstbo.storage import Transaction
from tests.books import MILK, NOODLES, balances, day, delivery, sell

ROLES = ["inventory", "payables", "cogs", "cost_adjustment"]


def test_goods_go_back_at_the_cost_of_the_day(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    receive_goods(tx, delivery("A2", day(6), (MILK, "10", "3.00")))
    back = return_to_supplier(tx, supplier="Wang", lines=[ReturnLine(MILK, D(2))], business_date=day(7))
    assert (back.cost, back.credit) == (D("5.00"), D("5.00"))
    assert balances(tx, ROLES[:2]) == ["45.00", "-45.00"]


def test_a_credit_other_than_the_cost_goes_to_rebates(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    lines = [ReturnLine(MILK, D(2), D("3.50"))]
    back = return_to_supplier(tx, supplier="Wang", lines=lines, business_date=day(7), received_into="cash")
    assert balances(tx, [*ROLES[:2], "till_cash", "purchase_rebates"]) == ["16.00", "-20.00", "3.50", "0.50"]
    assert tx.scalar("SELECT cash_flow FROM accounting.posting WHERE doc = ? AND cash_flow <> ''", [back.doc]) == "2"


def test_a_return_keeps_its_cost_when_older_goods_turn_up(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    return_to_supplier(tx, supplier="Wang", lines=[ReturnLine(MILK, D(2))], business_date=day(7))
    receive_goods(tx, delivery("A0", day(3), (MILK, "10", "4.00")))
    assert balances(tx, ROLES[:2]) == ["56.00", "-56.00"]


def test_a_reversed_return_is_back_in_stock(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    back = return_to_supplier(tx, supplier="Wang", lines=[ReturnLine(MILK, D(2))], business_date=day(7))
    reverse_purchase(tx, back.doc)
    assert balances(tx, ROLES) == ["20.00", "-20.00", "0.00", "0.00"]
    assert stock_on_hand(tx)[0].quantity == D("10.000")


def test_returns_that_make_no_sense_are_refused(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    with pytest.raises(BadInput):
        return_to_supplier(tx, supplier="Wang", lines=[], business_date=day(7))
    with pytest.raises(BadInput):
        return_to_supplier(tx, supplier="Wang", lines=[ReturnLine(MILK, D(0))], business_date=day(7))
    with pytest.raises(NotFound):
        return_to_supplier(tx, supplier="Li", lines=[ReturnLine(MILK, D(1))], business_date=day(7))


@pytest.mark.parametrize("costing", ["tx", "fifo"])
def test_a_delivery_booked_twice_is_undone_as_if_it_had_never_been(
    costing: str, request: pytest.FixtureRequest
) -> None:
    tx: Transaction = request.getfixturevalue(costing)
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    sell(tx, day(6), (MILK, "4"))
    before = balances(tx, ROLES)
    twice = receive_goods(tx, delivery("A1b", day(4), (MILK, "10", "3.00"), (NOODLES, "1", "1.00")))
    assert balances(tx, ROLES) != before
    new = reverse_purchase(tx, twice.doc)
    assert balances(tx, ROLES) == before
    assert tx.one("SELECT business_date, reverses FROM storage.document WHERE seq = ?", [new]) == (day(4), twice.doc)
    assert tx.rows("SELECT receipt, why, doc FROM purchasing.receipt_end") == [(twice.doc, "reversed", new)]


def test_goods_sold_meanwhile_leave_the_stock_below_zero(tx: Transaction) -> None:
    note = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    sell(tx, day(6), (MILK, "4"))
    reverse_purchase(tx, note.doc)
    assert balances(tx, ROLES) == ["0.00", "0.00", "0.00", "0.00"]
    assert stock_on_hand(tx)[0].quantity == D("-4.000")


def test_a_delivery_of_a_locked_month_is_reversed_on_the_first_open_day(tx: Transaction) -> None:
    note = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        reverse_purchase(tx, note.doc, business_date=day(6))
    reverse_purchase(tx, note.doc)
    assert balances(tx, ROLES[:2], day(31)) == ["20.00", "-20.00"]
    assert balances(tx, ROLES[:2], day(1, 2)) == ["0.00", "0.00"]


def test_nothing_is_undone_while_a_later_document_points_at_it(tx: Transaction) -> None:
    note = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    bill = enter_bill(tx, receipt=note.doc, amount=D("21"), business_date=day(6))
    paid = pay_supplier(tx, supplier="Wang", amount=D("21"), paid_from="cash", business_date=day(7), bill=bill.doc)
    with pytest.raises(Refused, match=f"Document {bill.doc} refers to document {note.doc}"):
        reverse_purchase(tx, note.doc)
    with pytest.raises(Refused, match=f"Document {paid.doc} refers to document {bill.doc}"):
        reverse_purchase(tx, bill.doc)
    for doc in (paid.doc, bill.doc, note.doc):
        reverse_purchase(tx, doc)
    assert balances(tx, [*ROLES, "till_cash", "purchase_variance"]) == ["0.00"] * 6


def test_a_document_is_undone_once_and_only_one_of_this_room(tx: Transaction) -> None:
    note = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    new = reverse_purchase(tx, note.doc)
    with pytest.raises(Refused, match=f"was reversed by document {new}"):
        reverse_purchase(tx, note.doc)
    for doc in (new, 1):
        with pytest.raises(Refused, match="cannot be reversed"):
            reverse_purchase(tx, doc)
    with pytest.raises(NotFound):
        reverse_purchase(tx, 999)


def test_a_batch_is_undone_together_and_may_come_again(tx: Transaction) -> None:
    sell(tx, day(8), (MILK, "3"))
    plain = [delivery(f"A{n}", day(n), (MILK, "5", f"{n}.00")) for n in range(1, 5)]
    batch = [GoodsReceipt(n.number, n.supplier, n.lines, n.business_date, batch=7) for n in plain]
    receive_many(tx, batch)
    once = balances(tx, ROLES)
    reverse_receipts(tx, batch_receipts(tx, 7))
    assert balances(tx, ROLES) == ["0.00", "0.00", "0.00", "0.00"]
    assert batch_receipts(tx, 7) == []
    receive_many(tx, batch)
    assert balances(tx, ROLES) == once
