"""Bills: a price difference follows the goods still there, the rest is purchase variance (R14)."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import BadInput, NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.inventory import stock_on_hand
from lstbo.purchasing import enter_bill, receive_goods, reverse_purchase
from lstbo.storage import Transaction
from tests.books import MILK, NOODLES, balances, day, delivery, sell

ROLES = ["inventory", "purchase_variance", "payables", "cogs"]


@pytest.fixture
def note(tx: Transaction) -> int:
    """Ten boxes of milk at 2.00."""
    return receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00"))).doc


def test_a_bill_as_expected_posts_nothing(tx: Transaction, note: int) -> None:
    bill = enter_bill(tx, receipt=note, amount=D("20.00"), business_date=day(8))
    assert (bill.difference, bill.on_hand, bill.variance) == (0, 0, 0)
    assert tx.scalar("SELECT count(*) FROM accounting.journal_entry WHERE doc = ?", [bill.doc]) == 0


def test_a_dearer_bill_raises_the_value_of_goods_still_there(tx: Transaction, note: int) -> None:
    bill = enter_bill(tx, receipt="A1", supplier="Wang", amount=D("23.00"), business_date=day(8), number="F77")
    assert (bill.on_hand, bill.variance) == (D("3.00"), D("0.00"))
    assert balances(tx, ROLES) == ["23.00", "0.00", "-23.00", "0.00"]
    assert stock_on_hand(tx, day(7))[0].value == D("20.00")
    assert stock_on_hand(tx, day(8))[0].value == D("23.00")


def test_the_part_of_goods_already_sold_is_variance(tx: Transaction, note: int) -> None:
    sell(tx, day(6), (MILK, "7"))
    bill = enter_bill(tx, receipt=note, amount=D("23.00"), business_date=day(8))
    assert (bill.on_hand, bill.variance) == (D("0.90"), D("2.10"))
    assert balances(tx, ROLES) == ["6.90", "2.10", "-23.00", "14.00"]


def test_goods_all_gone_leave_only_variance(tx: Transaction, note: int) -> None:
    sell(tx, day(6), (MILK, "12"))
    bill = enter_bill(tx, receipt=note, amount=D("18.00"), business_date=day(8))
    assert (bill.on_hand, bill.variance) == (D("0.00"), D("-2.00"))
    assert balances(tx, ROLES) == ["-4.00", "-2.00", "-18.00", "24.00"]


def test_stock_of_other_deliveries_takes_no_more_than_the_delivery_brought(tx: Transaction, note: int) -> None:
    receive_goods(tx, delivery("A2", day(6), (MILK, "90", "2.00")))
    assert enter_bill(tx, receipt=note, amount=D("21.00"), business_date=day(8)).on_hand == D("1.00")


def test_later_sales_cost_what_the_bill_made_of_the_goods(tx: Transaction, note: int) -> None:
    sell(tx, day(9), (MILK, "10"))
    enter_bill(tx, receipt=note, amount=D("25.00"), business_date=day(8))
    assert balances(tx, ROLES) == ["0.00", "0.00", "-25.00", "25.00"]


def test_a_difference_is_shared_over_the_lines_by_their_money(tx: Transaction) -> None:
    note = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00"), (NOODLES, "10", "1.00"))).doc
    sell(tx, day(6), (NOODLES, "10"))
    bill = enter_bill(tx, receipt=note, amount=D("31.00"), business_date=day(8))
    assert (bill.on_hand, bill.variance) == (D("0.67"), D("0.33"))


def test_a_bill_before_its_goods_posts_with_the_goods(tx: Transaction, note: int) -> None:
    bill = enter_bill(tx, receipt=note, amount=D("21.00"), business_date=day(2))
    assert tx.one("SELECT business_date, due FROM purchasing.bill WHERE doc = ?", [bill.doc]) == (day(5), day(2))


def test_one_delivery_one_bill(tx: Transaction, note: int) -> None:
    first = enter_bill(tx, receipt=note, amount=D("21.00"), business_date=day(8))
    with pytest.raises(Refused, match=f"has a bill already, document {first.doc}"):
        enter_bill(tx, receipt=note, amount=D("22.00"), business_date=day(8))
    reverse_purchase(tx, first.doc)
    assert balances(tx, ROLES) == ["20.00", "0.00", "-20.00", "0.00"]
    enter_bill(tx, receipt=note, amount=D("22.00"), business_date=day(8))
    assert balances(tx, ROLES) == ["22.00", "0.00", "-22.00", "0.00"]


def test_bills_without_a_delivery_are_refused(tx: Transaction, note: int) -> None:
    for receipt in ("A9", 999):
        with pytest.raises(NotFound, match="no delivery"):
            enter_bill(tx, receipt=receipt, supplier="Wang", amount=D("1"), business_date=day(8))
    with pytest.raises(NotFound, match="no supplier"):
        enter_bill(tx, receipt="A1", supplier="Nobody", amount=D("1"), business_date=day(8))
    with pytest.raises(BadInput):
        enter_bill(tx, receipt=note, amount=D("-1"), business_date=day(8))


def test_a_bill_in_a_locked_month_is_refused(tx: Transaction, note: int) -> None:
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        enter_bill(tx, receipt=note, amount=D("21.00"), business_date=day(8))


def test_first_in_first_out_spreads_a_bill_over_the_layers(fifo: Transaction) -> None:
    note = receive_goods(fifo, delivery("A1", day(5), (MILK, "10", "2.00"))).doc
    sell(fifo, day(6), (MILK, "5"))
    enter_bill(fifo, receipt=note, amount=D("22.00"), business_date=day(8))
    sell(fifo, day(9), (MILK, "5"))
    assert balances(fifo, ROLES) == ["0.00", "1.00", "-22.00", "21.00"]
